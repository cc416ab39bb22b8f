import {attachTo} from '../attachment/client.js';
import {livingEngines} from '../attachment/engines.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {closingLines} from '../report/lines.js';
import {isGone, late} from './begin.js';
import {follow} from './follow.js';
import {endingOf, keptRun} from './kept-run.js';
import {exitCodeOf} from './listen-to.js';
import {type OnScreens, printResult, type Streams, say} from './streams.js';

export interface AttachOptions extends OnScreens {
  /** A run. */
  readonly target?: string;
}

/** Goes to the engine of a run and returns its outcome; of one that is over it says how it ended. */
export const attach = async ({target, output, ascii}: AttachOptions, streams: Streams): Promise<ExitCode> => {
  const living = await livingEngines();
  const there = target === undefined ? living[0] : living.find(({hello}) => hello.run === target);
  if (there === undefined) {
    return sayHowItEnded(target, output === 'json', streams);
  }
  const others = living.filter(one => one !== there && target === undefined);
  if (others.length > 0) {
    say(streams, `Also alive: ${others.map(({hello}) => hello.run).join(', ')}; name one to attach to it.`);
  }
  try {
    return await follow(late(await attachTo(there.path)), {output, ascii}, streams);
  } catch (error) {
    // It ended between the two looks at it.
    if (!isGone(error)) {
      throw error;
    }
    return sayHowItEnded(there.hello.run, output === 'json', streams);
  }
};

/** @throws GenestackError GS-ATT-08 where it did not end; what `keptRun` throws. */
const sayHowItEnded = (target: string | undefined, isJson: boolean, streams: Streams): ExitCode => {
  const journal = keptRun(target);
  const {run, pid} = journal.beginning;
  const ending = endingOf(journal);
  if (ending === undefined) {
    throw new GenestackError(
      'GS-ATT-08',
      `Run ${run} was looked for, and its engine (process ${pid}) is gone before the run was over.`,
      'Start the same again: it goes on from what is there.',
      exitCodes.failed,
    );
  }
  const {receipt, state, file} = ending;
  say(streams, `No engine is alive${target === undefined ? '' : ' for it'}. Run ${run} is over.`);
  if (isJson) {
    printResult(streams, receipt);
  } else {
    for (const line of closingLines(receipt, state, {receiptFile: file})) {
      streams.stdout.write(`${line}\n`);
    }
  }
  return exitCodeOf[receipt.outcome];
};
