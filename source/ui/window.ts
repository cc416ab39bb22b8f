/** Rows of a list that are on the screen. */
export interface RowWindow {
  readonly start: number;
  /** Behind the last. */
  readonly end: number;
}

/**
 * At most `height` rows with the cursor among them, and with a row of what comes before and after it where there is one. It begins
 * where it began before (`start`) as long as the cursor is inside, so that the view moves no more than it must.
 */
export const rowWindow = (count: number, height: number, cursor: number, start = 0): RowWindow => {
  const rows = Math.max(0, Math.min(height, count));
  const margin = rows > 4 ? 1 : 0;
  const last = Math.max(0, count - rows);
  const lowest = Math.min(last, Math.max(0, cursor - rows + 1 + margin));
  const highest = Math.max(0, Math.min(last, cursor - margin));
  const from = Math.min(Math.max(Math.min(Math.max(0, start), last), lowest), highest);
  return {start: from, end: from + rows};
};

/** What the screens need where nothing is kept between two looks: the cursor in the middle as far as there are rows. */
export const centredWindow = (count: number, height: number, cursor: number): RowWindow =>
  rowWindow(count, height, cursor, cursor - Math.floor(height / 2));
