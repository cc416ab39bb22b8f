import type {Terminal} from './terminal.js';

/** Shows a screen in the smallest window, in a large one and in the usual one again, and waits each time until it is there as a whole. */
export const inOtherWindows = async (
  terminal: Terminal,
  isThere: (lines: readonly string[]) => boolean,
): Promise<void> => {
  for (const [columns, rows] of [
    [60, 16],
    [200, 60],
    [80, 24],
  ] as const) {
    terminal.resize(columns, rows);
    await terminal.until(
      lines =>
        lines[1]?.length === columns &&
        lines[rows - 2]?.length === columns &&
        terminal.isRepainted() &&
        isThere(lines),
    );
  }
};
