import type {Catalogue, Component} from '../../catalogue/schema.js';
import type {KubernetesObject} from '../../cluster/kubernetes-object.js';
import {drawMilliseconds} from './draw.js';
import {componentOf, workloadKinds} from './membership.js';

/** Seconds of a pod that no component of the catalogue knows. */
const unknownSeconds = 5;

/** The part of a Job's time that its pod takes to start; the rest it runs. */
const startingShare = 0.25;

export interface Durations {
  /** Milliseconds until the pod is ready. */
  readonly ready: number;
  /** Milliseconds that it then runs, of a Job's pod. */
  readonly run?: number;
}

export interface DurationOptions {
  readonly seed: number;
  readonly pace: number;
  readonly catalogue: Catalogue;
}

/** The durations of a pod, fixed by seed, workload and the pod's index in it; `chain` is the pod and its owners. */
export const durationsOf = (
  chain: readonly KubernetesObject[],
  index: string,
  {seed, pace, catalogue}: DurationOptions,
): Durations => {
  const seconds = secondsOf(chain, componentOf(chain, catalogue));
  const total = drawMilliseconds(seed, `${workloadKey(chain)}/${index}`, seconds, pace);
  if (!chain.some(object => object.kind === 'Job')) {
    return {ready: total};
  }
  const ready = Math.max(1, Math.round(total * startingShare));
  return {ready, run: Math.max(1, total - ready)};
};

/** `openstack/Deployment/keystone-api`: the outermost owner that the pods of one workload share. */
export const workloadKey = (chain: readonly KubernetesObject[]): string => {
  const workload = chain.findLast(object => workloadKinds.has(object.kind)) ?? (chain[0] as KubernetesObject);
  return [workload.metadata.namespace, workload.kind, workload.metadata.name].join('/');
};

const secondsOf = (chain: readonly KubernetesObject[], component: Component | undefined): number => {
  if (!component) {
    return unknownSeconds;
  }
  const isIn = ({kind, name}: {kind: string; name: string}) =>
    chain.some(object => object.kind === kind && object.metadata.name === name);
  const workload = component.workloads.find(isIn);
  if (workload?.seconds !== undefined) {
    return workload.seconds;
  }
  const hookJobs = component.hooks.filter(hook => hook.kind === 'Job');
  const hook = hookJobs.find(isIn);
  if (hook || chain.some(object => 'helm.sh/hook' in (object.metadata.annotations ?? {}))) {
    return hook?.seconds ?? component.estimate.apply / Math.max(1, hookJobs.length);
  }
  return component.estimate.ready / serialPods(chain);
};

/** A StatefulSet starts its pods one after the other, unless it says otherwise. */
const serialPods = (chain: readonly KubernetesObject[]): number => {
  const set = chain.find(object => object.kind === 'StatefulSet');
  return set && set.spec?.podManagementPolicy !== 'Parallel' ? Math.max(1, set.spec?.replicas ?? 1) : 1;
};
