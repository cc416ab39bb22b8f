import headless from '@xterm/headless';

/** Neighbouring cells that look the same. */
export interface Run {
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  /** Of the 16 colours; null for the terminal's own. */
  readonly colour: number | null;
  readonly isBold: boolean;
  readonly isFaint: boolean;
  readonly isInverse: boolean;
}

/** What a terminal of this size shows after it was sent a frame, row by row. */
export const cellsOf = async (
  frame: string,
  columns: number,
  rows: number,
): Promise<readonly (readonly Run[])[]> => {
  const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
  await new Promise<void>(resolve => terminal.write(frame.replaceAll('\n', '\r\n'), resolve));
  const lines = Array.from({length: rows}, (_, row) => runsOf(terminal, row, columns));
  terminal.dispose();
  return lines;
};

const runsOf = (terminal: headless.Terminal, row: number, columns: number): readonly Run[] => {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = line?.getCell(column);
    // The second half of a wide sign is a cell of no width.
    if (cell === undefined || cell.getWidth() === 0) {
      continue;
    }
    const next: Run = {
      column,
      cells: cell.getWidth(),
      text: cell.getChars() || ' ',
      colour: cell.isFgPalette() ? cell.getFgColor() : null,
      isBold: cell.isBold() !== 0,
      isFaint: cell.isDim() !== 0,
      isInverse: cell.isInverse() !== 0,
    };
    const last = runs.at(-1);
    if (last !== undefined && looksLike(last, next)) {
      runs[runs.length - 1] = {...last, cells: last.cells + next.cells, text: last.text + next.text};
    } else {
      runs.push(next);
    }
  }
  return runs;
};

/** A sign that a font may draw wider than its cell stands alone, so that nothing behind it moves. */
const isPlain = (text: string): boolean => /^[\u0020-\u007e]+$/.test(text);

const looksLike = (a: Run, b: Run): boolean =>
  a.colour === b.colour &&
  a.isBold === b.isBold &&
  a.isFaint === b.isFaint &&
  a.isInverse === b.isInverse &&
  ((isPlain(a.text) && isPlain(b.text)) || (a.text.endsWith(b.text) && !isPlain(b.text)));
