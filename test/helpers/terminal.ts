import {fileURLToPath} from 'node:url';
import headless from '@xterm/headless';
import {openPseudoTerminal, overMark, type PseudoTerminal} from './pseudo-terminal.js';
import {bytesOf, type Key} from './terminal-keys.js';

const script = fileURLToPath(new URL('../../dist/genestack.js', import.meta.url));

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Over the environment of the test; a variable that is undefined is not there. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly workingFolder?: string;
  /** Another program than the built one, with its arguments. */
  readonly command?: readonly string[];
}

export interface TerminalModes {
  readonly alternateScreen: boolean;
  readonly cursorVisible: boolean;
  readonly bracketedPaste: boolean;
  readonly applicationCursorKeys: boolean;
  readonly mouse: boolean;
  readonly focusEvents: boolean;
  /** Pushed entries of the kitty keyboard protocol. */
  readonly keyboardProtocols: number;
}

/** A terminal as a shell leaves it. */
export const plainModes: TerminalModes = {
  alternateScreen: false,
  cursorVisible: true,
  bracketedPaste: false,
  applicationCursorKeys: false,
  mouse: false,
  focusEvents: false,
  keyboardProtocols: 0,
};

/** What the program writes first when the window rests. */
const wholeScreen = '\x1b[H\x1b[J';

type Wanted = string | RegExp | ((lines: readonly string[]) => boolean);

export interface Terminal extends Pick<PseudoTerminal, 'pid' | 'settingsBefore' | 'settings' | 'hangUp'> {
  /** Rows of text without the blanks at their ends. */
  screen(): string[];
  /** Resolves with the screen as soon as it has the text; rejects with the last frame when the time is over or the program has ended. */
  until(wanted: Wanted, milliseconds?: number): Promise<string[]>;
  /** Keys by name, several in one chunk; any other text is itself. */
  press(...keys: (Key | (string & {}))[]): void;
  type(text: string): void;
  /** As a terminal pastes: between brackets where the program asked for them. */
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  /** Whether the program has written its whole screen anew since then. */
  isRepainted(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** Everything the program wrote. */
  bytes(): string;
  modes(): TerminalModes;
  /** Frames with a row that the terminal had to wrap; what was on its way when the window changed is none of them. */
  readonly wrapped: readonly string[];
  /** Exit code, 128 + the number of the signal that killed it; everything it wrote is on the screen. */
  readonly ended: Promise<number>;
  /** Gives the terminal back; kills the program where it still runs. */
  close(): Promise<void>;
}

/** Starts the built program in a real pseudo-terminal of 80×24 and shows what it writes as a person would see it. */
export const openTerminal = async (
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<Terminal> => {
  const {columns = 80, rows = 24} = options;
  const pseudo = await openPseudoTerminal({
    columns,
    rows,
    command: options.command ?? [process.execPath, script, ...args],
    environment: {...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.environment},
    workingFolder: options.workingFolder,
  });
  const terminal = new headless.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
  const drained = Promise.withResolvers<void>();
  terminal.onData(pseudo.write);
  terminal.parser.registerOscHandler(overMark, () => {
    drained.resolve();
    return true;
  });
  const looks = new Set<() => void>();
  /** How much of what was written is on the screen. */
  let parsed = 0;
  const wrapped: string[] = [];
  let written = '';
  let isOver = false;
  /** Since when the screen of another window is awaited: the place in what was written; null where none is. */
  let resizedAt: number | null = null;

  const lineAt = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const screen = (): string[] =>
    Array.from({length: terminal.rows}, (_, row) => lineAt(row)?.translateToString(true) ?? '');
  const look = (): void => {
    if (terminal.modes.synchronizedOutputMode) {
      return;
    }
    const isAlternate = terminal.buffer.active.type === 'alternate';
    const isWrapped = isAlternate && screen().some((_, row) => lineAt(row)?.isWrapped);
    // Frames of the old size, whole ones too, may be on their way until one fits the new.
    if (resizedAt !== null && !isWrapped && written.slice(0, parsed).includes(wholeScreen, resizedAt)) {
      resizedAt = null;
    }
    if (isWrapped && resizedAt === null) {
      wrapped.push(screen().join('\n'));
    }
    for (const one of looks) {
      one();
    }
  };
  pseudo.output.setEncoding('utf8').on('data', (chunk: string) => {
    written += chunk;
    const end = written.length;
    terminal.write(chunk, () => {
      parsed = end;
      look();
    });
  });
  pseudo.output.once('close', () => terminal.write('', () => drained.resolve()));
  const ended = Promise.all([pseudo.code, drained.promise]).then(([code]) => {
    isOver = true;
    return code;
  });

  const holds = (wanted: Wanted, lines: readonly string[]): boolean =>
    typeof wanted === 'function'
      ? wanted(lines)
      : typeof wanted === 'string'
        ? lines.join('\n').includes(wanted)
        : wanted.test(lines.join('\n'));

  return {
    ...pseudo,
    screen,
    wrapped,
    ended,
    until: (wanted, milliseconds = 30_000) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          looks.delete(one);
        };
        const fail = (why: string): void => {
          stop();
          reject(new Error(`${why} before ${wanted} was seen:\n${screen().join('\n')}`));
        };
        const one = (): void => {
          const lines = screen();
          if (holds(wanted, lines)) {
            stop();
            resolve(lines);
          }
        };
        const timer = setTimeout(() => fail(`${milliseconds} ms passed`), milliseconds);
        looks.add(one);
        look();
        void ended.then(code => looks.has(one) && fail(`It ended with ${code}`));
      }),
    press: (...keys) => pseudo.write(keys.map(bytesOf).join('')),
    type: pseudo.write,
    paste: text => pseudo.write(terminal.modes.bracketedPasteMode ? `\x1b[200~${text}\x1b[201~` : text),
    resize(newColumns, newRows) {
      resizedAt = written.length;
      terminal.resize(newColumns, newRows);
      pseudo.resize(newColumns, newRows);
    },
    isRepainted: () => resizedAt === null,
    kill: signal => {
      process.kill(pseudo.pid, signal);
    },
    bytes: () => written.replace(`\x1b]${overMark};\x07`, ''),
    modes: () => ({
      alternateScreen: terminal.buffer.active.type === 'alternate',
      cursorVisible: written.lastIndexOf('\x1b[?25h') >= written.lastIndexOf('\x1b[?25l'),
      bracketedPaste: terminal.modes.bracketedPasteMode,
      applicationCursorKeys: terminal.modes.applicationCursorKeysMode,
      mouse: terminal.modes.mouseTrackingMode !== 'none',
      focusEvents: terminal.modes.sendFocusMode,
      keyboardProtocols: [...written.matchAll(/\x1b\[([<>])[0-9;]*u/g)].reduce(
        (count, [, sign]) => Math.max(0, count + (sign === '>' ? 1 : -1)),
        0,
      ),
    }),
    async close() {
      if (!isOver) {
        process.kill(pseudo.pid, 'SIGKILL');
        await ended;
      }
      await pseudo.release();
    },
  };
};
