import {exitCodes, GenestackError} from '../errors.js';
import {quoted} from '../profile/problem.js';
import {type Journal, parseJournal, stateOf} from '../report/journal.js';
import {journalPath, keptRuns, readJournalText} from '../report/journal-file.js';
import {receiptFiles} from '../report/receipt-file.js';
import type {Ending} from './listener.js';

/**
 * The journal of a run by its name, of the newest where none is named.
 * @throws GenestackError GS-RUN-04 (exit 2) where there is none; what `parseJournal` throws.
 */
export const keptRun = (name: string | undefined): Journal => {
  const names = keptRuns();
  // Only a name that was listed becomes a path.
  const run =
    name === undefined
      ? names.find(one => readJournalText(one) !== undefined)
      : names.find(one => one === name);
  const text = run === undefined ? undefined : readJournalText(run);
  if (run === undefined || text === undefined) {
    throw new GenestackError(
      'GS-RUN-04',
      name === undefined
        ? 'A run was looked for, and none is kept on this machine.'
        : `A run called ${quoted(name)} was looked for, and there is no journal of one.`,
      'Take a name that "genestack runs" prints.',
      exitCodes.usage,
    );
  }
  return parseJournal(text, journalPath(run));
};

/** How a run of a journal ended; undefined where it did not. */
export const endingOf = (journal: Journal): Ending | undefined => {
  const receipt = journal.records.findLast(record => record.type === 'ends')?.receipt;
  return receipt && {receipt, state: stateOf(journal), file: receiptFiles(journal.beginning.run)};
};

/** As `endingOf`, of a run whose journal may not be there. */
export const endOfRun = (run: string): Ending | undefined => {
  const text = readJournalText(run);
  try {
    return text === undefined ? undefined : endingOf(parseJournal(text, journalPath(run)));
  } catch {
    return undefined;
  }
};
