import type {Catalogue} from '../catalogue/schema.js';
import {passingOf} from '../cluster/passing.js';
import type {RunOptions} from '../engine/run.js';

/** Seconds below which a busy machine, not the cluster, is what is slow. */
const least = {quiet: 60, patience: 600, bound: 60};

/** What a rehearsal does in a part of the time is waited for in that part. */
export const quietAt =
  (pace: number, {components}: Catalogue): NonNullable<RunOptions['quiet']> =>
  ({component}) => {
    const {quiet = 0, patience = 0} = components.get(component) ?? {};
    return {
      quietSeconds: Math.max(least.quiet, quiet * pace),
      patienceSeconds: Math.max(least.patience, patience * pace),
    };
  };

/** What may pass of an error, and for how long it is waited for. */
export const passingAt =
  (pace: number): NonNullable<RunOptions['passing']> =>
  thrown => {
    const cause = passingOf(thrown);
    return cause === undefined || cause.boundSeconds === null
      ? cause
      : {...cause, boundSeconds: Math.max(least.bound, cause.boundSeconds * pace)};
  };
