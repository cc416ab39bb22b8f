import {parseStepId} from '../plan/plan.js';
import type {ComponentState, ComponentStateName, StepState} from './state.js';

type Steps = Readonly<Record<string, StepState>>;

/** A component as its steps make it; the same object where nothing differs. */
export const componentNow = (component: ComponentState, steps: Steps): ComponentState => {
  const own = Object.values(steps).filter(step => step.component === component.name);
  const state = stateOf(component, own);
  const startedAt = beginOf(own);
  const running = own.filter(step => step.state === 'running');
  const now: ComponentState = {
    ...component,
    ...countsOf(own),
    state,
    blockedBy: state === 'blocked' ? (own.find(step => step.blockedBy !== null)?.blockedBy ?? null) : null,
    error: own.find(step => step.error !== null)?.error ?? null,
    attempt: Math.max(1, ...own.map(step => step.begun)),
    stalled: running.find(step => step.stalled !== null)?.stalled ?? null,
    postponed: running.find(step => step.postponed !== null)?.postponed ?? null,
    patienceSeconds: running.length > 0 ? component.patienceSeconds : null,
    waitsFor: waitsForOf(state, own, steps),
    startedAt,
    seconds: secondsOf(startedAt, own),
    unchanged: own.length > 0 && own.every(step => step.result === 'unchanged'),
    interrupted: own.some(step => step.state === 'interrupted'),
    missing: missingOf(own, steps),
  };
  return same(component, now) ? component : now;
};

const actionOf = (step: StepState) => parseStepId(step.id).action;
const isOver = (step: StepState): boolean => step.state !== 'waiting' && step.state !== 'running';

const stateOf = (component: ComponentState, own: readonly StepState[]): ComponentStateName => {
  if (own.some(step => step.state === 'failed')) {
    return 'failed';
  }
  if (own.some(step => step.state === 'skipped')) {
    return 'skipped';
  }
  if (own.some(step => step.state === 'blocked')) {
    return 'blocked';
  }
  const remove = own.find(step => actionOf(step) === 'remove');
  if (own.length > 0 && own.every(step => step.state === 'done')) {
    if (remove !== undefined) {
      return 'gone';
    }
    return component.delivery === 'checked' ? 'verified' : 'ready';
  }
  if (remove !== undefined) {
    return remove.state === 'waiting' ? 'planned' : 'removing';
  }
  const apply = own.find(step => actionOf(step) === 'apply');
  if (apply !== undefined && apply.state !== 'done') {
    return apply.state === 'waiting' ? 'planned' : 'applying';
  }
  const begun = apply !== undefined || own.some(step => step.state !== 'waiting');
  return begun ? 'rolling-out' : 'planned';
};

/** Readiness is counted; as long as it has said nothing, what the running apply tells of its hooks. */
const countsOf = (own: readonly StepState[]): {ready: number; desired: number} => {
  const told = own.filter(step => step.progress !== null);
  const readiness = told.filter(step => ['ready', 'gone'].includes(actionOf(step)));
  const counted = readiness.length > 0 ? readiness : told.filter(step => step.state === 'running');
  const sum = (key: 'ready' | 'desired') =>
    counted.reduce((total, step) => total + (step.progress?.[key] ?? 0), 0);
  return {ready: sum('ready'), desired: sum('desired')};
};

const waitsForOf = (state: ComponentStateName, own: readonly StepState[], steps: Steps): string => {
  if (!['planned', 'applying', 'rolling-out', 'removing'].includes(state)) {
    return '';
  }
  const running = own.filter(step => step.state === 'running');
  const said = running.map(step => step.progress?.waitsFor ?? '').filter(text => text !== '');
  if (said.length > 0) {
    return [...new Set(said)].join('; ');
  }
  if (running.length > 0) {
    return '';
  }
  const next = own.find(step => step.state === 'waiting');
  return next === undefined ? '' : [...new Set(unmetOf(next, steps))].join(', ');
};

/** The other components that keep a waiting step from beginning. */
const unmetOf = (step: StepState, steps: Steps): string[] =>
  step.needs.flatMap(need => {
    const other = steps[need.step];
    if (need.kind === 'uses' || other === undefined || other.component === step.component) {
      return [];
    }
    const met = need.kind === 'overlaps' ? hasBegun(other, steps) : other.state === 'done';
    return met ? [] : [other.component];
  });

/**
 * Whether what a step belongs to has begun: the step itself, or its component's apply, or, where the component comes with
 * another's release, that apply.
 */
export const hasBegun = (
  step: Pick<StepState, 'id' | 'component' | 'needs' | 'state'>,
  steps: Readonly<Record<string, Pick<StepState, 'id' | 'component' | 'needs' | 'state'>>>,
): boolean => {
  const begun = (state: StepState['state'] | undefined) => state === 'running' || state === 'done';
  if (begun(step.state)) {
    return true;
  }
  const apply = steps[`${step.component}/apply`];
  if (apply !== undefined) {
    return begun(apply.state);
  }
  const carriers = step.needs.filter(
    need => need.kind === 'ready' && parseStepId(need.step).action === 'apply',
  );
  return carriers.length > 0 && carriers.every(need => begun(steps[need.step]?.state));
};

const missingOf = (own: readonly StepState[], steps: Steps): string[] => {
  const absent = own
    .flatMap(step => step.needs)
    .filter(need => need.kind === 'uses')
    .filter(need => {
      const state = steps[need.step]?.state;
      return state === undefined || ['failed', 'blocked', 'skipped'].includes(state);
    })
    .map(need => parseStepId(need.step).component);
  return [...new Set(absent)];
};

/** Making its namespace and secrets is no beginning: that happens for all before the first is applied. */
const beginOf = (own: readonly StepState[]): string | null => {
  const starts = own
    .filter(step => actionOf(step) !== 'prepare' || step.state === 'failed')
    .flatMap(step => step.startedAt ?? []);
  return starts.toSorted()[0] ?? null;
};

const secondsOf = (startedAt: string | null, own: readonly StepState[]): number | null => {
  const ends = own.flatMap(step => step.finishedAt ?? []).toSorted();
  const last = ends.at(-1);
  const moving = own.some(step => step.state === 'running');
  const left = own.some(step => !isOver(step)) && !own.some(step => step.state === 'interrupted');
  return startedAt === null || last === undefined || moving || left
    ? null
    : Math.max(0, Date.parse(last) - Date.parse(startedAt)) / 1000;
};

const same = (a: ComponentState, b: ComponentState): boolean =>
  (Object.keys(a) as (keyof ComponentState)[]).every(key => {
    const [left, right] = [a[key], b[key]];
    return Array.isArray(left) && Array.isArray(right)
      ? left.length === right.length && left.every((item, index) => item === right[index])
      : left === right;
  });
