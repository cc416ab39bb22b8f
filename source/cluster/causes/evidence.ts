import type {KubernetesObject} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';

/** What else the cluster shows, for saying why something is not ready; of any namespaces. */
export interface Evidence {
  readonly pods: readonly KubernetesObject[];
  readonly claims: readonly KubernetesObject[];
  readonly events: readonly KubernetesObject[];
  readonly storageClasses: readonly KubernetesObject[];
  readonly jobs: readonly KubernetesObject[];
  /** Undefined where nobody looked: then no Service is said to be there or not. */
  readonly services?: readonly KubernetesObject[];
}

export interface Cause {
  readonly code: `GS-${string}`;
  /** A clause without a full stop. */
  readonly text: string;
  /** What has to be mended, where that is not the object itself: `StorageClass general`. */
  readonly root?: string;
  /** Workloads that it waits for: `Job openstack/nova-db-sync`. */
  readonly waitsFor?: readonly string[];
}

export const cause = (
  code: Cause['code'],
  text: string,
  rest: Pick<Cause, 'root' | 'waitsFor'> = {},
): Cause => ({
  code,
  text,
  ...rest,
});

const isOwnedBy = (object: KubernetesObject, uid: string | undefined): boolean =>
  uid !== undefined && (object.metadata.ownerReferences ?? []).some(owner => owner.uid === uid);

export const carries = (object: KubernetesObject, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([key, value]) => object.metadata.labels?.[key] === value);

/** Those that it owns; of a Deployment, which owns them through a ReplicaSet, those that its selector takes. */
export const podsOf = (workload: KubernetesObject, {pods}: Evidence): KubernetesObject[] => {
  const labels = workload.kind === 'Deployment' ? workload.spec?.selector?.matchLabels : undefined;
  return pods.filter(
    pod =>
      pod.metadata.namespace === workload.metadata.namespace &&
      (isOwnedBy(pod, workload.metadata.uid) || (labels !== undefined && carries(pod, labels))),
  );
};

const timeOf = (event: KubernetesObject): string =>
  String(
    event.series?.lastObservedTime ??
      event.lastTimestamp ??
      event.eventTime ??
      event.metadata.creationTimestamp ??
      '',
  );

/** The last warning about the object; about a Deployment's ReplicaSets too, which are what cannot make its pods. */
export const lastWarning = (
  {kind, metadata}: KubernetesObject,
  {events}: Evidence,
  reasons?: readonly string[],
): string | undefined => {
  const isAbout = ({involvedObject: about}: KubernetesObject): boolean =>
    about?.namespace === metadata.namespace &&
    ((about?.kind === kind && about?.name === metadata.name) ||
      (kind === 'Deployment' &&
        about?.kind === 'ReplicaSet' &&
        String(about?.name).replace(/-[a-z0-9]+$/, '') === metadata.name));
  const [last] = events
    .filter(
      event =>
        isAbout(event) &&
        event.type === 'Warning' &&
        (reasons === undefined || reasons.includes(String(event.reason))),
    )
    .toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return last === undefined ? undefined : sanitiseLine(String(last.message ?? last.reason ?? ''), 300);
};
