import {carries, type Evidence, seen} from '../cluster/causes/evidence.js';
import {causeOf} from '../cluster/causes.js';
import {createEventIndex, type EventIndex} from '../cluster/event-index.js';
import {type KindRef, type KubernetesObject, nameOf} from '../cluster/kubernetes-object.js';
import type {Observer} from '../cluster/observer.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {JudgedObject} from './ready.js';

/** The kinds that tell why a workload is not ready; to be watched beside it. */
export const witnesses = {
  ...seen,
  replicaSets: {apiVersion: 'apps/v1', kind: 'ReplicaSet'},
  events: {apiVersion: 'v1', kind: 'Event'},
} as const;

const longestName = 300;

/** `StatefulSet openstack/mariadb-cluster: 2 of 3 pods are ready; pod mariadb-cluster-2 waits for …`, without a full stop. */
export const explain = (observer: Observer, {ref, object, verdict}: JudgedObject): string => {
  // A release says its own namespace of everything in it; the object knows whether it has one.
  const named = object ? {...ref, namespace: object.metadata.namespace} : ref;
  // Where nothing is there, the name is what a release says.
  return `${sanitiseLine(nameOf(named), longestName)}: ${object ? causeOf(object, verdict, evidenceOf(observer)).text : verdict.reason}`;
};

/** Of one question: what is asked for again and again is gathered once. */
const evidenceOf = (observer: Observer): Evidence => {
  const lists = new Map<string, readonly KubernetesObject[]>();
  let events: EventIndex | undefined;
  const all = (kind: KindRef): readonly KubernetesObject[] => {
    const key = `${kind.apiVersion}/${kind.kind}`;
    const known = lists.get(key) ?? observer.all(kind);
    lists.set(key, known);
    return known;
  };
  const eventIndex = (): EventIndex => {
    const index = createEventIndex();
    for (const event of observer.all(witnesses.events)) index.put(event);
    return index;
  };
  return {
    get: ref => observer.get(ref),
    all,
    events(about) {
      events ??= eventIndex();
      return events.about(about);
    },
    beneath: workload => beneath(all, workload),
    sees: kind => observer.sees(kind),
    now: Date.now(),
  };
};

const isOwnedBy = (object: KubernetesObject, {metadata}: KubernetesObject): boolean =>
  metadata.uid !== undefined &&
  (object.metadata.ownerReferences ?? []).some(owner => owner.uid === metadata.uid);

/** A Deployment owns its pods through ReplicaSets. */
const beneath = (all: Evidence['all'], workload: KubernetesObject): ReturnType<Evidence['beneath']> => {
  const between = all(witnesses.replicaSets).filter(object => isOwnedBy(object, workload));
  const labels: Record<string, string> | undefined =
    workload.kind === 'Deployment' ? workload.spec?.selector?.matchLabels : undefined;
  const pods = all(seen.pod).filter(
    pod =>
      pod.metadata.namespace === workload.metadata.namespace &&
      (isOwnedBy(pod, workload) || (labels !== undefined && carries(pod, labels))),
  );
  return {pods, between};
};
