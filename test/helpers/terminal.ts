import {execFileSync, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import headless from '@xterm/headless';
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

type Wanted = string | RegExp | ((lines: readonly string[]) => boolean);

export interface Terminal {
  /** Rows of text without the blanks at their ends. */
  screen(): string[];
  /** Resolves with the screen as soon as it has the text; rejects with the last frame when the time is over or the program has ended. */
  until(wanted: Wanted, milliseconds?: number): Promise<string[]>;
  /** Keys one after another in one chunk. */
  press(...keys: (Key | (string & {}))[]): void;
  type(text: string): void;
  /** As a terminal pastes: between brackets where the program asked for them. */
  paste(text: string): void;
  resize(columns: number, rows: number): void;
  kill(signal: NodeJS.Signals): void;
  /** Closes the terminal's own side, as a dropped connection does. */
  hangUp(): void;
  /** Everything the program wrote. */
  bytes(): string;
  /** The settings of the line, as `stty -g` says them. */
  settings(): string;
  modes(): TerminalModes;
  /** Frames with a row that the terminal had to wrap. */
  readonly wrapped: readonly string[];
  readonly pid: number;
  /** The settings before the program began. */
  readonly settingsBefore: string;
  /** Exit code, 128 + the number of the signal that killed it. */
  readonly ended: Promise<number>;
  /** Gives the terminal back; the program too where it still runs. */
  close(): Promise<void>;
}

/** An operating system command that no terminal knows: after it there is no more of the program's output. */
const overMark = 7770;

const quoted = (words: readonly string[]): string =>
  words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

/** Like a shell at its prompt: outlives the signals of its terminal, keeps it open until it is told, and tells over a line of its own. */
const shell = (columns: number, rows: number, command: readonly string[]): string =>
  [
    `trap : INT HUP TERM QUIT`,
    `stty rows ${rows} cols ${columns}`,
    `echo tty $(tty) >&3`,
    `sh -c 'echo pid $$ >&3; exec "$@" 3>&- 4>&-' sh ${quoted(command)}`,
    `echo code $? >&3`,
    `printf '\\033]${overMark};\\007'`,
    `read _ <&4`,
  ].join('\n');

const stty = (tty: string, ...args: string[]): string =>
  execFileSync('stty', ['-F', tty, ...args], {encoding: 'utf8'}).trim();

/** Starts the built program in a real pseudo-terminal of 80×24 and shows what it writes as a person would see it. */
export const openTerminal = async (
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<Terminal> => {
  const {columns = 80, rows = 24} = options;
  const command = options.command ?? [process.execPath, script, ...args];
  const env = {...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.environment};
  const child = spawn('script', ['-qefc', shell(columns, rows, command), '/dev/null'], {
    env: {...env, SHELL: '/bin/sh'},
    cwd: options.workingFolder,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()));
  const [keys, output, , line, release] = child.stdio as [Writable, Readable, null, Readable, Writable];
  keys.on('error', () => {});
  release.on('error', () => {});

  const terminal = new headless.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
  terminal.onData(answer => keys.write(answer));
  terminal.parser.registerOscHandler(overMark, () => {
    drained.resolve();
    return true;
  });
  const drained = Promise.withResolvers<void>();
  const looks = new Set<() => void>();
  const wrapped: string[] = [];
  let written = '';
  let isOver = false;

  const screen = (): string[] =>
    Array.from(
      {length: terminal.rows},
      (_, row) =>
        terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)?.translateToString(true) ?? '',
    );
  const look = (): void => {
    if (terminal.modes.synchronizedOutputMode) {
      return;
    }
    const {active} = terminal.buffer;
    const isWrapped = (row: number): boolean => active.getLine(row)?.isWrapped === true;
    if (active.type === 'alternate' && Array.from({length: terminal.rows}, (_, row) => row).some(isWrapped)) {
      wrapped.push(screen().join('\n'));
    }
    for (const one of looks) {
      one();
    }
  };
  output.setEncoding('utf8').on('data', (chunk: string) => {
    written += chunk;
    terminal.write(chunk, look);
  });

  const told = Promise.withResolvers<{tty: string; pid: number}>();
  const ended = Promise.withResolvers<number>();
  let [tty, heard] = ['', ''];
  let settingsBefore = '';
  line.on('data', (chunk: Buffer) => {
    heard += chunk;
    const lines = heard.split('\n');
    heard = lines.pop() ?? '';
    for (const [name, value = ''] of lines.map(line => line.split(' '))) {
      if (name === 'tty') {
        tty = value;
        settingsBefore = stty(tty, '-g');
      } else if (name === 'pid') {
        told.resolve({tty, pid: Number(value)});
      } else {
        void drained.promise.then(() => ended.resolve(Number(value)));
      }
    }
  });
  void closed.then(() => {
    told.reject(new Error(`The terminal did not open: ${written}`));
    drained.resolve();
    ended.resolve(129);
  });
  void ended.promise.then(() => {
    isOver = true;
    look();
  });
  const {pid} = await told.promise;

  const send = (text: string): void => {
    keys.write(text);
  };
  const holds = (wanted: Wanted, lines: readonly string[]): boolean =>
    typeof wanted === 'function'
      ? wanted(lines)
      : typeof wanted === 'string'
        ? lines.join('\n').includes(wanted)
        : wanted.test(lines.join('\n'));

  return {
    screen,
    wrapped,
    pid,
    settingsBefore,
    ended: ended.promise,
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
        void ended.promise.then(code =>
          terminal.write('', () => looks.has(one) && fail(`It ended with ${code}`)),
        );
      }),
    press: (...pressed) => send(pressed.map(bytesOf).join('')),
    type: send,
    paste: text => send(terminal.modes.bracketedPasteMode ? `\x1b[200~${text}\x1b[201~` : text),
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      stty(tty, 'rows', String(newRows), 'cols', String(newColumns));
    },
    kill: signal => {
      process.kill(pid, signal);
    },
    hangUp: () => {
      child.kill('SIGKILL');
    },
    bytes: () => written.replace(`\x1b]${overMark};\x07`, ''),
    settings: () => stty(tty, '-g'),
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
        process.kill(pid, 'SIGKILL');
        await ended.promise;
      }
      release.write('\n');
      keys.end();
      await closed;
      terminal.dispose();
    },
  };
};
