import {inOrder} from '../../plan/critical-path.js';
import {type Plan, type PlannedComponent, parseStepId} from '../../plan/plan.js';

export const groups = ['Kubernetes', 'OpenStack', 'Monitoring'] as const;
export type Group = (typeof groups)[number];

const orders = new WeakMap<Plan, ReadonlyMap<Group, readonly PlannedComponent[]>>();

/** What is on, by group, in the order in which it is expected to begin; once per plan. */
export const planOrder = (plan: Plan): ReadonlyMap<Group, readonly PlannedComponent[]> => {
  const known = orders.get(plan);
  if (known !== undefined) {
    return known;
  }
  const begins = beginSeconds(plan);
  const sorted = plan.components
    .filter(component => component.enabled)
    .toSorted((a, b) => (begins.get(a.name) ?? 0) - (begins.get(b.name) ?? 0));
  const made = new Map(
    groups.map(group => [group, sorted.filter(component => component.group === group)] as const),
  );
  orders.set(plan, made);
  return made;
};

/** When each component's first step that does something could begin, with slots for all. */
const beginSeconds = (plan: Plan): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  const begins = new Map<string, number>();
  for (const step of inOrder(plan.steps)) {
    const begin = Math.max(
      0,
      ...step.needs.filter(need => need.kind !== 'uses').map(need => ends.get(need.step) ?? 0),
    );
    ends.set(step.id, begin + step.estimateSeconds);
    if (parseStepId(step.id).action !== 'prepare' && !begins.has(step.component)) {
      begins.set(step.component, begin);
    }
  }
  return begins;
};
