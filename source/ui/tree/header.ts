import type {RunState, StepState} from '../../engine/state.js';
import {criticalPath} from '../../plan/critical-path.js';
import type {Plan, PlanStep} from '../../plan/plan.js';
import type {RunView} from '../ports.js';

/** What stands right in the header, as facts. */
export interface Headline {
  readonly ready: number;
  readonly total: number;
  readonly failed: number;
  /** Of the failed, those nobody has looked at. */
  readonly unseen: number;
  /** Since the run began; until its end when it is over. */
  readonly elapsedSeconds: number;
  /** Until the end; null where nothing can be said (not begun, over, stopping). */
  readonly leftSeconds: number | null;
}

const isThere = (state: string): boolean => state === 'ready' || state === 'verified';

/** @param now milliseconds since 1970. */
export const headline = (view: RunView, seen: ReadonlySet<string>, now: number): Headline => {
  const {components, run} = view.state;
  const all = Object.values(components);
  const failed = all.filter(component => component.state === 'failed');
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  const isMoving = view.phase === 'running' && run.outcome === null && run.finishing === null;
  return {
    ready: all.filter(component => isThere(component.state)).length,
    total: all.length,
    failed: failed.length,
    unseen: failed.filter(component => !seen.has(component.name)).length,
    elapsedSeconds: run.startedAt === null ? 0 : Math.max(0, end - Date.parse(run.startedAt)) / 1000,
    leftSeconds: isMoving && run.startedAt !== null ? leftSeconds(view.plan, view.state, now) : null,
  };
};

/**
 * The longest path through what is left, each running step less what it has had. The plan's seconds are of its pace already.
 * What runs longer than estimated still counts a tenth, since it is not over.
 */
export const leftSeconds = (plan: Plan, state: RunState, now: number): number =>
  criticalPath(plan.steps, step => leftOf(step, state, now)).seconds;

const leftOf = ({id, estimateSeconds}: PlanStep, {steps}: RunState, now: number): number => {
  const step = steps[id];
  switch (step?.state) {
    case 'waiting':
      return estimateSeconds;
    case 'running':
      return Math.max(estimateSeconds - workedSeconds(step, steps, now), estimateSeconds / 10);
    default:
      return 0;
  }
};

/** A step works from when what it overlaps is over; before that it only pulled its images. */
const workedSeconds = (step: StepState, steps: RunState['steps'], now: number): number => {
  const overlapped = step.needs
    .filter(need => need.kind === 'overlaps')
    .flatMap(need => steps[need.step] ?? [])
    .map(other => (other.finishedAt === null ? now : Date.parse(other.finishedAt)));
  const from = Math.max(Date.parse(step.startedAt ?? ''), ...overlapped);
  return Number.isNaN(from) ? 0 : Math.max(0, now - from) / 1000;
};

/** `~6 min`, `~40 s`: an estimate does not pretend to seconds where it has minutes. */
export const about = (seconds: number): string =>
  seconds < 60
    ? `~${Math.max(10, Math.ceil(seconds / 10) * 10)} s`
    : seconds < 3600
      ? `~${Math.round(seconds / 60)} min`
      : `~${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
