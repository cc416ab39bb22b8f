import {exitCodes, GenestackError} from '../errors.js';
import {quoted} from '../profile/problem.js';
import {type Journal, parseJournal} from '../report/journal.js';
import {journalPath, keptRuns, readJournalText} from '../report/journal-file.js';

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
