import {type ExitCode, exitCodes} from '../errors.js';
import {summaryLines} from '../report/summary-lines.js';
import type {World} from '../ui/ports.js';
import {renderScreens} from '../ui/render.js';
import type {AppResult} from '../ui/session.js';
import type {WizardState} from '../ui/wizard/wizard-state.js';
import {printed} from './printed.js';
import type {ScreenRun} from './screen-run.js';
import {printError, type Streams, say} from './streams.js';
import {watchTerminal} from './terminal-rescue.js';

export interface Shown {
  readonly world: World;
  readonly start: {readonly wizard: WizardState} | {readonly run: ScreenRun};
  /** The run that is there, or that came of the questions. */
  run(): ScreenRun | undefined;
  /** Ends what was begun beside the run. */
  close(): Promise<void>;
  /** `--ascii`. */
  readonly ascii?: boolean | undefined;
}

/**
 * Shows screens until they are left, waits for the run to end, and says on the normal screen what is left. What goes on without
 * screens is told in lines.
 */
export const showScreens = async (shown: Shown, streams: Streams): Promise<ExitCode> => {
  const rescue = watchTerminal();
  try {
    const result = await untilLeft(shown, streams);
    rescue.goodbye();
    const run = shown.run();
    return run === undefined ? withoutRun(result, streams) : await untilEnded(run, streams);
  } finally {
    await shown.close();
    rescue.goodbye();
  }
};

/** Undefined where a signal or an error ended the screens and not the person. */
const untilLeft = async (
  {world, start, run, ascii}: Shown,
  streams: Streams,
): Promise<AppResult | undefined> => {
  try {
    const left = await renderScreens({world, start}, ascii ? {isAscii: true} : {});
    return left.kind === 'result' ? left.result : undefined;
  } catch (error) {
    if (run() === undefined) {
      throw error;
    }
    printError(streams, 'lines', error);
    return undefined;
  }
};

const untilEnded = async (run: ScreenRun, streams: Streams): Promise<ExitCode> => {
  if (run.view().phase !== 'over') {
    // A terminal that is gone must not end what still has to be finished.
    process.stderr.on('error', () => {});
    say(streams, 'The screens are left; what goes on is told here.');
    run.alsoTell(printed('lines', streams));
  }
  const wasOver = run.view().phase === 'over';
  const code = (await run.ended) as ExitCode;
  const {receipt, state, error, files, removal} = run.view();
  // Lines that saw the end have said all of this.
  if (wasOver || receipt === null) {
    for (const line of summaryLines({receipt, state, error, files, removal})) {
      streams.stdout.write(`${line}\n`);
    }
  }
  return code;
};

const withoutRun = (result: AppResult | undefined, streams: Streams): ExitCode => {
  if (result?.kind === 'written') {
    streams.stdout.write(`The profile is written: ${result.profileFile}\n`);
    say(streams, `Next: genestack plan --profile ${result.profileFile}`);
    return exitCodes.done;
  }
  const hasDraft = result?.kind === 'left' && result.hasDraft;
  say(
    streams,
    `Nothing was installed.${hasDraft ? ' The answers are kept, and the next start offers them.' : ''}`,
  );
  return result === undefined || hasDraft ? exitCodes.interrupted : exitCodes.done;
};
