import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {monitoredNode, withPods} from './nodes.js';
import type {PodIndex} from './pods.js';
import type {MonitoredNode} from './view.js';

/** Nodes with what runs there, each described once until it or one of its pods changes. */
export interface NodeIndex {
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** In the order of their names, with those that only pods name; an untouched one is the same object as before. */
  all(): MonitoredNode[];
}

/** @param pods what runs on a node, and which nodes pods name. */
export const createNodeIndex = (pods: Pick<PodIndex, 'nodes' | 'on'>): NodeIndex => {
  const objects = new Map<string, KubernetesObject>();
  const described = new Map<
    string,
    {readonly object: KubernetesObject | undefined; readonly view: MonitoredNode}
  >();
  return {
    put: object => void objects.set(object.metadata.name, object),
    remove: ({metadata}) => void objects.delete(metadata.name),
    all() {
      const all = new Set([...objects.keys(), ...pods.nodes()]);
      for (const name of described.keys()) if (!all.has(name)) described.delete(name);
      return [...all].sort(byName).map(name => {
        const on = pods.on(name);
        const object = objects.get(name);
        const known = described.get(name);
        if (known !== undefined && known.object === object && known.view.pods === on) return known.view;
        const view =
          known !== undefined && known.object === object
            ? withPods(known.view, on)
            : monitoredNode(name, object, on);
        described.set(name, {object, view});
        return view;
      });
    },
  };
};

const {compare: byName} = new Intl.Collator('en', {numeric: true});
