import {execFileSync, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';

export interface PseudoTerminal {
  readonly pid: number;
  /** The settings before the program began, as `stty -g` says them. */
  readonly settingsBefore: string;
  readonly output: Readable;
  write(text: string): void;
  settings(): string;
  /** Sets the size; the kernel tells the program. */
  resize(columns: number, rows: number): void;
  /** Exit code, 128 + the number of the signal that killed it; 129 where the terminal was closed first. */
  readonly code: Promise<number>;
  /** Closes the terminal's own side, as a dropped connection does. */
  hangUp(): void;
  /** Lets the shell end; resolves when the terminal is gone. */
  release(): Promise<void>;
}

/** An operating system command that no terminal knows: after it there is no more of the program's output. */
export const overMark = 7770;

const quoted = (words: readonly string[]): string =>
  words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

/** Like a shell at its prompt: outlives the signals of its terminal, keeps it open until it is told, and tells over a line of its own. */
const shell = (columns: number, rows: number, command: readonly string[]): string =>
  [
    `trap : INT HUP TERM QUIT`,
    `stty rows ${rows} cols ${columns}`,
    // Before the program begins, because it changes them at once.
    `echo tty $(tty) $(stty -g) >&3`,
    `sh -c 'echo pid $$ >&3; exec "$@" 3>&- 4>&-' sh ${quoted(command)}`,
    `echo code $? >&3`,
    `printf '\\033]${overMark};\\007'`,
    `read _ <&4`,
  ].join('\n');

const stty = (tty: string, ...args: string[]): string =>
  execFileSync('stty', ['-F', tty, ...args], {encoding: 'utf8'}).trim();

/** Starts a command under util-linux' `script`. */
export const openPseudoTerminal = async (options: {
  readonly columns: number;
  readonly rows: number;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string | undefined;
}): Promise<PseudoTerminal> => {
  const {columns, rows, command, environment, workingFolder} = options;
  const child = spawn('script', ['-qefc', shell(columns, rows, command), '/dev/null'], {
    env: {...environment, SHELL: '/bin/sh'},
    cwd: workingFolder,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'],
  });
  const [keys, output, , line, releasing] = child.stdio as [Writable, Readable, null, Readable, Writable];
  keys.on('error', () => {});
  releasing.on('error', () => {});
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()));

  const began = Promise.withResolvers<number>();
  const code = Promise.withResolvers<number>();
  let [tty, settingsBefore, heard] = ['', '', ''];
  line.on('data', (chunk: Buffer) => {
    heard += chunk;
    const lines = heard.split('\n');
    heard = lines.pop() ?? '';
    for (const [name, value = '', settings = ''] of lines.map(one => one.split(' '))) {
      if (name === 'tty') {
        tty = value;
        settingsBefore = settings;
      } else {
        (name === 'pid' ? began : code).resolve(Number(value));
      }
    }
  });
  void closed.then(() => {
    began.reject(new Error(`The terminal closed before ${command.join(' ')} began.`));
    code.resolve(129);
  });

  return {
    pid: await began.promise,
    settingsBefore,
    output,
    write: text => {
      keys.write(text);
    },
    settings: () => stty(tty, '-g'),
    resize: (newColumns, newRows) => {
      stty(tty, 'rows', String(newRows), 'cols', String(newColumns));
    },
    code: code.promise,
    hangUp: () => {
      child.kill('SIGKILL');
    },
    async release() {
      releasing.write('\n');
      keys.end();
      await closed;
    },
  };
};
