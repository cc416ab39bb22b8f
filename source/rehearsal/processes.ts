import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Environment} from '../base-folders.js';
import {GenestackError, messageOf} from '../errors.js';

/** A process as it is remembered: a pid alone may belong to another after a while, or after a reboot. */
export interface ProcessMark {
  readonly name: string;
  readonly pid: number;
  /** Ticks since boot, field 22 of /proc/PID/stat. */
  readonly started: string;
  readonly boot: string;
}

export interface Command {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
}

/** Every process of a rehearsal carries its folder in this variable, so that none is lost to an ill-timed kill. */
const markVariable = 'GENESTACK_REHEARSAL_DIR';

/**
 * Starts the command in a session of its own, its output in `logs/NAME.log`, and remembers it in `processes/NAME.json`.
 *
 * @throws {GenestackError} GS-REH-06 when it cannot be started at all.
 */
export const startProcess = async (
  dir: string,
  {name, path, args}: Command,
  environment: Environment,
): Promise<ProcessMark> => {
  const log = openSync(logFile(dir, name), 'a', 0o600);
  // Nothing else of the environment: etcd takes any ETCD_… for an option.
  const {PATH, HOME} = environment;
  const env = {...(PATH && {PATH}), ...(HOME && {HOME}), [markVariable]: dir};
  const child = spawn(path, args, {cwd: dir, detached: true, stdio: ['ignore', log, log], env});
  closeSync(log);
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new GenestackError(
      'GS-REH-06',
      `${name} cannot be started: ${messageOf(error)}`,
      `Look at ${path}; remove the folder it lies in to have it built anew.`,
    );
  }
  const mark = {name, pid: child.pid, started: statOf(child.pid)?.started ?? '', boot: bootId()};
  writeFileSync(markFile(dir, name), JSON.stringify(mark), {mode: 0o600});
  child.unref();
  return mark;
};

export const logFile = (dir: string, name: string): string => join(dir, 'logs', `${name}.log`);
const markFile = (dir: string, name: string): string => join(dir, 'processes', `${name}.json`);

/** The remembered process; undefined where none was started, or what was written about it is not whole. */
export const readMark = (dir: string, name: string): ProcessMark | undefined => {
  try {
    return JSON.parse(readFileSync(markFile(dir, name), 'utf8')) as ProcessMark;
  } catch {
    return;
  }
};

/** Whether it is still that very process, and not one that only waits to be reaped. */
export const isRunning = (mark: ProcessMark | undefined): mark is ProcessMark => {
  if (mark === undefined || mark.boot !== bootId()) return false;
  const stat = statOf(mark.pid);
  return stat !== undefined && stat.started === mark.started && !'ZX'.includes(stat.state);
};

/** All processes that were started for this rehearsal and run, remembered or not. */
export const runningIn = (dir: string): ProcessMark[] =>
  readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .flatMap(entry => {
      if (!isMarked(entry, dir)) return [];
      const stat = statOf(Number(entry));
      if (stat === undefined || 'ZX'.includes(stat.state)) return [];
      return [{name: stat.command, pid: Number(entry), started: stat.started, boot: bootId()}];
    });

/**
 * Ends the processes at once and waits until they are gone. Nothing of them is kept afterwards, or what they
 * write (etcd's log of changes) is made for a sudden end.
 *
 * @throws {GenestackError} GS-REH-11 when one cannot be ended.
 */
export const endProcesses = async (marks: readonly ProcessMark[]): Promise<void> => {
  const left = new Set(marks.filter(isRunning));
  for (const {pid} of left) kill(pid);
  for (let tries = 0; left.size > 0; tries += 1) {
    for (const mark of left) if (!isRunning(mark)) left.delete(mark);
    if (left.size === 0) return;
    if (tries > 500) {
      const names = [...left].map(({name, pid}) => `${name} (process ${pid})`).join(', ');
      throw new GenestackError('GS-REH-11', `${names} cannot be ended`, 'End it by hand, then try again.');
    }
    await sleep(20);
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

const isMarked = (pid: string, dir: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${markVariable}=${dir}`);
  } catch {
    return false;
  }
};

const statOf = (pid: number): {command: string; state: string; started: string} | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    return {
      command: text.slice(text.indexOf('(') + 1, end),
      state: fields[0] ?? '',
      started: fields[19] ?? '',
    };
  } catch {
    return;
  }
};

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
