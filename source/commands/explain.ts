import {causes} from '../cluster/causes/registry.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {didYouMean} from '../profile/did-you-mean.js';
import {quoted} from '../profile/problem.js';
import {readSituations} from '../rehearsal/situations/read.js';
import {type CausePage, causePages, natureText} from './cause-page.js';
import {type LabelledBlock, labelledText} from './labelled-text.js';
import {type Output, printResult, type Streams} from './streams.js';

export interface ExplainOptions {
  /** A code; all are listed where none is named. */
  readonly target?: string | undefined;
  readonly output: Output;
}

/** Prints what a cause means, from what is shipped: no cluster is asked. */
export const explain = async ({target, output}: ExplainOptions, streams: Streams): Promise<ExitCode> => {
  const pages = causePages(causes, readSituations());
  const told = target === undefined ? pages : [pageOf(pages, target)];
  if (output === 'json') {
    for (const page of told) printResult(streams, {type: 'cause', ...page});
    return exitCodes.done;
  }
  const lines = told.flatMap(page =>
    target === undefined ? [`${page.code}  ${page.title}`] : linesOf(page),
  );
  streams.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.done;
};

/** @throws GenestackError GS-CLI-21 (exit 2) where no cause has the code. */
const pageOf = (pages: readonly CausePage[], target: string): CausePage => {
  const code = target.toUpperCase();
  const page = pages.find(one => one.code === code);
  if (page !== undefined) return page;
  const roomOf = (name: string): string | undefined => name.split('-')[1];
  // Of another room it would mean something else altogether.
  const alike = pages.filter(one => roomOf(one.code) === roomOf(code)).map(one => one.code);
  const near = didYouMean(code, alike);
  throw new GenestackError(
    'GS-CLI-21',
    `A cause with the code ${quoted(target)} was looked for, and there is none${near === undefined ? '' : `; did you mean ${near}?`}`,
    '"genestack explain" lists all causes. A code of an error has its whole meaning in the sentence it came with.',
    exitCodes.usage,
  );
};

const linesOf = ({situations, ...page}: CausePage): string[] =>
  labelledText([
    ['', `${page.code}  ${page.title}`],
    ['', page.sentence],
    ['About', `${page.about} ${natureText(page.nature)}`],
    ['Do', page.remedy],
    ['Command', page.command ?? '', 'command'],
    ['Root', page.root],
    ['Asked', page.kinds.join(', ')],
    ...situations.map(
      ({about, origin}, index): LabelledBlock => [
        index === 0 ? 'Seen as' : ' ',
        `${about}${origin === 'own' ? '' : ` (${origin})`}`,
      ],
    ),
    ['More', page.anchor],
  ]);
