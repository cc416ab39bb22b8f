import type {RunState, StepState} from '../../engine/state.js';
import {parseStepId} from '../../plan/plan.js';

/** What a component waits for: components from the nearest to the root, and what the root says of itself. */
export interface WaitsChain {
  readonly names: readonly string[];
  /** Without a full stop; empty where the root says nothing. */
  readonly reason: string;
}

type Steps = RunState['steps'];

const nothing: WaitsChain = {names: [], reason: ''};
const chains = new WeakMap<RunState, ReadonlyMap<string, WaitsChain>>();

/**
 * The chain of every component that is not over, each to its root. Followed step by step, because components may wait for each
 * other by turns (Nova and Neutron do) and steps never; equal chains of one state are equal by value only.
 */
export const waitsChains = (state: RunState): ReadonlyMap<string, WaitsChain> => {
  const known = chains.get(state);
  if (known !== undefined) {
    return known;
  }
  // Namespaces and secrets wait for nothing and are soon there.
  const steps = Object.values(state.steps).filter(
    step => isOpen(step) && parseStepId(step.id).action !== 'prepare',
  );
  const ofStep = new Map<string, WaitsChain>();
  const made = new Map<string, WaitsChain>();
  for (const step of steps) {
    const component = state.components[step.component];
    if (component === undefined || made.has(step.component)) {
      continue;
    }
    made.set(
      step.component,
      component.state === 'blocked' && component.blockedBy !== null
        ? {names: [component.blockedBy], reason: ''}
        : chainOf(step, state, ofStep),
    );
  }
  for (const {name, state: now, blockedBy} of Object.values(state.components)) {
    if (now === 'blocked' && blockedBy !== null) {
      made.set(name, {names: [blockedBy], reason: ''});
    } else if (now === 'failed') {
      made.set(name, {names: [], reason: state.components[name]?.error?.message ?? ''});
    }
  }
  chains.set(state, made);
  return made;
};

const isOpen = ({state}: StepState): boolean => state === 'running' || state === 'waiting';

/** What holds a step back, without the step's own component. */
const chainOf = (step: StepState, state: RunState, ofStep: Map<string, WaitsChain>): WaitsChain => {
  const known = ofStep.get(step.id);
  if (known !== undefined) {
    return known;
  }
  // Against a plan with a cycle, which must not hang a screen.
  ofStep.set(step.id, nothing);
  const held = unmet(step, state.steps).map(other => {
    const behind = chainOf(other, state, ofStep);
    return other.component === step.component
      ? behind
      : {...behind, names: [other.component, ...behind.names]};
  });
  const deepest = held.reduce<WaitsChain | undefined>(
    (best, chain) => (best !== undefined && best.names.length >= chain.names.length ? best : chain),
    undefined,
  );
  const chain =
    deepest ??
    (step.state === 'running' ? {names: [], reason: rootOf(step.progress?.waitsFor ?? '')} : nothing);
  ofStep.set(step.id, chain);
  return chain;
};

/** A running step still waits inside itself for what it overlaps. */
const unmet = (step: StepState, steps: Steps): StepState[] =>
  step.needs.flatMap(need => {
    const other = steps[need.step];
    const holds =
      other !== undefined &&
      isOpen(other) &&
      (step.state === 'running' ? need.kind === 'overlaps' : need.kind !== 'uses');
    return holds ? [other] : [];
  });

/**
 * The root in a sentence of the readiness: `StatefulSet openstack/x: 2 of 3 pods are ready; pod x-2 waits for claim y, unbound`
 * becomes `claim y, unbound`; the counts and the names are in the tree already.
 */
export const rootOf = (sentence: string): string => {
  const clauses = sentence
    .replace(/^[A-Z]\w+ \S+: /, '')
    .split('; ')
    .filter(clause => !/^\d+ of \d+ \w+( \w+)? (is|are) \S+$/.test(clause));
  const last = clauses.at(-1) ?? '';
  return (
    last
      .split(/\bwaits for /)
      .at(-1)
      ?.replace(/^pod \S+ /, '') ?? ''
  );
};

export interface ChainMarks {
  readonly arrow: string;
  readonly ellipsis: string;
}

/**
 * `keystone ← mariadb-cluster ← claim unbound`, made to fit: first what the root says gets shorter, then the middle goes, then
 * the beginning. The root component stays to the last; what is still too long is for the caller to cut.
 * @param width in cells; the texts are of one cell per character.
 */
export const fitChain = (
  {names, reason}: WaitsChain,
  width: number,
  {arrow, ellipsis}: ChainMarks,
): string => {
  const said = (parts: readonly string[]) => parts.filter(part => part !== '').join(` ${arrow} `);
  const short = shortest(reason);
  const root = names.at(-1) ?? '';
  const room = short === '' ? 0 : width - said([...names, ' ']).length + 1;
  const elided = names
    .slice(1, -1)
    .map((_, left) => [...names.slice(0, 1), ellipsis, ...names.slice(left + 2)]);
  const fewer = [...elided, ...(names.length > 1 ? [[ellipsis, root]] : [])];
  const tries = [
    [...names, reason],
    [...names, short],
    ...fewer.map(parts => [...parts, short]),
    ...(room < leastReason ? [] : [[...names, short.slice(0, room - ellipsis.length).trimEnd() + ellipsis]]),
    names,
    ...fewer,
    [root === '' ? short : root],
  ];
  return tries.map(said).find(text => text !== '' && text.length <= width) ?? (root || short);
};

/** So few cells say nothing. */
const leastReason = 12;

/** `claim x, unbound: StorageClass y does not exist` begins with what it is about. */
const shortest = (reason: string): string => reason.split(': ')[0] ?? '';
