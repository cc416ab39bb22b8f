import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {type JudgedResource, judged} from './components.js';

/** Custom resources with their verdicts, each judged once until it changes. */
export interface ResourceIndex {
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  all(): readonly JudgedResource[];
  /** Shares them out among the components anew: what owns one may have come or gone since. */
  share(): void;
  /** Of a component, by the last sharing. */
  of(component: string): readonly JudgedResource[];
}

/** @param componentOf what an object belongs to; undefined where that is no component. */
export const createResourceIndex = (
  componentOf: (object: KubernetesObject) => string | undefined,
): ResourceIndex => {
  const resources = new Map<string, JudgedResource>();
  const shares = new Map<string, readonly JudgedResource[]>();
  return {
    put: object => void resources.set(keyOf(object), judged(object)),
    remove: object => void resources.delete(keyOf(object)),
    all: () => [...resources.values()],
    share() {
      shares.clear();
      for (const resource of resources.values()) {
        const component = componentOf(resource.object);
        if (component !== undefined) shares.set(component, [...(shares.get(component) ?? []), resource]);
      }
    },
    of: component => shares.get(component) ?? [],
  };
};

const keyOf = ({apiVersion, kind, metadata}: KubernetesObject): string =>
  `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
