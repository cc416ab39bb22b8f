import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {isWell, restartsOf, statusOf} from '../cluster/pod-status.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {MonitoredPod} from './view.js';

/** Pods by their node, each described once until it changes. */
export interface PodIndex {
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** Names of nodes; empty for what has none. */
  nodes(): Iterable<string>;
  /** In the order of their names; the same array as long as none of them changes. */
  on(node: string): readonly MonitoredPod[];
}

interface Place {
  readonly pods: Map<string, KubernetesObject>;
  sorted: readonly MonitoredPod[] | undefined;
}

/** @param componentOf of a pod by its uid. */
export const createPodIndex = (componentOf: (uid: string) => string | undefined): PodIndex => {
  const places = new Map<string, Place>();
  const nodeOf = new Map<string, string>();
  const known = new WeakMap<KubernetesObject, MonitoredPod>();

  const described = (pod: KubernetesObject): MonitoredPod => {
    const before = known.get(pod);
    if (before !== undefined) return before;
    const made = {
      component: componentOf(pod.metadata.uid ?? '') ?? null,
      namespace: pod.metadata.namespace ?? '',
      name: sanitiseLine(pod.metadata.name, 253),
      status: statusOf(pod),
      isWell: isWell(pod),
      restarts: restartsOf(pod),
    };
    known.set(pod, made);
    return made;
  };

  const leave = (uid: string): void => {
    const node = nodeOf.get(uid);
    const place = node === undefined ? undefined : places.get(node);
    if (place === undefined) return;
    nodeOf.delete(uid);
    place.pods.delete(uid);
    place.sorted = undefined;
    if (place.pods.size === 0) places.delete(node as string);
  };

  return {
    put(object) {
      const uid = object.metadata.uid ?? '';
      const node = String(object.spec?.nodeName ?? '');
      if (nodeOf.get(uid) !== node) leave(uid);
      const place = places.get(node) ?? {pods: new Map(), sorted: undefined};
      places.set(node, place);
      nodeOf.set(uid, node);
      place.pods.set(uid, object);
      place.sorted = undefined;
    },
    remove: ({metadata}) => leave(metadata.uid ?? ''),
    nodes: () => places.keys(),
    on(node) {
      const place = places.get(node);
      if (place === undefined) return none;
      place.sorted ??= [...place.pods.values()]
        .map(described)
        .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
      return place.sorted;
    },
  };
};

const none: readonly MonitoredPod[] = [];
