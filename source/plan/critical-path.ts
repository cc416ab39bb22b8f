import type {Plan, PlanStep} from './plan.js';

type Steps = readonly PlanStep[];

const blocking = (step: PlanStep): string[] =>
  step.needs.filter(need => need.kind !== 'uses').map(need => need.step);

/** Steps so that each stands behind everything it needs. */
export const inOrder = (steps: Steps): PlanStep[] => {
  const byId = new Map(steps.map(step => [step.id, step]));
  const ordered = new Set<PlanStep>();
  const visit = (step: PlanStep) => {
    if (ordered.has(step)) {
      return;
    }
    for (const id of blocking(step)) {
      const needed = byId.get(id);
      if (needed) {
        visit(needed);
      }
    }
    ordered.add(step);
  };
  steps.forEach(visit);
  return [...ordered];
};

/**
 * The chain of steps that takes longest, and its seconds. An overlapped step counts as one that is waited for: what begins
 * early only pulls its images.
 */
export const criticalPath = (
  steps: Steps,
  secondsOf: (step: PlanStep) => number = step => step.estimateSeconds,
): Plan['criticalPath'] => {
  const finish = new Map<string, {seconds: number; before: string | undefined}>();
  let last: string | undefined;
  for (const step of inOrder(steps)) {
    let latest: {seconds: number; id: string | undefined} = {seconds: 0, id: undefined};
    for (const id of blocking(step)) {
      const seconds = finish.get(id)?.seconds ?? 0;
      if (latest.id === undefined || seconds > latest.seconds) {
        latest = {seconds, id};
      }
    }
    finish.set(step.id, {seconds: latest.seconds + secondsOf(step), before: latest.id});
    if (last === undefined || (finish.get(step.id)?.seconds ?? 0) > (finish.get(last)?.seconds ?? 0)) {
      last = step.id;
    }
  }

  const path: string[] = [];
  for (let id = last; id !== undefined; id = finish.get(id)?.before) {
    path.unshift(id);
  }
  const seconds = last === undefined ? 0 : (finish.get(last)?.seconds ?? 0);
  return {steps: path, seconds: Math.round(seconds * 10) / 10};
};

/** Seconds from the start of each step until the end of the longest chain that hangs on it: who gets a slot first. */
export const remainingSeconds = (steps: Steps): ReadonlyMap<string, number> => {
  const remaining = new Map<string, number>();
  const behind = new Map<string, number>();
  for (const step of inOrder(steps).reverse()) {
    const total = step.estimateSeconds + (behind.get(step.id) ?? 0);
    remaining.set(step.id, total);
    for (const id of blocking(step)) {
      behind.set(id, Math.max(behind.get(id) ?? 0, total));
    }
  }
  return remaining;
};
