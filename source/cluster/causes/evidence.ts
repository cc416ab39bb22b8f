import {timeOfEvent} from '../event-index.js';
import type {KindRef, KubernetesObject, ObjectRef} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';

/** What else the cluster shows, for saying why something is not well; of all namespaces. */
export interface Evidence {
  get(ref: ObjectRef): KubernetesObject | undefined;
  all(kind: KindRef): readonly KubernetesObject[];
  events(about: About): readonly KubernetesObject[];
  /** What is under a workload on any depth, pods and what is between. */
  beneath(workload: KubernetesObject): {
    readonly pods: readonly KubernetesObject[];
    readonly between: readonly KubernetesObject[];
  };
  /** Whether objects of the kind are seen at all: of what is not, none is said to be missing. */
  sees(kind: KindRef): boolean;
  /** How full a claim is in percent, where metrics say that it is nearly full. */
  fullness?(claim: About): number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type About = Pick<KubernetesObject, 'kind' | 'metadata'>;

/** The kinds that explain others. */
export const seen = {
  pod: {apiVersion: 'v1', kind: 'Pod'},
  claim: {apiVersion: 'v1', kind: 'PersistentVolumeClaim'},
  service: {apiVersion: 'v1', kind: 'Service'},
  node: {apiVersion: 'v1', kind: 'Node'},
  storageClass: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
  job: {apiVersion: 'batch/v1', kind: 'Job'},
  deployment: {apiVersion: 'apps/v1', kind: 'Deployment'},
  statefulSet: {apiVersion: 'apps/v1', kind: 'StatefulSet'},
  daemonSet: {apiVersion: 'apps/v1', kind: 'DaemonSet'},
} as const satisfies Record<string, KindRef>;

/** What many records ask of the same object is answered once for each look. */
export const perObject = <T>(
  ask: (object: KubernetesObject, evidence: Evidence) => T,
): ((object: KubernetesObject, evidence: Evidence) => T) => {
  const looks = new WeakMap<Evidence, WeakMap<KubernetesObject, {readonly answer: T}>>();
  return (object, evidence) => {
    const answers = looks.get(evidence) ?? new WeakMap();
    looks.set(evidence, answers);
    const known = answers.get(object) ?? {answer: ask(object, evidence)};
    answers.set(object, known);
    return known.answer;
  };
};

export const carries = (object: KubernetesObject, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(labels).every(([key, value]) => object.metadata.labels?.[key] === value);

/** `Job openstack/nova-db-sync`, `Node compute-1`. */
export const nameIn = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${sanitiseLine(name, 253)}`;

export const objectName = ({kind, metadata}: About): string =>
  nameIn(kind, metadata.namespace, metadata.name);

/** What warnings about something say, newest first; of those reasons, where some are given. */
export const warnings = (about: About, evidence: Evidence, ...reasons: readonly string[]): string[] =>
  evidence
    .events(about)
    .filter(
      ({type, reason}) =>
        type === 'Warning' && (reasons.length === 0 || reasons.includes(String(reason ?? ''))),
    )
    .toSorted((a, b) => (timeOfEvent(a) < timeOfEvent(b) ? 1 : -1))
    .map(({message, reason}) => String(message ?? reason ?? ''));
