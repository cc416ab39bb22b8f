import {
  type KindRef,
  type KubernetesObject,
  type ObjectRef,
  refOf,
} from '../../source/cluster/kubernetes-object.js';
import type {Observer} from '../../source/cluster/observer.js';
import type {Change} from '../../source/cluster/reflector.js';

export interface SmallObserver extends Observer {
  put(...objects: KubernetesObject[]): void;
  remove(object: KubernetesObject): void;
  /** `v1/Pod`, in the order in which they were asked for. */
  readonly watched: readonly string[];
}

const kindOf = ({apiVersion, kind}: KindRef): string => `${apiVersion}/${kind}`;
const keyOf = ({apiVersion, kind, namespace, name}: ObjectRef): string =>
  `${apiVersion}/${kind} ${namespace ?? ''}/${name}`;
/** Holds what a test puts in, and tells of it at once. */
export const smallObserver = (asOf = Date.parse('2026-11-23T14:03:22Z')): SmallObserver => {
  const objects = new Map<string, KubernetesObject>();
  const listeners = new Set<(change: Change) => void>();
  const watched: string[] = [];
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  return {
    asOf,
    oldest: asOf,
    trouble: undefined,
    refused: () => [],
    unheard: () => [],
    watched,
    watch: async kinds => {
      watched.push(...kinds.map(kindOf));
    },
    watchServed: async () => {},
    sees: () => true,
    get: ref => objects.get(keyOf(ref)) ?? objects.get(keyOf({...ref, namespace: undefined})),
    named: (kind, name, namespace) =>
      [...objects.values()].find(
        object =>
          object.kind === kind &&
          object.metadata.name === name &&
          (namespace === undefined || namespace === object.metadata.namespace),
      ),
    all: kind => [...objects.values()].filter(object => kindOf(object) === kindOf(kind)),
    onChange: () => () => {},
    onObject(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
    put(...given) {
      for (const object of given) {
        const key = keyOf(refOf(object));
        const type = objects.has(key) ? 'modified' : 'added';
        objects.set(key, object);
        tell({type, object});
      }
    },
    remove(object) {
      objects.delete(keyOf(refOf(object)));
      tell({type: 'deleted', object});
    },
  };
};
