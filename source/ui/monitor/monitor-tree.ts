import {
  blankComponent,
  type ComponentState,
  noRun,
  type RunState,
  type StepState,
} from '../../engine/state.js';
import {waitingStep} from '../../engine/step-state.js';
import type {MonitoredComponent, MonitorView} from '../../monitor/view.js';
import type {PlannedComponent} from '../../plan/plan.js';
import type {RunView} from '../ports.js';

const trees = new WeakMap<MonitorView, RunView>();
const states = new WeakMap<MonitoredComponent, ComponentState>();

/** The cluster as the tree of a run shows one: what is there stands for a plan, and nothing of it is under way by us. */
export const treeOf = (view: MonitorView): RunView => {
  const known = trees.get(view);
  if (known !== undefined) {
    return known;
  }
  const tree: RunView = {
    phase: 'running',
    talk: [],
    title: view.context,
    plan: {
      edition: 'flex',
      components: view.components.map(planned),
      steps: [],
      criticalPath: {steps: [], seconds: 0},
    },
    standIns: [],
    state: stateOf(view),
    observation: view.observation,
    asOf: view.asOf === null ? null : new Date(view.asOf).toISOString(),
    toolLines: {},
    receipt: null,
    files: {profile: '', kubeconfig: null, receipt: null},
    removal: null,
    error: null,
    wheel: null,
  };
  trees.set(view, tree);
  return tree;
};

const planned = ({name, row, group}: MonitoredComponent): PlannedComponent => ({
  ...{name, row, group},
  stage: 'initial',
  requirement: 'required',
  enabled: true,
  replacedBy: null,
  delivery: 'checked',
  chart: null,
  version: null,
  namespace: null,
});

const stateOf = ({components, isRehearsal, nodes}: MonitorView): RunState => ({
  run: {...noRun, simulatedNodes: isRehearsal ? nodes.length : 0},
  components: Object.fromEntries(components.map(component => [component.name, componentState(component)])),
  // What a step that runs says is what its component waits for.
  steps: Object.fromEntries(
    components.flatMap(component =>
      component.state === 'ready' ? [] : [[`${component.name}/ready`, step(component)]],
    ),
  ),
});

const step = ({name, ready, desired, reason}: MonitoredComponent): StepState => ({
  ...waitingStep({id: `${name}/ready`, component: name, needs: []}),
  state: 'running',
  progress: {ready, desired, waitsFor: reason},
});

/** The same object for the same component, so that its rows are made once. */
const componentState = (component: MonitoredComponent): ComponentState => {
  const known = states.get(component);
  if (known !== undefined) {
    return known;
  }
  const {name, row, state, ready, desired, reason} = component;
  const made: ComponentState = {
    ...blankComponent({name, row, delivery: 'checked'}, false),
    ...{state, ready, desired, waitsFor: reason},
  };
  states.set(component, made);
  return made;
};
