import type {RunState} from '../../engine/state.js';
import type {Plan} from '../../plan/plan.js';

/** A step that takes so many times its estimate is worth a word. */
const times = 3;
/** None before, however short the estimate. */
const leastSeconds = 60;

/** `3x slower than last time`, where it is known how long it took; empty where that is no news. */
export const slownessOf = (
  component: string,
  state: RunState,
  plan: Plan,
  now: number,
  sign: string,
): string => {
  const [slow] = slowSteps(component, state, plan, now).filter(({isLearned}) => isLearned);
  const seconds = (now - Date.parse(state.steps[slow?.id ?? '']?.startedAt ?? '')) / 1000;
  return slow === undefined
    ? ''
    : `${Math.floor(seconds / Math.max(1, slow.estimateSeconds))}${sign} slower than last time`;
};

const slowSteps = (
  component: string,
  state: RunState,
  plan: Plan,
  now: number,
): readonly Plan['steps'][number][] =>
  plan.steps.filter(step => {
    const running = step.component === component ? state.steps[step.id] : undefined;
    return (
      running?.state === 'running' &&
      running.startedAt !== null &&
      !waitsInside(running, state) &&
      now - Date.parse(running.startedAt) > Math.max(leastSeconds, times * step.estimateSeconds) * 1000
    );
  });

/** What waits for something it overlaps is not slow itself. */
const waitsInside = ({needs}: RunState['steps'][string], {steps}: RunState): boolean =>
  needs.some(need => need.kind === 'overlaps' && steps[need.step]?.state !== 'done');
