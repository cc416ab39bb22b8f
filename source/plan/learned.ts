import {criticalPath} from './critical-path.js';
import type {Plan} from './plan.js';

/** Seconds by step, as they were measured the last time something was done there. */
export type Learned = Readonly<Record<string, number>>;

/** The plan with measured times in the place of the catalogue's; slots, the longest path and what counts as slow follow them. */
export const withLearned = (plan: Plan, learned: Learned): Plan => {
  if (plan.steps.every(({id}) => learned[id] === undefined)) {
    return plan;
  }
  const steps = plan.steps.map(step => {
    const seconds = learned[step.id];
    return seconds === undefined ? step : {...step, estimateSeconds: seconds, isLearned: true as const};
  });
  return {...plan, steps, criticalPath: criticalPath(steps)};
};
