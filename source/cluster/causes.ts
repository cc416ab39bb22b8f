import {whyUnbound} from './causes/claims.js';
import {type Cause, cause, type Evidence, lastWarning, podsOf} from './causes/evidence.js';
import {podCause} from './causes/pods.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {conditionOf, type Verdict} from './readiness/verdict.js';

export type {Cause, Evidence} from './causes/evidence.js';

const workloads: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
]);

/** What passes by itself is said only when nothing worse is there. */
const mild: ReadonlySet<string> = new Set(['GS-POD-00', 'GS-POD-17', 'GS-POD-19']);

export const passes = ({code}: Cause): boolean => mild.has(code) || code === 'GS-POD-18';

/** How near to the root a cause is; 0 is nearest. What waits for others has its root elsewhere. */
export const rankOf = (of: Cause): number => {
  if (of.code === 'GS-POD-07') return 1;
  return passes(of) ? 2 : 0;
};

const isReady = ({status}: KubernetesObject): boolean =>
  status?.phase === 'Succeeded' || conditionOf(status, 'Ready')?.status === 'True';

/**
 * What an object that is not ready waits for, e.g. `2 of 3 pods are ready; pod mariadb-cluster-2 waits for claim
 * storage-mariadb-cluster-2, unbound: StorageClass general does not exist`. Pure.
 * @param pods of a workload, where they are known better than by its selector.
 */
export const causeOf = (
  object: KubernetesObject,
  verdict: Verdict,
  evidence: Evidence,
  pods: readonly KubernetesObject[] = podsOf(object, evidence),
): Cause => {
  const {code = 'GS-POD-18', reason} = verdict;
  if (object.kind === 'Pod') return podCause(object, evidence) ?? cause(code, reason);
  if (object.kind === 'PersistentVolumeClaim' && verdict.state === 'progressing')
    return cause('GS-POD-01', `it is unbound: ${whyUnbound(object, evidence)}`);
  if (!workloads.has(object.kind)) {
    const warning = lastWarning(object, evidence);
    return cause(code, warning === undefined ? reason : `${reason}; ${warning}`);
  }
  const found = worstPod(pods, evidence);
  if (found !== undefined)
    return {...found.cause, text: `${reason}; pod ${found.pod.metadata.name} ${found.cause.text}`};
  // Pods that cannot be made at all leave their trace on what makes them.
  const warning = lastWarning(object, evidence, ['FailedCreate', 'FailedCreatePod']);
  return pods.length === 0 && warning !== undefined
    ? cause('GS-POD-10', `${reason}; its pods cannot be made: ${warning}`)
    : cause(code, reason);
};

export interface PodWithCause {
  readonly pod: KubernetesObject;
  readonly cause: Cause;
}

/** The pod that holds a workload up: the first by name with something worse than what passes by itself, else the first. */
export const worstPod = (pods: readonly KubernetesObject[], evidence: Evidence): PodWithCause | undefined => {
  const found = pods
    .filter(pod => !isReady(pod))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap(pod => {
      const because = podCause(pod, evidence);
      return because === undefined ? [] : [{pod, cause: because}];
    });
  return found.find(({cause: {code}}) => !mild.has(code)) ?? found[0];
};
