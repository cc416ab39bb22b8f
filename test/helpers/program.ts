import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const script = fileURLToPath(new URL('../../dist/genestack.js', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it wrote to stderr so far. */
  said(): string;
  /** Resolves when a line of stdout fits. */
  line(fits: (line: string) => boolean): Promise<string>;
}

/** A state folder of its own, so that no test meets another's rehearsal; the cache of servers is shared. */
export const stateFolder = () => {
  const state = mkdtempSync(path.join(tmpdir(), 'genestack-state-'));
  return {state, remove: () => rmSync(state, {recursive: true, force: true})};
};

/** Starts the built program as a person would, without a terminal. */
export const start = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  program: readonly string[] = [process.execPath, script],
): Running => {
  const [file = '', ...first] = program;
  const child = spawn(file, [...first, ...args], {
    // What a run remembers is a test's own, too.
    env: {
      ...process.env,
      ...(environment.XDG_STATE_HOME !== undefined && {XDG_CONFIG_HOME: environment.XDG_STATE_HOME}),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', chunk => {
    stdout += chunk;
    for (const listener of listeners) {
      listener();
    }
  });
  child.stderr?.setEncoding('utf8').on('data', chunk => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>(resolve => {
    child.on('close', exitCode => resolve({exitCode, stdout, stderr}));
  });
  return {
    child,
    ended,
    said: () => stderr,
    line: fits =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout.split('\n').slice(0, -1).find(fits);
          if (found !== undefined) {
            listeners.delete(look);
            resolve(found);
          }
        };
        listeners.add(look);
        look();
        void ended.then(({stderr: said}) => reject(new Error(`it ended first: ${said}`)));
      }),
  };
};

export const genestack = (
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Ended> => start(args, environment).ended;

/** The JSON lines of a stdout. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails on anything else.
export const records = ({stdout}: Ended): any[] =>
  stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
