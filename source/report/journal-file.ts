import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Environment, stateFolder} from '../base-folders.js';
import {type Disk, realDisk} from '../disk.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {makeOwnFolder} from '../settings/own-folder.js';
import type {JournalRecord} from './journal.js';
import {runFolder} from './receipt-file.js';

/** Runs that are kept; older ones are removed when a new one begins. */
const mostRuns = 50;
/** Bytes after which what helm says is no longer written: steps and their ends always are. */
const mostBytes = 64 * 1024 * 1024;

export interface JournalFile {
  readonly path: string;
  /** Appends one line; never throws, since a full disk must not end an install. */
  write(record: JournalRecord): void;
  /** As `write`, and it is on the disk when this returns. */
  writeThrough(record: JournalRecord): void;
  close(): void;
}

export const journalPath = (run: string, environment: Environment = process.env): string =>
  join(runFolder(run, environment), 'journal.jsonl');

/**
 * A name for a run that no other has: when it began, to the second, and a number where two began in the same. Its folder is made;
 * where that cannot be, the name stands all the same, and whoever writes there says why it does not go.
 */
export const nameRun = (now: Date, environment: Environment = process.env): string => {
  const first = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  for (let number = 1; ; number++) {
    const name = number === 1 ? first : `${first}-${number}`;
    const folder = runFolder(name, environment);
    try {
      makeOwnFolder(dirname(folder), stateFolder(environment));
      mkdirSync(folder, {mode: 0o700});
      return name;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') {
        return name;
      }
    }
  }
};

/** Gives the name of a run back that did not begin. */
export const dropRun = (run: string, environment: Environment = process.env): void => {
  try {
    rmdirSync(runFolder(run, environment));
  } catch {
    // What is in it, or not there, may stay so.
  }
};

/**
 * Opens the journal of a new run, mode 0600 in a folder of 0700, and removes the oldest runs.
 * @param onTrouble is told once, with a GenestackError GS-RUN-03, when it can no longer be written.
 */
export const openJournal = (
  run: string,
  onTrouble: (error: GenestackError) => void,
  environment: Environment = process.env,
  disk: Disk = realDisk,
): JournalFile => {
  const path = journalPath(run, environment);
  let file: number | undefined;
  let bytes = 0;
  const trouble = (thrown: unknown): void => {
    close();
    onTrouble(
      new GenestackError(
        'GS-RUN-03',
        `The journal ${path} was to be written and could not be: ${messageOf(thrown)}. The run goes on without it.`,
        'Make room, mend the folder, or point XDG_STATE_HOME to one of yours, before the next run.',
        exitCodes.failed,
        {cause: thrown},
      ),
    );
  };
  const close = (): void => {
    if (file !== undefined) {
      closeSync(file);
      file = undefined;
    }
  };
  const append = (record: JournalRecord, sync: boolean): void => {
    if (file === undefined || (record.type === 'tool-line' && bytes > mostBytes)) {
      return;
    }
    try {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      disk.write(file, line);
      bytes += line.length;
      if (sync) {
        disk.sync(file);
      }
    } catch (thrown) {
      trouble(thrown);
    }
  };
  try {
    const folder = dirname(path);
    makeOwnFolder(folder, stateFolder(environment));
    removeOldest(dirname(folder), run);
    const {O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY} = constants;
    file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    // The run's own folder is as new as what is in it.
    disk.syncFolder(folder);
    disk.syncFolder(dirname(folder));
  } catch (thrown) {
    trouble(thrown);
  }
  return {
    path,
    write: record => append(record, false),
    writeThrough: record => append(record, true),
    close,
  };
};

const named = /^\d{4}-\d\d-\d\d-\d{6}(-\d+)?$/;

/** Names of the runs of which something is kept, newest first. */
export const keptRuns = (environment: Environment = process.env): string[] =>
  runsIn(dirname(runFolder('x', environment)));

const runsIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter(name => named.test(name))
      .sort()
      .reverse();
  } catch {
    return [];
  }
};

const removeOldest = (folder: string, present: string): void => {
  for (const name of runsIn(folder)
    .filter(name => name !== present)
    .slice(mostRuns - 1)) {
    rmSync(join(folder, name), {recursive: true, force: true});
  }
};

/** The text of a run's journal; undefined where it has none. */
export const readJournalText = (run: string, environment: Environment = process.env): string | undefined => {
  try {
    return readFileSync(journalPath(run, environment), 'utf8');
  } catch {
    return undefined;
  }
};
