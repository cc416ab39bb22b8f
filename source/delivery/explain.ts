import {carries, type Evidence, seen} from '../cluster/causes/evidence.js';
import {causeOf} from '../cluster/causes.js';
import {type KubernetesObject, nameOf} from '../cluster/kubernetes-object.js';
import type {Observer} from '../cluster/observer.js';
import type {JudgedObject} from './ready.js';

/** The kinds that tell why a workload is not ready; to be watched beside it. */
export const witnesses = {
  ...seen,
  replicaSets: {apiVersion: 'apps/v1', kind: 'ReplicaSet'},
  events: {apiVersion: 'v1', kind: 'Event'},
} as const;

/** `StatefulSet openstack/mariadb-cluster: 2 of 3 pods are ready; pod mariadb-cluster-2 waits for …`, without a full stop. */
export const explain = (observer: Observer, {ref, object, verdict}: JudgedObject): string => {
  // A release says its own namespace of everything in it; the object knows whether it has one.
  const named = object ? {...ref, namespace: object.metadata.namespace} : ref;
  return `${nameOf(named)}: ${object ? causeOf(object, verdict, evidenceOf(observer)).text : verdict.reason}`;
};

const evidenceOf = (observer: Observer): Evidence => ({
  get: ref => observer.get(ref),
  all: kind => observer.all(kind),
  events: ({kind, metadata}) =>
    observer.all(witnesses.events).filter(({involvedObject: about}) => {
      const isSame = about?.kind === kind && about?.name === metadata.name;
      return isSame && (about?.namespace ?? '') === (metadata.namespace ?? '');
    }),
  beneath: workload => beneath(observer, workload),
  sees: kind => observer.sees(kind),
  now: Date.now(),
});

const isOwnedBy = (object: KubernetesObject, {metadata}: KubernetesObject): boolean =>
  metadata.uid !== undefined &&
  (object.metadata.ownerReferences ?? []).some(owner => owner.uid === metadata.uid);

/** A Deployment owns its pods through ReplicaSets. */
const beneath = (observer: Observer, workload: KubernetesObject): ReturnType<Evidence['beneath']> => {
  const between = observer.all(witnesses.replicaSets).filter(object => isOwnedBy(object, workload));
  const labels: Record<string, string> | undefined =
    workload.kind === 'Deployment' ? workload.spec?.selector?.matchLabels : undefined;
  const pods = observer
    .all(seen.pod)
    .filter(
      pod =>
        pod.metadata.namespace === workload.metadata.namespace &&
        (isOwnedBy(pod, workload) || (labels !== undefined && carries(pod, labels))),
    );
  return {pods, between};
};
