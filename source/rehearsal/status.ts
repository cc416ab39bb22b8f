import type {Environment} from '../base-folders.js';
import {deadIn, deathOf, type ProcessName, processesOf} from './deaths.js';
import {checkName, rehearsalFolder} from './folders.js';
import {isRunning, readMark} from './processes.js';
import {type RehearsalRecord, readStored, recordOf} from './record.js';

/** One process of a rehearsal; `problem` is the sentence about a dead one, with its last log lines. */
export interface ProcessStatus {
  readonly name: ProcessName;
  readonly pid: number | undefined;
  readonly problem: string | undefined;
}

/**
 * What runs of the rehearsal: `up` only when all of it does. Nothing is started or changed.
 *
 * @throws {GenestackError} GS-REH-01 for a name that cannot be one.
 */
export const status = (name: string, environment: Environment): RehearsalRecord => {
  checkName(name);
  const dir = rehearsalFolder(environment, name);
  const stored = readStored(dir);
  const isUp = stored?.complete === true && deadIn(dir, processesOf(stored)).length === 0;
  return recordOf(environment, name, stored, isUp ? 'up' : 'down');
};

/** Every process by name, none where nothing was ever started under this name. */
export const processStatus = (name: string, environment: Environment): ProcessStatus[] => {
  checkName(name);
  const dir = rehearsalFolder(environment, name);
  const stored = readStored(dir);
  if (stored === undefined) return [];
  return processesOf(stored).map(process => {
    const mark = readMark(dir, process);
    return isRunning(mark)
      ? {name: process, pid: mark.pid, problem: undefined}
      : {name: process, pid: undefined, problem: deathOf(dir, process).message};
  });
};
