import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink-testing-library';
import type {ReactNode} from 'react';
import {afterEach} from 'vitest';
import {foldAscii} from '../../source/ui/fold-ascii.js';
import {ScreenSize} from '../../source/ui/screen-size.js';
import {makeTheme, ThemeContext} from '../../source/ui/theme.js';
import {bytesOf, type Key} from './terminal-keys.js';

export interface Screen {
  /** What is on the screen as text, without the blanks at the ends of its lines. */
  lastFrame(): string;
  /** The same with its colours. */
  styledFrame(): string;
  /** Keys one after another in one chunk. */
  press(...keys: readonly (Key | (string & {}))[]): void;
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  show(element: ReactNode): void;
  close(): void;
}

/** Escape as the kitty keyboard protocol sends it: without the wait for what may come after it. */
const escapeKey = '\u001b[27u';

const open = new Set<Screen>();
afterEach(() => {
  for (const screen of open) {
    screen.close();
  }
});

/** An element on a terminal of this size; closed after the test. */
export const screenAt = (
  columns: number,
  rows: number,
  element: ReactNode,
  options: {readonly ascii?: boolean; readonly colour?: boolean} = {},
): Screen => {
  const {ascii = false, colour = true} = options;
  const theme = makeTheme({ascii, colour});
  const whole = (content: ReactNode) => (
    <ThemeContext value={theme}>
      <ScreenSize>{content}</ScreenSize>
    </ThemeContext>
  );
  const {stdin, stdout, rerender, unmount} = render(whole(null));
  let shown = element;
  /** A render of the whole brings what waits for its turn to the screen at once. */
  const settle = (): void => rerender(whole(shown));
  const resize = (newColumns: number, newRows: number): void => {
    Object.defineProperties(stdout, {
      columns: {value: newColumns, configurable: true},
      rows: {value: newRows, configurable: true},
    });
    stdout.emit('resize');
    settle();
  };
  resize(columns, rows);
  const styledFrame = (): string => {
    const frame = stdout.frames.findLast(one => one.trim() !== '') ?? '';
    return ascii ? foldAscii(frame) : frame;
  };
  const screen: Screen = {
    styledFrame,
    lastFrame: () =>
      stripVTControlCharacters(styledFrame())
        .split('\n')
        .map(line => line.trimEnd())
        .join('\n'),
    press(...keys) {
      stdin.write(keys.map(key => (key === 'escape' ? escapeKey : bytesOf(key))).join(''));
      settle();
    },
    paste(text) {
      stdin.write(`\u001b[200~${text}\u001b[201~`);
      settle();
    },
    resize,
    show(next) {
      shown = next;
      settle();
    },
    close: () => {
      open.delete(screen);
      unmount();
    },
  };
  open.add(screen);
  return screen;
};
