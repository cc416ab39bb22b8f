import {duration} from '../../report/duration.js';
import type {RunView} from '../ports.js';
import type {Theme} from '../theme.js';
import {about, type Headline} from './header.js';

/** `14 of 38 ready  4:12 ~6 min`; failures before it, with a sign as long as nobody has looked at them. */
export const headlineText = (
  {phase, state}: RunView,
  facts: Headline,
  {glyphs}: Theme,
  now: number,
): string => {
  const {ready, total, failed, unseen, elapsedSeconds, leftSeconds} = facts;
  const finishing = state.run.finishing?.length ?? 0;
  const time =
    phase === 'preparing'
      ? `preparing${'.'.repeat(1 + (Math.floor(now / 1000) % 3)).padEnd(3)}`
      : phase === 'running' && state.run.finishing !== null
        ? `stopping, ${finishing} still finish`
        : `${duration(elapsedSeconds)}${leftSeconds === null ? '' : ` ${about(leftSeconds)}`}`;
  const failures = failed === 0 ? '' : `${unseen > 0 ? `${glyphs.failed} ` : ''}${failed} failed  `;
  return `${failures}${ready} of ${total} ready  ${time}`;
};

/** What a person made the run do, or has to do so that it moves on. */
export const controlNotice = ({phase, state: {run, steps}}: RunView): string => {
  if (phase !== 'running' || run.finishing !== null) {
    return '';
  }
  if (run.isAwaiting) {
    return 'Only a person moves it on: r retries what failed, s skips it, x ends the run';
  }
  const still = Object.values(steps).filter(step => step.state === 'running').length;
  switch (run.mode) {
    case 'paused':
      return `paused, ${still} still ${still === 1 ? 'runs' : 'run'}: p goes on`;
    case 'stopping':
      return `${run.stoppedBy === null ? '' : `${run.stoppedBy} failed: `}nothing new begins, ${still} still ${still === 1 ? 'runs' : 'run'}: x takes it back`;
    default:
      return '';
  }
};

/** Who has the wheel, where that is worth a sentence: it is not here, or others look on. */
export const wheelNotice = ({phase, wheel}: RunView): string => {
  if (phase === 'over' || wheel === null) {
    return '';
  }
  const {isOurs, holder, others, wasTaken, isLate} = wheel;
  if (isOurs) {
    const facts = [
      ...(isLate ? ['attached to what went on'] : []),
      ...(isLate || others > 0 ? ['the wheel is here'] : []),
      ...(others > 0 ? [`${others} more ${others === 1 ? 'looks' : 'look'} on`] : []),
    ];
    return facts.join(', ');
  }
  if (holder === null) {
    return 'watching, nobody has the wheel: w takes it';
  }
  const who = `${holder.pid}${holder.tty === '' ? '' : ` on ${holder.tty}`}`;
  return wasTaken
    ? `the wheel was taken by ${who}: w takes it back`
    : `watching, wheel at ${who}: w takes it`;
};

/** So long without a word from the API is worth a sentence. */
const staleSeconds = 90;

export const staleNotice = ({phase, asOf, state: {run}}: RunView, now: number): string => {
  if (phase === 'running' && run.silent !== null) {
    const silent = Math.max(0, now - Date.parse(run.silent.since)) / 1000;
    return `API server not answering for ${duration(silent)}: ${run.silent.why}.`;
  }
  const seconds = asOf === null ? 0 : (now - Date.parse(asOf)) / 1000;
  return phase === 'running' && seconds > staleSeconds
    ? `The API was last heard of ${duration(seconds)} ago.`
    : '';
};
