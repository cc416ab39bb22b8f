import type {KindRef, KubernetesObject, ObjectRef} from '../../cluster/kubernetes-object.js';

/** The cluster as it was last seen. */
export interface World {
  get(ref: ObjectRef): KubernetesObject | undefined;
  list(kind: KindRef): Iterable<KubernetesObject>;
}

/** The kinds that the simulation always watches. */
export const kinds = {
  pod: {apiVersion: 'v1', kind: 'Pod'},
  secret: {apiVersion: 'v1', kind: 'Secret'},
  configMap: {apiVersion: 'v1', kind: 'ConfigMap'},
  claim: {apiVersion: 'v1', kind: 'PersistentVolumeClaim'},
  volume: {apiVersion: 'v1', kind: 'PersistentVolume'},
  service: {apiVersion: 'v1', kind: 'Service'},
  endpointSlice: {apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice'},
  storageClass: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
  csiDriver: {apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver'},
  job: {apiVersion: 'batch/v1', kind: 'Job'},
  cronJob: {apiVersion: 'batch/v1', kind: 'CronJob'},
  deployment: {apiVersion: 'apps/v1', kind: 'Deployment'},
  replicaSet: {apiVersion: 'apps/v1', kind: 'ReplicaSet'},
  statefulSet: {apiVersion: 'apps/v1', kind: 'StatefulSet'},
  daemonSet: {apiVersion: 'apps/v1', kind: 'DaemonSet'},
  customResourceDefinition: {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'},
} as const satisfies Record<string, KindRef>;

export const isReady = (pod: KubernetesObject): boolean => conditionOf(pod, 'Ready') === 'True';

/** The status of one condition, e.g. `True`; undefined where there is none of that type. */
export const conditionOf = (object: KubernetesObject, type: string): string | undefined =>
  ((object.status?.conditions ?? []) as {type: string; status: string}[]).find(
    condition => condition.type === type,
  )?.status;

export const carries = (object: KubernetesObject, labels: Record<string, string>): boolean =>
  Object.entries(labels).every(([key, value]) => object.metadata.labels?.[key] === value);
