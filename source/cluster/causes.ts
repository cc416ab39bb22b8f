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

const isReady = ({status}: KubernetesObject): boolean =>
  status?.phase === 'Succeeded' || conditionOf(status, 'Ready')?.status === 'True';

/**
 * What an object that is not ready waits for, e.g. `2 of 3 pods are ready; pod mariadb-cluster-2 waits for claim
 * storage-mariadb-cluster-2, unbound: StorageClass general does not exist`. Pure.
 */
export const causeOf = (object: KubernetesObject, verdict: Verdict, evidence: Evidence): Cause => {
  const {code = 'GS-POD-18', reason} = verdict;
  if (object.kind === 'Pod') return podCause(object, evidence) ?? cause(code, reason);
  if (object.kind === 'PersistentVolumeClaim' && verdict.state === 'progressing')
    return cause('GS-POD-01', `it is unbound: ${whyUnbound(object, evidence)}`);
  if (!workloads.has(object.kind)) {
    const warning = lastWarning(object, evidence);
    return cause(code, warning === undefined ? reason : `${reason}; ${warning}`);
  }
  const pods = podsOf(object, evidence);
  const found = worst(pods, evidence);
  if (found !== undefined) return cause(found.code, `${reason}; ${found.text}`);
  // Pods that cannot be made at all leave their trace on what makes them.
  const warning = lastWarning(object, evidence, ['FailedCreate', 'FailedCreatePod']);
  return pods.length === 0 && warning !== undefined
    ? cause('GS-POD-10', `${reason}; its pods cannot be made: ${warning}`)
    : cause(code, reason);
};

const worst = (pods: readonly KubernetesObject[], evidence: Evidence): Cause | undefined => {
  const causes = pods
    .filter(pod => !isReady(pod))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap(pod => {
      const found = podCause(pod, evidence);
      return found === undefined ? [] : [cause(found.code, `pod ${pod.metadata.name} ${found.text}`)];
    });
  return causes.find(({code}) => !mild.has(code)) ?? causes[0];
};
