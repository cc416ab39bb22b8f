import {readdirSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';

/** A process that carries a folder of the test in its environment or arguments. */
export interface Trace {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** `program` is ours, whatever it does; `other` what it started beside helm. */
  readonly kind: 'program' | 'helm' | 'other';
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

const kindOf = (args: readonly string[]): Trace['kind'] => {
  if (basename(args[0] ?? '') === 'helm') return 'helm';
  return args.some(arg => arg.endsWith('/genestack.js')) ? 'program' : 'other';
};

/** Field 3 and 4 of /proc/PID/stat, behind the name, which may hold spaces. */
const statOf = (pid: string): string[] =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');

/** Every living process of a folder, but for the test itself; one that only waits to be reaped is none. */
export const tracesOf = (folder: string): Trace[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap(name => {
      const args = read(`/proc/${name}/cmdline`);
      if (!args.includes(folder) && !read(`/proc/${name}/environ`).includes(folder)) return [];
      const [state, parent] = statOf(name);
      if (state === undefined || state === '' || state === 'Z') return [];
      const words = args.split('\0');
      return [
        {pid: Number(name), parent: Number(parent), command: words.join(' ').trim(), kind: kindOf(words)},
      ];
    });

/** Kills without minding what has ended by itself. @returns whether there was something to kill. */
export const kill = (pid: number, signal: NodeJS.Signals = 'SIGKILL'): boolean => {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
};

/** The process that drives, as far as it was started: screens and readers of lines only follow it. */
export const engineOf = (folder: string): number | undefined =>
  tracesOf(folder).find(({kind, command}) => kind === 'program' && /genestack\.js engine /.test(command))
    ?.pid;

/** Looks without a trace after which nothing is left: between fork and exec a process shows no folder. */
const emptyLooks = 3;

/** Everything of a folder at once, as a power cut takes it: again until nothing is left that was just being started. */
export const killTree = async (folder: string): Promise<void> => {
  for (let empty = 0; empty < emptyLooks; ) {
    const traces = tracesOf(folder);
    for (const {pid} of traces) kill(pid);
    empty = traces.length === 0 ? empty + 1 : 0;
    await sleep(10);
  }
};
