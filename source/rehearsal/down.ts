import {existsSync, rmdirSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Environment} from '../base-folders.js';
import {processNames} from './deaths.js';
import {checkName, rehearsalFolder} from './folders.js';
import {type LockOptions, withLock} from './lock.js';
import {endProcesses, isRunning, readMark, runningIn} from './processes.js';
import {type RehearsalRecord, readStored, recordOf} from './record.js';
import {diskTrouble} from './servers.js';

/**
 * Ends every process of the rehearsal and removes every file of it; a half-made one too, and nothing where there is
 * none. The record tells what it was.
 *
 * @throws {GenestackError} GS-REH-01 for a name that cannot be one, GS-REH-10 and 11 for what cannot be removed or ended.
 */
export const down = async (
  name: string,
  environment: Environment,
  options: LockOptions = {},
): Promise<RehearsalRecord> => {
  checkName(name);
  const dir = rehearsalFolder(environment, name);
  return withLock(
    dir,
    async () => {
      const record = recordOf(environment, name, readStored(dir), 'down');
      const remembered = processNames.map(process => readMark(dir, process)).filter(isRunning);
      await endProcesses([...remembered, ...runningIn(dir)]);
      try {
        if (existsSync(dir)) rmSync(dir, {recursive: true, force: true, maxRetries: 3});
      } catch (error) {
        throw diskTrouble(error, dir);
      }
      for (const folder of [dirname(dir), dirname(dirname(dir))]) removeEmpty(folder);
      return record;
    },
    options,
  );
};

const removeEmpty = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch {
    // Another rehearsal lives in it, or it was never made.
  }
};
