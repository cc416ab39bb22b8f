import {existsSync, fstatSync, readSync} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';
import {execa, type Options} from 'execa';
import {sanitise} from '../cluster/sanitise.js';
import {GenestackError} from '../errors.js';
import {namelessFile} from './private-folder.js';
import type {Redactor} from './redact.js';

export interface RunOptions {
  /** Given on stdin; the only way in for anything secret. */
  readonly input?: string | undefined;
  readonly cwd?: string;
  /** Beside what is inherited; never anything secret. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborting sends SIGTERM, and SIGKILL only when the grace has passed. */
  readonly signal?: AbortSignal | undefined;
  /** Lines of both streams as they come, redacted. */
  onLine?: ((line: string) => void) | undefined;
  /** Hears its pid as soon as it has one. */
  onSpawn?: ((pid: number) => void) | undefined;
}

export interface ToolResult {
  readonly exitCode: number;
  /** As it came: data, not to be shown. */
  readonly stdout: string;
  /** Redacted, and without anything that a terminal obeys. */
  readonly stderr: string;
}

export interface Tool {
  /**
   * Runs it to its end, whatever the exit code.
   *
   * @throws the signal's reason when aborted; GenestackError where the program cannot be started, is ended by a signal or says too much.
   */
  run(args: readonly string[], options?: RunOptions): Promise<ToolResult>;
}

export interface ToolSettings {
  /** As a person calls it. */
  readonly name: string;
  readonly file: string;
  /** Of the error that it cannot be started or says too much. */
  readonly code: `GS-${string}`;
  /** Of the error that a signal ended it that is not from here. */
  readonly killedCode: `GS-${string}`;
  readonly redactor: Redactor;
  /** It is told to end when this process dies, and writes to nameless files, so that no broken pipe ends it on its way out. */
  readonly outlives?: boolean;
  readonly graceMilliseconds?: number;
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(path => existsSync(path));
const maxOutput = 256 * 1024 * 1024;
/** Characters of what a program says on stderr. */
const longestWords = 1_000_000;
const pollMilliseconds = 200;

/** What would steer the tool from outside or tell it of another cluster. */
const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !/^(HELM_|KUBECONFIG$)/.test(entry[0]),
    ),
  );

/** Hands on whole lines of a growing text, redacted. */
const lineSplitter = (redactor: Redactor, onLine: (line: string) => void) => {
  const stream = redactor.stream();
  let rest = '';
  const take = (text: string): void => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
  return {
    push: (chunk: string): void => take(stream.push(chunk)),
    end: (): void => {
      take(stream.end());
      if (rest !== '') onLine(rest);
    },
  };
};

/** Reads what was appended since the last call. */
const tail = (fd: number, take: (text: string) => void) => {
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(64 * 1024);
  let position = 0;
  return (): void => {
    for (;;) {
      const count = readSync(fd, chunk, 0, chunk.length, position);
      if (count === 0) return;
      position += count;
      take(decoder.write(chunk.subarray(0, count)));
    }
  };
};

const contentOf = (fd: number): string => {
  const content = Buffer.alloc(Math.min(fstatSync(fd).size, maxOutput));
  const count = readSync(fd, content, 0, content.length, 0);
  return content.toString('utf8', 0, count);
};

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program in front of which `setpriv` asks the kernel for SIGTERM when this process dies. */
const command = ({file, outlives}: ToolSettings, args: readonly string[]): [string, string[]] =>
  outlives && setpriv !== undefined ? [setpriv, ['--pdeathsig', 'TERM', file, ...args]] : [file, [...args]];

const execaOptions = (settings: ToolSettings, options: RunOptions) =>
  ({
    ...(options.cwd !== undefined && {cwd: options.cwd}),
    ...(options.input === undefined ? {stdin: 'ignore'} : {input: options.input}),
    ...(options.signal !== undefined && {cancelSignal: options.signal}),
    env: {...inherited(), ...options.env},
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: maxOutput,
    forceKillAfterDelay: settings.graceMilliseconds ?? 5000,
  }) as const satisfies Options;

const runPiped = async (
  settings: ToolSettings,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> => {
  const child = execa(settings.file, args, execaOptions(settings, options));
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  const {onLine} = options;
  const splitters = [child.stdout, child.stderr].map(stream => {
    if (onLine === undefined) return undefined;
    const splitter = lineSplitter(settings.redactor, onLine);
    const decoder = new StringDecoder('utf8');
    stream.on('data', (chunk: Buffer) => splitter.push(decoder.write(chunk)));
    return splitter;
  });
  const ended = await child;
  for (const splitter of splitters) splitter?.end();
  return ended;
};

const runOnFiles = async (
  settings: ToolSettings,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> => {
  const stdout = namelessFile();
  const stderr = namelessFile();
  try {
    const {onLine} = options;
    const followed = [stdout, stderr].map(({fd}) => {
      if (onLine === undefined) return undefined;
      const splitter = lineSplitter(settings.redactor, onLine);
      return {read: tail(fd, splitter.push), end: splitter.end};
    });
    const [file, all] = command(settings, args);
    const child = execa(file, all, {
      ...execaOptions(settings, options),
      // Its types know the numbers up to 9 only.
      stdout: stdout.fd as 1,
      stderr: stderr.fd as 2,
      detached: true,
      cleanup: false,
    });
    if (child.pid !== undefined) options.onSpawn?.(child.pid);
    const timer = setInterval(() => {
      for (const follower of followed) follower?.read();
    }, pollMilliseconds);
    const ended = await child.finally(() => clearInterval(timer));
    for (const follower of followed) {
      follower?.read();
      follower?.end();
    }
    return {
      exitCode: ended.exitCode,
      signal: ended.signal,
      code: ended.code,
      isMaxBuffer: false,
      stdout: contentOf(stdout.fd),
      stderr: contentOf(stderr.fd),
    };
  } finally {
    stdout.close();
    stderr.close();
  }
};

const failureOf = ({name, file, code, killedCode}: ToolSettings, ended: Ended): GenestackError => {
  if (ended.isMaxBuffer)
    return new GenestackError(
      code,
      `${name} wrote more than ${maxOutput / 1024 / 1024} MiB.`,
      'Look at what it was given.',
    );
  if (ended.signal !== undefined)
    return new GenestackError(
      killedCode,
      `${name} was ended by ${ended.signal}.`,
      'If nobody did that, the machine may be short of memory: look for "oom-kill" in "journalctl -k" or "dmesg". Then run it again: it goes on from what is there.',
    );
  return new GenestackError(
    code,
    `${name} cannot be started from ${file} (${ended.code ?? 'unknown reason'}).`,
    `Install ${name}, or look whether that file may be executed.`,
  );
};

/** Every program that is started goes through here. */
export const tool = (settings: ToolSettings): Tool => ({
  async run(args, options = {}) {
    options.signal?.throwIfAborted();
    const ended = await (settings.outlives ? runOnFiles : runPiped)(settings, args, options);
    if (ended.exitCode !== 0) options.signal?.throwIfAborted();
    if (ended.exitCode === undefined || ended.isMaxBuffer) throw failureOf(settings, ended);
    return {
      exitCode: ended.exitCode,
      stdout: ended.stdout,
      // It may quote what a chart or the cluster says, and is shown and kept.
      stderr: sanitise(settings.redactor.text(ended.stderr), longestWords),
    };
  },
});
