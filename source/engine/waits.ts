import {hasBegun} from './component-state.js';
import {lostWith} from './lost.js';
import type {RunState, StepState} from './state.js';

type Steps = RunState['steps'];

const isOpen = (step: StepState): boolean => step.state === 'waiting' || step.state === 'running';

/** The steps of other components that keep a step from beginning, or from ending where it runs. */
const heldBy = (step: StepState, steps: Steps): StepState[] =>
  step.needs.flatMap(({step: id, kind}) => {
    const other = steps[id];
    if (other === undefined || kind === 'uses' || other.state === 'done') return [];
    const isHolding = step.state === 'running' || (kind === 'overlaps' ? !hasBegun(other, steps) : true);
    return isHolding ? [other] : [];
  });

/**
 * The components from the given one to the root of what it waits for, itself first: one that has failed, or one that runs and
 * waits for none. Pure; Nova and Neutron may wait for each other by turns, so that it goes by steps, which never do.
 */
export const chainToRoot = (state: RunState, component: string): string[] => {
  const {components, steps} = state;
  const blockedBy = components[component]?.blockedBy;
  if (components[component]?.state === 'blocked' && blockedBy != null) return [component, blockedBy];
  const own = Object.values(steps).filter(step => step.component === component && isOpen(step));
  const known = new Map<string, readonly string[]>();
  const longest = (chains: readonly (readonly string[])[]): readonly string[] =>
    chains.reduce((best, chain) => (chain.length > best.length ? chain : best), []);
  /** Without the step's own component. */
  const above = (step: StepState): readonly string[] => {
    const found = known.get(step.id);
    if (found !== undefined) return found;
    // Against a plan with a cycle, which must not hang a screen.
    known.set(step.id, []);
    const chain = longest(
      heldBy(step, steps).map(other =>
        other.component === step.component ? above(other) : [other.component, ...above(other)],
      ),
    );
    known.set(step.id, chain);
    return chain;
  };
  const running = own.filter(step => step.state === 'running');
  return [component, ...longest((running.length > 0 ? running : own.slice(0, 1)).map(above))];
};

/** The other components that cannot end as long as the given one has not, near and far. Pure. */
export const waitingBehind = (state: RunState, component: string): string[] => {
  const steps = Object.values(state.steps);
  const held = new Set(
    steps.filter(step => step.component === component && step.state !== 'done').map(({id}) => id),
  );
  for (let grows = true; grows; ) {
    const more = steps.filter(
      step => !held.has(step.id) && isOpen(step) && heldBy(step, state.steps).some(({id}) => held.has(id)),
    );
    for (const {id} of more) held.add(id);
    grows = more.length > 0;
  }
  const behind = steps.filter(({id}) => held.has(id)).map(step => step.component);
  const blocked = Object.values(state.components).filter(({blockedBy}) => blockedBy === component);
  return [...new Set([...behind, ...blocked.map(({name}) => name)])].filter(name => name !== component);
};

/**
 * The other components that could not be done any more if the given one were skipped, in the plan's order; what is blocked by
 * it already included. Pure.
 */
export const blockedBySkip = (state: RunState, component: string): string[] => {
  const {components, steps} = state;
  const own = Object.values(steps).filter(step => step.component === component && step.state !== 'done');
  const lost = lostWith(
    own.map(({id}) => id),
    steps,
  );
  const names = new Set([...lost].flatMap(id => steps[id]?.component ?? []));
  return Object.values(components)
    .filter(({name, blockedBy}) => name !== component && (names.has(name) || blockedBy === component))
    .map(({name}) => name);
};
