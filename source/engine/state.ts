import type {Plan, PlannedComponent} from '../plan/plan.js';
import {parseStepId} from '../plan/plan.js';
import type {Progress, StepResult} from './backend.js';
import {componentNow} from './component-state.js';
import type {EngineEvent, Outcome} from './events.js';

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

export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'blocked' | 'interrupted';

export interface StepState {
  readonly id: string;
  readonly component: string;
  readonly needs: Plan['steps'][number]['needs'];
  readonly state: StepStatus;
  /** ISO 8601, or null before it began. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly result: StepResult | null;
  readonly progress: Progress | null;
}

export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface ComponentState {
  readonly name: string;
  readonly row: string | null;
  readonly delivery: PlannedComponent['delivery'];
  readonly standIn: boolean;
  readonly state: ComponentStateName;
  /** Of what the readiness looks at, or of the hooks while it is applied; both 0 as long as nothing is known. */
  readonly ready: number;
  readonly desired: number;
  /** The failed component at the root. */
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
  readonly notes: readonly string[];
  /** Components it would use and that are off, failed or blocked. */
  readonly missing: readonly string[];
}

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
}

/** Everything that renderings need; plain JSON, in the plan's order, so that it can be sent as a snapshot. */
export interface RunState {
  readonly run: RunFacts;
  readonly components: Readonly<Record<string, ComponentState>>;
  readonly steps: Readonly<Record<string, StepState>>;
}

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
    run: {
      id: null,
      enginePid: null,
      cluster: null,
      simulatedNodes: 0,
      startedAt: null,
      finishedAt: null,
      outcome: null,
      finishing: null,
      silent: null,
    },
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
    case 'step-started':
      return withStep(state, event.step, {state: 'running', startedAt: event.time});
    case 'progress':
      return withStep(state, event.step, {
        progress: {ready: event.ready, desired: event.desired, waitsFor: event.waitsFor},
      });
    case 'note':
      return withComponent(state, event.component, component => ({
        ...component,
        notes: [...component.notes, event.text],
      }));
    case 'step-finished':
      return withStep(state, event.step, {
        state: 'done',
        finishedAt: event.time,
        result: event.result,
        progress: finishedProgress(state.steps[event.step]),
      });
    case 'step-failed':
      return withStep(
        withComponent(state, event.component, component => ({
          ...component,
          error: {code: event.code, message: event.message, remedy: event.remedy},
        })),
        event.step,
        {state: 'failed', finishedAt: event.time},
      );
    case 'step-blocked':
      return withStep(
        withComponent(state, event.component, component => ({...component, blockedBy: event.by})),
        event.step,
        {state: 'blocked', finishedAt: endOf(state.steps[event.step], event.time)},
      );
    case 'step-interrupted':
      return withStep(state, event.step, {state: 'interrupted', finishedAt: event.time});
    case 'interrupting':
      return withRun(state, {finishing: event.finishing});
    case 'api-silent':
      return withRun(state, {silent: {since: event.since, why: event.why}});
    case 'api-heard':
      return withRun(state, {silent: null});
    case 'finished':
      return withRun(state, {outcome: event.outcome, finishedAt: event.time});
    default:
      return event satisfies never;
  }
};

const waitingStep = (step: Plan['steps'][number]): StepState => ({
  id: step.id,
  component: step.component,
  needs: step.needs,
  state: 'waiting',
  startedAt: null,
  finishedAt: null,
  result: null,
  progress: null,
});

const blankComponent = (component: PlannedComponent, standIn: boolean): ComponentState => ({
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
  notes: [],
  missing: [],
});

const withRun = (state: RunState, change: Partial<RunFacts>): RunState => ({
  ...state,
  run: {...state.run, ...change},
});

const withComponent = (
  state: RunState,
  name: string,
  change: (component: ComponentState) => ComponentState,
): RunState => {
  const component = state.components[name];
  return component === undefined
    ? state
    : {...state, components: {...state.components, [name]: change(component)}};
};

/** A step's end may change what every other component waits for, its progress only its own component. */
const withStep = (state: RunState, id: string, change: Partial<StepState>): RunState => {
  const step = state.steps[id];
  if (step === undefined) {
    return state;
  }
  const steps = {...state.steps, [id]: {...step, ...change}};
  const touched = change.state === undefined ? [step.component] : Object.keys(state.components);
  const components = {...state.components};
  for (const name of touched) {
    const component = components[name];
    if (component !== undefined) {
      components[name] = componentNow(component, steps);
    }
  }
  return {...state, components, steps};
};

/** A readiness that ended well has everything ready, whether or not its last report said so. */
const finishedProgress = (step: StepState | undefined): Progress | null => {
  if (step?.progress == null) {
    return null;
  }
  const {ready, desired} = step.progress;
  const isWhole = ['ready', 'gone'].includes(parseStepId(step.id).action);
  return {ready: isWhole ? desired : ready, desired, waitsFor: ''};
};

/** A step that was blocked before it began has no times. */
const endOf = (step: StepState | undefined, time: string): string | null =>
  step?.startedAt == null ? null : time;
