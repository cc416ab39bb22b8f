import type {Plan, PlannedComponent} from '../plan/plan.js';
import {componentNow} from './component-state.js';
import type {EngineEvent, Outcome} from './events.js';
import {
  type Postponement,
  type Stall,
  type StepError,
  type StepState,
  stepAfter,
  waitingStep,
} from './step-state.js';

export type {Postponement, Stall, StepError, StepState, StepStatus} from './step-state.js';

export const componentStates = [
  'planned',
  'blocked',
  'applying',
  'rolling-out',
  'ready',
  'verified',
  'failed',
  'skipped',
  'removing',
  'gone',
] as const;
export type ComponentStateName = (typeof componentStates)[number];

export interface ComponentState {
  readonly name: string;
  readonly row: string | null;
  readonly delivery: PlannedComponent['delivery'];
  readonly standIn: boolean;
  readonly state: ComponentStateName;
  /** Of what the readiness looks at, or of the hooks while it is applied; both 0 as long as nothing is known. */
  readonly ready: number;
  readonly desired: number;
  /** The component at the root, which failed or is skipped. */
  readonly blockedBy: string | null;
  /** What it waits on, without a full stop; empty where it waits on nothing. */
  readonly waitsFor: string;
  readonly error: StepError | null;
  /** When its apply (or its check) began; ISO 8601. */
  readonly startedAt: string | null;
  /** From startedAt until its last step ended; null until then. */
  readonly seconds: number | null;
  /** Everything was so already and nothing was written. */
  readonly unchanged: boolean;
  readonly interrupted: boolean;
  /** How often it was begun; 1 until a person retries it. */
  readonly attempt: number;
  /** It shows no sign of life for longer than is ordinary. */
  readonly stalled: Stall | null;
  /** It failed of something that may pass, and is tried again. */
  readonly postponed: Postponement | null;
  /** Seconds without a sign of life after which it is given up, where a person gave it more; else null. */
  readonly patienceSeconds: number | null;
  readonly notes: readonly string[];
  /** Components it would use and that are off, failed or blocked. */
  readonly missing: readonly string[];
}

/** `stopping`: nothing new begins; the run ends with what runs. */
export type RunMode = 'going' | 'paused' | 'stopping';

export interface RunFacts {
  readonly id: string | null;
  readonly enginePid: number | null;
  readonly cluster: string | null;
  readonly simulatedNodes: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly outcome: Outcome | null;
  /** Steps that are still finishing after Ctrl-C. */
  readonly finishing: readonly string[] | null;
  /** Since when (ISO 8601) the API server does not answer, and why; null while it does. */
  readonly silent: {readonly since: string; readonly why: string} | null;
  readonly mode: RunMode;
  /** Of a run that stops: the failed component because of which it does; null where a person wants it. */
  readonly stoppedBy: string | null;
  /** Only a person can move it on, by retrying or skipping what failed. */
  readonly isAwaiting: boolean;
}

/** Everything that renderings need; plain JSON, in the plan's order, so that it can be sent as a snapshot. */
export interface RunState {
  readonly run: RunFacts;
  readonly components: Readonly<Record<string, ComponentState>>;
  readonly steps: Readonly<Record<string, StepState>>;
}

/** Before it has begun. */
export const noRun: RunFacts = {
  id: null,
  enginePid: null,
  cluster: null,
  simulatedNodes: 0,
  startedAt: null,
  finishedAt: null,
  outcome: null,
  finishing: null,
  silent: null,
  mode: 'going',
  stoppedBy: null,
  isAwaiting: false,
};

/** The state before the first event: the components of the plan that are on, all planned. */
export const initialState = (plan: Plan, standIns: readonly string[] = []): RunState => {
  const steps = Object.fromEntries(plan.steps.map(step => [step.id, waitingStep(step)]));
  const blank = plan.components
    .filter(component => component.enabled)
    .map(
      component => [component.name, blankComponent(component, standIns.includes(component.name))] as const,
    );
  const components = Object.fromEntries(
    blank.map(([name, component]) => [name, componentNow(component, steps)]),
  );
  return {
    run: noRun,
    components,
    steps,
  };
};

/** The state after one more event. Components that did not change stay the same object. */
export const reduce = (state: RunState, event: EngineEvent): RunState => {
  switch (event.type) {
    case 'started':
      return withRun(state, {
        id: event.run,
        enginePid: event.enginePid,
        cluster: event.cluster,
        simulatedNodes: event.simulatedNodes,
        startedAt: event.time,
      });
    case 'note':
      return withComponent(state, event.component, component => ({
        ...component,
        notes: [...component.notes, event.text],
      }));
    case 'lengthened':
      return withComponent(state, event.component, component => ({
        ...component,
        patienceSeconds: event.patienceSeconds,
      }));
    case 'retried':
    case 'skipped':
      return withRun(state, {isAwaiting: false});
    case 'paused':
      return withRun(state, {mode: 'paused'});
    case 'resumed':
      return withRun(state, {mode: 'going', stoppedBy: null});
    case 'stopping':
      return withRun(state, {mode: 'stopping', stoppedBy: event.by, isAwaiting: false});
    case 'interrupting':
      return withRun(state, {finishing: event.finishing, isAwaiting: false});
    case 'api-silent':
      return withRun(state, {silent: {since: event.since, why: event.why}});
    case 'api-heard':
      return withRun(state, {silent: null});
    case 'awaiting':
      return withRun(state, {isAwaiting: true});
    case 'finished':
      return withRun(state, {outcome: event.outcome, finishedAt: event.time, isAwaiting: false});
    default: {
      const step = ownOf(state.steps, event.step);
      return step === undefined ? state : withStep(state, stepAfter(step, event));
    }
  }
};

/** As long as nothing has happened to it. */
export const blankComponent = (
  component: Pick<PlannedComponent, 'name' | 'row' | 'delivery'>,
  standIn: boolean,
): ComponentState => ({
  name: component.name,
  row: component.row,
  delivery: component.delivery,
  standIn,
  state: 'planned',
  ready: 0,
  desired: 0,
  blockedBy: null,
  waitsFor: '',
  error: null,
  startedAt: null,
  seconds: null,
  unchanged: false,
  interrupted: false,
  attempt: 1,
  stalled: null,
  postponed: null,
  patienceSeconds: null,
  notes: [],
  missing: [],
});

const withRun = (state: RunState, change: Partial<RunFacts>): RunState => ({
  ...state,
  run: {...state.run, ...change},
});

/** Every object inherits a `constructor`, which is no component and no step. */
const ownOf = <T>(map: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

const withComponent = (
  state: RunState,
  name: string,
  change: (component: ComponentState) => ComponentState,
): RunState => {
  const component = ownOf(state.components, name);
  return component === undefined
    ? state
    : {...state, components: {...state.components, [name]: change(component)}};
};

/** A step's end may change what every other component waits for, its progress only its own component. */
const withStep = (state: RunState, step: StepState): RunState => {
  const before = state.steps[step.id];
  const steps = {...state.steps, [step.id]: step};
  const touched = before?.state === step.state ? [step.component] : Object.keys(state.components);
  const components = {...state.components};
  for (const name of touched) {
    const component = ownOf(components, name);
    if (component !== undefined) {
      components[name] = componentNow(component, steps);
    }
  }
  return {...state, components, steps};
};
