import {type Plan, type PlanStep, parseStepId} from '../plan/plan.js';
import type {Progress, StepResult} from './backend.js';
import type {EngineEvent} from './events.js';

export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'blocked' | 'interrupted' | 'skipped';

export interface StepState {
  readonly id: string;
  readonly component: string;
  readonly needs: Plan['steps'][number]['needs'];
  readonly state: StepStatus;
  /** How often it was begun. */
  readonly begun: number;
  /** ISO 8601, or null before it began. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly result: StepResult | null;
  readonly progress: Progress | null;
  /** Of a blocked one: the component at the root. */
  readonly blockedBy: string | null;
  readonly error: StepError | null;
  readonly stalled: Stall | null;
  readonly postponed: Postponement | null;
}

export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Stall {
  /** ISO 8601: the last sign of life, and when it is given up. */
  readonly since: string;
  readonly until: string;
  /** Without a full stop; empty where nobody knows. */
  readonly cause: string;
}

export interface Postponement {
  /** The number of the next attempt, or of the one that runs. */
  readonly attempt: number;
  /** ISO 8601: when the next attempt begins; null while it runs and has shown nothing yet. */
  readonly at: string | null;
  /** Without a full stop. */
  readonly why: string;
}

export type StepEvent = Exclude<Extract<EngineEvent, {step: string}>, {type: 'note'}>;

export const waitingStep = ({
  id,
  component,
  needs,
}: Pick<PlanStep, 'id' | 'component' | 'needs'>): StepState => ({
  id,
  component,
  needs,
  state: 'waiting',
  begun: 0,
  startedAt: null,
  finishedAt: null,
  result: null,
  progress: null,
  blockedBy: null,
  error: null,
  stalled: null,
  postponed: null,
});

/** A step after one more event about it. */
export const stepAfter = (step: StepState, event: StepEvent): StepState => {
  const {time} = event;
  switch (event.type) {
    case 'step-started':
      return {...step, state: 'running', begun: step.begun + 1, startedAt: time};
    case 'progress': {
      const {ready, desired, waitsFor} = event;
      return {...step, progress: {ready, desired, waitsFor}, postponed: null};
    }
    case 'step-finished':
      return {
        ...over(step, 'done', time),
        result: event.result,
        progress: finishedProgress(step),
      };
    case 'step-failed': {
      const {code, message, remedy} = event;
      return {...over(step, 'failed', time), error: {code, message, remedy}};
    }
    case 'step-blocked':
      // One that was blocked before it began has no times.
      return {...over(step, 'blocked', step.startedAt && time), blockedBy: event.by};
    case 'step-interrupted':
      return over(step, 'interrupted', time);
    case 'step-skipped':
      return {...over(step, 'skipped', step.startedAt && time), error: null, blockedBy: null};
    case 'step-reopened':
      return {...waitingStep(step), begun: step.begun};
    case 'step-postponed':
      return {...step, postponed: {attempt: event.attempt, at: event.at, why: event.why}};
    case 'step-attempted':
      return {...step, postponed: step.postponed && {...step.postponed, attempt: event.attempt, at: null}};
    case 'step-stalled':
      return {...step, stalled: {since: event.since, until: event.until, cause: event.cause}};
    case 'step-moved':
      return {...step, stalled: null, postponed: null};
    default:
      return event satisfies never;
  }
};

const over = (step: StepState, state: StepStatus, finishedAt: string | null): StepState => ({
  ...step,
  state,
  finishedAt,
  stalled: null,
  postponed: null,
});

/** A readiness that ended well has everything ready, whether or not its last report said so. */
const finishedProgress = ({id, progress}: StepState): Progress | null => {
  if (progress === null) {
    return null;
  }
  const {ready, desired} = progress;
  const isWhole = ['ready', 'gone'].includes(parseStepId(id).action);
  return {ready: isWhole ? desired : ready, desired, waitsFor: ''};
};
