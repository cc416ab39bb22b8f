import type {EngineEvent} from '../engine/events.js';
import type {RunState} from '../engine/state.js';
import {nth} from './ascii.js';
import {duration} from './duration.js';

/** What is said of an event, and of which component; of the run where that is empty. */
export interface Said {
  readonly component: string;
  readonly text: string;
}

/**
 * What a person made the run do, and what the run does about what stands still or fails of something that may pass; undefined for
 * every other event.
 */
export const controlText = (event: EngineEvent, before: RunState): Said | undefined => {
  const ofRun = (text: string): Said => ({component: '', text});
  switch (event.type) {
    case 'paused':
      return ofRun('paused: nothing new begins, and what runs goes on');
    case 'resumed':
      return ofRun('goes on');
    case 'stopping':
      return ofRun(
        event.by === null
          ? 'stops: nothing new begins, and it ends with what runs'
          : `stops because ${event.by} failed: nothing new begins, and it ends with what runs`,
      );
    case 'awaiting':
      return ofRun('waits for you: what failed can be retried or skipped');
    case 'retried': {
      const {attempt = 1, startedAt = null} = before.components[event.component] ?? {};
      const next = startedAt === null ? attempt : attempt + 1;
      return {component: event.component, text: `is retried: ${nth(next)} time`};
    }
    case 'lengthened': {
      const {component, patienceSeconds} = event;
      return {
        component,
        text: `has more time: given up after ${duration(patienceSeconds)} without a sign of life`,
      };
    }
    case 'step-postponed':
      return isWorthALine(event, before)
        ? {component: event.component, text: postponedText(event, Date.parse(event.time))}
        : undefined;
    case 'step-stalled': {
      const {component, cause, since, until} = event;
      const silence = duration(secondsBetween(since, event.time));
      const most = duration(secondsBetween(since, until));
      const why = cause === '' ? '' : `, waits for ${cause}`;
      return {component, text: `stalled: no sign of life for ${silence}${why}; given up after ${most}`};
    }
    case 'step-moved':
      return {component: event.component, text: 'moves again'};
    default:
      return undefined;
  }
};

/** `tries again in 12 s (3rd time): the webhook x does not answer`. @param now milliseconds since 1970. */
export const postponedText = (
  {attempt, at, why}: {readonly attempt: number; readonly at: string | null; readonly why: string},
  now: number,
): string => {
  const seconds = at === null ? 0 : Math.ceil((Date.parse(at) - now) / 1000);
  return `tries again${seconds > 0 ? ` in ${seconds} s` : ''} (${nth(attempt)} time): ${why}`;
};

/** An outage of hours would else fill the log: a new cause, and of one that stays every attempt that doubles the number. */
const isWorthALine = (
  {step, attempt, why}: Extract<EngineEvent, {type: 'step-postponed'}>,
  {steps}: RunState,
): boolean => steps[step]?.postponed?.why !== why || Number.isInteger(Math.log2(attempt));

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
