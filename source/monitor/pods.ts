import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {isWell, restartsOf, statusOf} from '../cluster/pod-status.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {MonitoredPod} from './view.js';

/** Pods by their node, each described once until it changes. */
export interface PodIndex {
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** Describes all anew: what owns them may have come after them. */
  renew(): void;
  /** Names of nodes; empty for what has none. */
  nodes(): Iterable<string>;
  /** In the order of their names; the same array as long as none of them changes. */
  on(node: string): readonly MonitoredPod[];
}

/** A pod on its node, described when it is asked for. */
interface Placed {
  object: KubernetesObject;
  view: MonitoredPod | undefined;
}

interface Place {
  readonly pods: Map<string, Placed>;
  /** In the order of their names; undefined after one came or went. */
  order: readonly Placed[] | undefined;
  /** Undefined after one changed. */
  views: readonly MonitoredPod[] | undefined;
}

/** @param componentOf of a pod by its uid. */
export const createPodIndex = (componentOf: (uid: string) => string | undefined): PodIndex => {
  const places = new Map<string, Place>();
  const nodeOf = new Map<string, string>();

  const described = (pod: KubernetesObject): MonitoredPod => ({
    component: componentOf(pod.metadata.uid ?? '') ?? null,
    namespace: pod.metadata.namespace ?? '',
    name: sanitiseLine(pod.metadata.name, 253),
    status: statusOf(pod),
    isWell: isWell(pod),
    restarts: restartsOf(pod),
  });

  const leave = (uid: string): void => {
    const node = nodeOf.get(uid);
    const place = node === undefined ? undefined : places.get(node);
    if (place === undefined) return;
    nodeOf.delete(uid);
    place.pods.delete(uid);
    place.order = undefined;
    place.views = undefined;
    if (place.pods.size === 0) places.delete(node as string);
  };

  return {
    put(object) {
      const uid = object.metadata.uid ?? '';
      const node = String(object.spec?.nodeName ?? '');
      if (nodeOf.get(uid) !== node) leave(uid);
      const place = places.get(node) ?? {pods: new Map(), order: undefined, views: undefined};
      places.set(node, place);
      nodeOf.set(uid, node);
      const known = place.pods.get(uid);
      if (known === undefined) {
        place.pods.set(uid, {object, view: undefined});
        place.order = undefined;
      } else {
        known.object = object;
        known.view = undefined;
      }
      place.views = undefined;
    },
    remove: ({metadata}) => leave(metadata.uid ?? ''),
    renew() {
      for (const place of places.values()) {
        place.views = undefined;
        for (const placed of place.pods.values()) placed.view = undefined;
      }
    },
    nodes: () => places.keys(),
    on(node) {
      const place = places.get(node);
      if (place === undefined) return none;
      place.order ??= [...place.pods.values()].sort((a, b) => byName(a.object, b.object));
      place.views ??= place.order.map(placed => {
        placed.view ??= described(placed.object);
        return placed.view;
      });
      return place.views;
    },
  };
};

const byName = ({metadata: a}: KubernetesObject, {metadata: b}: KubernetesObject): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);

const none: readonly MonitoredPod[] = [];
