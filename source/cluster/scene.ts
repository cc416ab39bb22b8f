import type {Evidence} from './causes/evidence.js';
import type {Cause} from './causes.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {WorkloadIndex} from './workload-index.js';

/** A workload, what is beneath it, and what else the cluster shows of it. */
export interface Scene {
  readonly workload: KubernetesObject;
  readonly pods: readonly KubernetesObject[];
  /** ReplicaSets of a Deployment, Jobs of a CronJob. */
  readonly between: readonly KubernetesObject[];
  readonly evidence: Evidence;
}

/** What is not well and no workload of a component. */
export interface TroubleScene {
  readonly object: KubernetesObject;
  /** Null where it is of no component. */
  readonly component: string | null;
  readonly state: 'progressing' | 'failed';
  readonly cause: Cause;
  readonly evidence: Evidence;
}

/** Any object that a person asks about. */
export interface AskedObject {
  readonly object: KubernetesObject;
  /** Null where it is of no component. */
  readonly component: string | null;
  readonly evidence: Evidence;
}

/** What has to be watched for scenes. */
export const sceneKinds = {
  Deployment: {apiVersion: 'apps/v1', kind: 'Deployment'},
  StatefulSet: {apiVersion: 'apps/v1', kind: 'StatefulSet'},
  DaemonSet: {apiVersion: 'apps/v1', kind: 'DaemonSet'},
  ReplicaSet: {apiVersion: 'apps/v1', kind: 'ReplicaSet'},
  Job: {apiVersion: 'batch/v1', kind: 'Job'},
  CronJob: {apiVersion: 'batch/v1', kind: 'CronJob'},
  Pod: {apiVersion: 'v1', kind: 'Pod'},
  PersistentVolumeClaim: {apiVersion: 'v1', kind: 'PersistentVolumeClaim'},
  Service: {apiVersion: 'v1', kind: 'Service'},
  Event: {apiVersion: 'v1', kind: 'Event'},
  Node: {apiVersion: 'v1', kind: 'Node'},
  StorageClass: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
} as const;

/** What is there for good comes first. */
const order: readonly string[] = ['StatefulSet', 'Deployment', 'DaemonSet', 'Job', 'CronJob'];

/** The workloads of a component, or for null of none, in the order in which they are shown. */
export const scenesOf = (component: string | null, index: WorkloadIndex, evidence: Evidence): Scene[] =>
  index
    .workloadsOf(component)
    .toSorted(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        (a.metadata.name < b.metadata.name ? -1 : Number(a.metadata.name > b.metadata.name)),
    )
    .map(workload => ({workload, ...index.beneath(workload), evidence}));
