import {setTimeout as sleep} from 'node:timers/promises';
import {readCatalogue} from '../catalogue/read.js';
import {initialState, reduce} from '../engine/state.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import type {Journal} from '../report/journal.js';
import {journalPath} from '../report/journal-file.js';
import {receiptFiles} from '../report/receipt-file.js';
import type {Hands} from './drive.js';
import {keptRun} from './kept-run.js';
import {shownPath} from './paths.js';
import {printed} from './printed.js';
import {hasScreens, type OnScreens, type Streams} from './streams.js';

export interface ReplayOptions extends OnScreens {
  /** A run. */
  readonly target?: string;
  /** How many times as fast as it was. */
  readonly speed: number;
}

/** Plays a run back: on screens in time, in lines at once. Nothing is asked of any cluster. */
export const replay = async (
  {target, speed, output, ascii}: ReplayOptions,
  streams: Streams,
): Promise<ExitCode> => {
  const journal = keptRun(target);
  if (output !== undefined || !hasScreens(streams)) {
    const listener = printed(output ?? 'lines', streams);
    return play(journal, Number.POSITIVE_INFINITY, {listener, signal: new AbortController().signal});
  }
  const {watchOnScreens} = await import('./watch.js');
  const {playedRun} = await import('./played-run.js');
  const {run, cluster, plan, time} = journal.beginning;
  const {now, ...clock} = playedClock(Date.parse(time), speed);
  const catalogue = readCatalogue();
  const profileFile = shownPath(journalPath(run));
  const played = playedRun(hands => play(journal, speed, hands, clock), {
    catalogue,
    plan,
    place: `replay of ${run}${simulated(cluster)}`,
    files: {profile: profileFile, kubeconfig: null},
    isKept: false,
    removal: null,
    shown: shownPath,
    now,
  });
  return watchOnScreens({run: played, catalogue, profileFile, now, ascii}, streams);
};

/** The time of what is played: it goes on between two records, and never past the next one by more than a pause allows. */
export interface PlayedClock {
  now(): number;
  /** Milliseconds since 1970 at which the next record was written. */
  reaches(time: number): void;
}

const playedClock = (start: number, speed: number): PlayedClock => {
  let [at, since] = [start, Date.now()];
  return {
    now: () => at + (Date.now() - since) * speed,
    reaches(time) {
      [at, since] = [time, Date.now()];
    },
  };
};

/** The longest that nothing moves on the screen, in milliseconds: a pull that took an hour is no lesson. */
const longestPause = 2000;

/** A run as it was, from its journal. */
export const play = async (
  {beginning, records}: Journal,
  speed: number,
  {listener, signal}: Pick<Hands, 'listener' | 'signal'>,
  clock?: Pick<PlayedClock, 'reaches'>,
): Promise<ExitCode> => {
  const {cluster, plan, standIns, run} = beginning;
  let state = initialState(plan, standIns);
  let before = Date.parse(beginning.time);
  let isWhole = false;
  listener.begins({cluster, plan, standIns, state});
  for (const record of records) {
    const time = Date.parse(record.type === 'event' ? record.event.time : record.time);
    const pause = Math.min(longestPause, (time - before) / speed);
    before = time;
    if (pause >= 1) {
      await sleep(pause, undefined, {signal});
    }
    clock?.reaches(time);
    switch (record.type) {
      case 'event': {
        const last = state;
        state = reduce(state, record.event);
        listener.event(record.event, last, state);
        break;
      }
      case 'tool-line':
        listener.toolLine(record.component, record.line);
        break;
      case 'trouble': {
        const {code, message, remedy} = record.error;
        listener.trouble(new GenestackError(code as `GS-${string}`, message, remedy));
        break;
      }
      case 'ends': {
        const {receipt} = record;
        listener.ends({receipt, state, file: receiptFiles(run)});
        isWhole = true;
        break;
      }
      case 'act':
        break;
    }
  }
  if (!isWhole) {
    listener.say('The journal ends here: the program was gone before the run was over.');
  }
  return exitCodes.done;
};

const simulated = ({simulatedNodes}: Journal['beginning']['cluster']): string =>
  simulatedNodes === 0 ? '' : `, ${simulatedNodes} simulated nodes`;
