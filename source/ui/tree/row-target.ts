import type {ObservedPod, ObservedWorkload} from '../../cluster/observation.js';
import type {RunView} from '../ports.js';
import type {TreeRow} from './tree-row.js';

/** What a question or a log is about; the names are objects' names. */
export interface RowTarget {
  /** Empty where it is of none; then the workload is `Node/compute-4`, and the namespace is said too. */
  readonly component: string;
  readonly workload?: string;
  readonly pod?: string;
  readonly namespace?: string;
}

/** Undefined for rows that are about no single component. */
export const targetOf = (row: TreeRow): RowTarget | undefined => {
  switch (row.kind) {
    case 'component':
      return {component: row.component};
    case 'workload':
      return {component: row.component, workload: row.name};
    case 'pod':
      return {component: row.component, workload: row.workload.name, pod: row.name};
    default:
      return undefined;
  }
};

export type PodRef = Pick<ObservedPod, 'namespace' | 'name'>;

/** The pod whose log is asked for: the one that is named, else the first that is not ready, else the first. */
export const podOf = (
  {component, workload, pod, namespace}: RowTarget,
  {observation}: RunView,
): PodRef | undefined => {
  if (component === '' && pod !== undefined && namespace !== undefined) {
    return {namespace, name: pod};
  }
  const among = (observation.get(component) ?? []).filter(
    ({name}) => workload === undefined || name === workload,
  );
  const pods = among.flatMap((one: ObservedWorkload) => one.pods);
  const found =
    pod === undefined ? (pods.find(({isReady}) => !isReady) ?? pods[0]) : pods.find(({name}) => name === pod);
  return found && {namespace: found.namespace, name: found.name};
};
