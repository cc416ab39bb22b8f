import type {KubernetesObject} from './kubernetes-object.js';
import {isWell} from './pod-status.js';

/** Pods that are not well and that no workload is above: made by hand, or the kubelet's own. */
export interface StrayPods {
  /** Takes note of a pod that came or changed; returns whether one that is stray is well now and was not before, or the other way. */
  put(pod: KubernetesObject): boolean;
  /** Returns whether it was such a pod. */
  remove(pod: KubernetesObject): boolean;
  all(): KubernetesObject[];
}

/** @param hasWorkload whether a workload is known above a pod, by its uid. */
export const createStrayPods = (hasWorkload: (uid: string) => boolean): StrayPods => {
  // Of ten thousand pods few are not well, and of those few are stray: only they are asked for their workload.
  const unwell = new Map<string, KubernetesObject>();
  const uidOf = ({metadata}: KubernetesObject): string => metadata.uid ?? '';
  return {
    put(pod) {
      const uid = uidOf(pod);
      const was = unwell.has(uid);
      if (isWell(pod)) unwell.delete(uid);
      else unwell.set(uid, pod);
      return was !== unwell.has(uid) && !hasWorkload(uid);
    },
    remove: pod => unwell.delete(uidOf(pod)) && !hasWorkload(uidOf(pod)),
    all: () => [...unwell.values()].filter(pod => !hasWorkload(uidOf(pod))),
  };
};
