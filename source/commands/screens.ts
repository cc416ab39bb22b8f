import {type ExitCode, exitCodes} from '../errors.js';
import {summaryLines} from '../report/summary-lines.js';
import type {World} from '../ui/ports.js';
import {type AppResult, type Left, renderScreens} from '../ui/render.js';
import type {Elsewhere, WizardState} from '../ui/wizard/wizard-state.js';
import {printed} from './printed.js';
import type {ScreenRun} from './screen-run.js';
import {printError, type Streams, say} from './streams.js';
import {watchTerminal} from './terminal-rescue.js';

export interface Shown {
  readonly world: World;
  readonly start: {readonly wizard: WizardState} | {readonly run: ScreenRun};
  /** The run that is there, or that came of the questions. */
  run(): ScreenRun | undefined;
  /** Does on the same terminal what the person left for. */
  goOn?(elsewhere: Elsewhere): Promise<ExitCode>;
  /** Ends what was begun beside the run. */
  close(): Promise<void>;
  /** `--ascii`. */
  readonly ascii?: boolean | undefined;
}

/**
 * Shows screens until they are left, and says on the normal screen what is there or what goes on. Whoever sent the screens away by a
 * signal is told the rest in lines.
 */
export const showScreens = async (shown: Shown, streams: Streams): Promise<ExitCode> => {
  const rescue = watchTerminal();
  try {
    const left = await untilLeft(shown, streams);
    rescue.goodbye();
    const run = shown.run();
    const elsewhere = elsewhereOf(left);
    if (elsewhere !== undefined && shown.goOn !== undefined) {
      // It may be looked at for months: nothing of the questions goes on behind it.
      await shown.close();
      return await shown.goOn(elsewhere);
    }
    return run === undefined ? withoutRun(left, streams) : await afterRun(run, left, streams);
  } finally {
    await shown.close();
    rescue.goodbye();
  }
};

const elsewhereOf = (left: Left<AppResult> | undefined): Elsewhere | undefined =>
  left?.kind === 'result' && (left.result.kind === 'monitor' || left.result.kind === 'remove')
    ? left.result
    : undefined;

/** Undefined where an error ended the screens. */
const untilLeft = async (
  {world, start, run, ascii}: Shown,
  streams: Streams,
): Promise<Left<AppResult> | undefined> => {
  try {
    return await renderScreens({world, start}, ascii ? {isAscii: true} : {});
  } catch (error) {
    if (run() === undefined) {
      throw error;
    }
    printError(streams, 'lines', error);
    return undefined;
  }
};

/** Whoever leaves lets it go on; a signal that asked it to end, or an error of the screens, leaves lines until it has. */
const afterRun = async (
  run: ScreenRun,
  left: Left<AppResult> | undefined,
  streams: Streams,
): Promise<ExitCode> => {
  const {phase, wheel} = run.view();
  if (phase !== 'over') {
    const isHungUp = left?.kind === 'signal' && left.signal === 'SIGHUP';
    if (left?.kind === 'result' || isHungUp || wheel?.isOurs !== true) {
      for (const line of await run.leave()) {
        streams.stdout.write(`${line}\n`);
      }
      return exitCodes.interrupted;
    }
    say(streams, 'The screens are left; what goes on is told here.');
    run.alsoTell(printed('lines', streams));
  }
  const code = (await run.ended) as ExitCode;
  const {receipt, state, error, files, removal} = run.view();
  // Lines that saw the end have said all of this.
  if (phase === 'over' || receipt === null) {
    for (const line of summaryLines({receipt, state, error, files, removal})) {
      streams.stdout.write(`${line}\n`);
    }
  }
  return code;
};

const withoutRun = (left: Left<AppResult> | undefined, streams: Streams): ExitCode => {
  const result = left?.kind === 'result' ? left.result : undefined;
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
