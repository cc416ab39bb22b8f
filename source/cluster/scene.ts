import {claimNamesOf} from './causes/claims.js';
import type {Evidence} from './causes.js';
import type {EventIndex} from './event-index.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';
import {isWell} from './pod-status.js';
import {conditionOf} from './readiness/verdict.js';
import type {WorkloadIndex} from './workload-index.js';

/** A workload, what is beneath it, and what else the cluster shows of it. */
export interface Scene {
  readonly workload: KubernetesObject;
  readonly pods: readonly KubernetesObject[];
  /** ReplicaSets of a Deployment, Jobs of a CronJob. */
  readonly between: readonly KubernetesObject[];
  /** Gathered when it is first asked for. */
  evidence(): Evidence;
  eventsAbout(object: KubernetesObject): readonly KubernetesObject[];
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
  StorageClass: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
} as const;

export type AllOf = (kind: KindRef) => readonly KubernetesObject[];

/** What is there for good comes first. */
const order: readonly string[] = ['StatefulSet', 'Deployment', 'DaemonSet', 'Job', 'CronJob'];

/** The workloads of a component in the order in which they are shown; each kind is asked for at most once. */
export const scenesOf = (
  component: string,
  {index, events, all}: {readonly index: WorkloadIndex; readonly events: EventIndex; readonly all: AllOf},
): Scene[] =>
  index
    .workloadsOf(component)
    .toSorted(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        (a.metadata.name < b.metadata.name ? -1 : Number(a.metadata.name > b.metadata.name)),
    )
    .map(workload => {
      const {pods, between} = index.beneath(workload);
      let evidence: Evidence | undefined;
      return {
        workload,
        pods,
        between,
        evidence: () => {
          evidence ??= evidenceOf([workload, ...between], pods, events, all);
          return evidence;
        },
        eventsAbout: object => events.about(object),
      };
    });

/** As little as the causes need: with two thousand pods, what all of them look at is looked at two thousand times. */
const evidenceOf = (
  above: readonly KubernetesObject[],
  pods: readonly KubernetesObject[],
  events: EventIndex,
  all: AllOf,
): Evidence => {
  const troubled = pods.filter(pod => !isWell(pod));
  const waitForOthers = troubled.some(({status}) => conditionOf(status, 'Initialized')?.status !== 'True');
  const claims = troubled.flatMap(pod =>
    claimNamesOf(pod).map(name => ({
      kind: 'PersistentVolumeClaim',
      metadata: {...(pod.metadata.namespace !== undefined && {namespace: pod.metadata.namespace}), name},
    })),
  );
  return {
    pods: waitForOthers ? all(sceneKinds.Pod) : pods,
    jobs: waitForOthers ? all(sceneKinds.Job) : [],
    ...(waitForOthers && {services: all(sceneKinds.Service)}),
    claims: claims.length > 0 ? all(sceneKinds.PersistentVolumeClaim) : [],
    storageClasses: claims.length > 0 ? all(sceneKinds.StorageClass) : [],
    events: [...above, ...troubled, ...claims].flatMap(object => events.about(object)),
  };
};
