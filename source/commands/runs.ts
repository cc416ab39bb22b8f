import {type ExitCode, exitCodes, messageOf} from '../errors.js';
import {type Journal, parseJournal} from '../report/journal.js';
import {journalPath, keptRuns, readJournalText} from '../report/journal-file.js';
import {type RunRecord, runRecordOf, runsTable} from '../report/run-record.js';
import {type Output, printResult, type Streams, say} from './streams.js';
import {isAlive, thisPlace} from './this-driver.js';

export interface RunsOptions {
  readonly output: Output;
}

/** Lists the runs of which something is kept, the newest first. */
export const runs = async ({output}: RunsOptions, streams: Streams): Promise<ExitCode> => {
  const found: RunRecord[] = [];
  for (const name of keptRuns()) {
    const text = readJournalText(name);
    if (text !== undefined) {
      try {
        const journal = parseJournal(text, journalPath(name));
        found.push(runRecordOf(journal, isRunning(journal)));
      } catch (error) {
        say(streams, messageOf(error));
      }
    }
  }
  if (output === 'json') {
    printResult(streams, {type: 'runs', runs: found});
  } else {
    for (const line of runsTable(found)) {
      streams.stdout.write(`${line}\n`);
    }
  }
  return exitCodes.done;
};

const isRunning = ({beginning: {bootId, pid, startTime}}: Journal): boolean =>
  bootId === thisPlace().bootId && isAlive(pid, startTime);
