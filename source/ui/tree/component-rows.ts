import type {ObservedWorkload} from '../../cluster/observation.js';
import type {ComponentState, ComponentStateName} from '../../engine/state.js';
import type {PlannedComponent} from '../../plan/plan.js';
import {
  type ComponentRow,
  type Counts,
  componentKey,
  groupKey,
  podKey,
  type TreeRow,
  type WorkloadRow,
  workloadKey,
} from './tree-row.js';
import type {WaitsChain} from './waits-chain.js';

/** Everything that the rows of one component are made of. */
export interface ComponentInput {
  readonly planned: PlannedComponent;
  readonly state: ComponentState;
  readonly workloads: readonly ObservedWorkload[];
  readonly chain: WaitsChain;
  /** It holds back many others, so its pods are of interest. */
  readonly isRoot: boolean;
  readonly folds: ReadonlyMap<string, boolean> | undefined;
  readonly filter: string;
}

/** A workload with more pods than this opens only by hand. */
const fewPods = 6;

const made = new WeakMap<
  ComponentState,
  {readonly input: ComponentInput; readonly rows: readonly TreeRow[]}
>();

/**
 * A component's row and those below it; none where the filter leaves nothing. The same array as before where nothing of its
 * input differs, so that a change of one component is a change of its rows only.
 */
export const componentRows = (input: ComponentInput): readonly TreeRow[] => {
  const before = made.get(input.state);
  if (before !== undefined && isSame(before.input, input)) {
    return before.rows;
  }
  const rows = makeRows(input);
  made.set(input.state, {input, rows});
  return rows;
};

const isSame = (a: ComponentInput, b: ComponentInput): boolean =>
  a.planned === b.planned &&
  a.workloads === b.workloads &&
  a.folds === b.folds &&
  a.isRoot === b.isRoot &&
  a.filter === b.filter &&
  a.chain.reason === b.chain.reason &&
  a.chain.names.join() === b.chain.names.join();

const makeRows = (input: ComponentInput): readonly TreeRow[] => {
  const {planned, state, workloads, filter, folds} = input;
  const key = componentKey(planned.name);
  const isFound = matches(filter, planned.name, planned.row ?? '');
  const found = isFound ? workloads : workloads.filter(workload => hasMatch(workload, filter));
  if (!isFound && found.length === 0) {
    return [];
  }
  const isOpen = folds?.get(key) ?? (filter === '' ? state.state === 'failed' || input.isRoot : !isFound);
  const row: ComponentRow = {
    kind: 'component',
    key,
    parent: groupKey(planned.group),
    fold: workloads.length === 0 ? 'none' : isOpen ? 'open' : 'closed',
    name: planned.name,
    component: planned.name,
    version: planned.version,
    isStandIn: state.standIn,
    state: state.state,
    counts: countsOf(state),
    chain: input.chain,
    missing: state.missing,
    isUnchanged: state.unchanged,
    span: {startedAt: state.startedAt, seconds: state.seconds},
  };
  return isOpen
    ? [
        row,
        ...found.flatMap((workload, index) =>
          workloadRows(workload, input, isFound, index === found.length - 1),
        ),
      ]
    : [row];
};

const countsOf = ({ready, desired}: ComponentState): Counts | null => (desired > 0 ? {ready, desired} : null);

const workloadRows = (
  workload: ObservedWorkload,
  {planned, folds, filter}: ComponentInput,
  isFound: boolean,
  isLast: boolean,
): readonly TreeRow[] => {
  const component = planned.name;
  const key = workloadKey(component, workload);
  const isWhole = isFound || matches(filter, workload.name);
  const pods = isWhole ? workload.pods : workload.pods.filter(pod => matches(filter, pod.name));
  const byItself = isWhole ? workload.state !== 'ready' && pods.length <= fewPods : true;
  const isOpen = folds?.get(key) ?? byItself;
  const row: WorkloadRow = {
    kind: 'workload',
    key,
    parent: componentKey(component),
    fold: pods.length === 0 ? 'none' : isOpen ? 'open' : 'closed',
    name: workload.name,
    component,
    workload,
    state: workloadStates[workload.state],
    counts: workload.desired > 0 ? {ready: workload.ready, desired: workload.desired} : null,
    isLast,
  };
  return isOpen
    ? [
        row,
        ...pods.map((pod, index) => ({
          kind: 'pod' as const,
          key: podKey(component, pod),
          parent: key,
          fold: 'none' as const,
          name: pod.name,
          component,
          workload,
          pod,
          state: pod.isReady || pod.status === 'Completed' ? ('ready' as const) : troubled(pod.status),
          counts: null,
          isLast: index === pods.length - 1,
          isWorkloadLast: isLast,
        })),
      ]
    : [row];
};

const workloadStates: Readonly<Record<ObservedWorkload['state'], ComponentStateName>> = {
  progressing: 'rolling-out',
  ready: 'ready',
  failed: 'failed',
};

/** Words that kubectl shows of a pod that does not get on by itself. */
const troubled = (status: string): ComponentStateName =>
  /BackOff|Err|Invalid|Error|Failed|Evicted|OOMKilled|Unknown/.test(status) ? 'failed' : 'rolling-out';

const hasMatch = (workload: ObservedWorkload, filter: string): boolean =>
  matches(filter, workload.name) || workload.pods.some(pod => matches(filter, pod.name));

const matches = (filter: string, ...texts: readonly string[]): boolean =>
  filter === '' || texts.some(text => text.toLowerCase().includes(filter.toLowerCase()));
