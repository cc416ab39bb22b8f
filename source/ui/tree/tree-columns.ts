/** Where the columns of the tree stand; a width of 0 is a column that is not there. */
export interface TreeColumns {
  readonly columns: number;
  /** The row's mark, glyph and name; one blank behind. */
  readonly name: number;
  readonly version: number;
  readonly word: number;
  readonly counts: number;
  readonly note: number;
  readonly time: number;
}

/** The pointer before and the blank behind. */
const edges = 2;

/** Columns by the width of the screen: where it gets narrow version, time and counts go, in this order. */
export const treeColumns = (columns: number): TreeColumns => {
  const name = columns >= 100 ? 34 : columns >= 70 ? 26 : 23;
  const version = columns >= 100 ? 14 : 0;
  const word = 14;
  const counts = columns >= 70 ? 8 : 0;
  const time = columns >= 80 ? 8 : 0;
  const note = Math.max(0, columns - edges - name - version - word - counts - time);
  return {columns, name, version, word, counts, note, time};
};
