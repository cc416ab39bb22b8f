import {messageOf} from '../errors.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {Change} from './reflector.js';

/** The copy that a reflector keeps, and those who hear of its changes. */
export interface Reflection {
  readonly items: ReadonlyMap<string, KubernetesObject>;
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** Makes the copy equal to a fresh list; the difference comes as changes. */
  replace(objects: readonly KubernetesObject[]): void;
  subscribe(listener: (change: Change) => void): () => void;
  close(): void;
}

const keyOf = ({metadata}: KubernetesObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

export const createReflection = (): Reflection => {
  const items = new Map<string, KubernetesObject>();
  const listeners = new Set<(change: Change) => void>();

  const tell = (type: Change['type'], object: KubernetesObject): void => {
    for (const listener of [...listeners]) {
      try {
        listener({type, object});
      } catch (error) {
        process.emitWarning(`a listener of changes failed: ${messageOf(error)}`);
      }
    }
  };

  const put = (object: KubernetesObject): void => {
    // Who wrote which field is half of an object's size and nobody here asks.
    delete (object.metadata as {managedFields?: unknown}).managedFields;
    const key = keyOf(object);
    const known = items.get(key);
    if (known?.metadata.resourceVersion === object.metadata.resourceVersion && known !== undefined) return;
    // Made anew under the same name while nothing was heard.
    if (known !== undefined && known.metadata.uid !== object.metadata.uid) remove(known);
    const type = items.has(key) ? 'modified' : 'added';
    items.set(key, object);
    tell(type, object);
  };

  const remove = (object: KubernetesObject): void => {
    if (items.delete(keyOf(object))) tell('deleted', object);
  };

  return {
    items,
    put,
    remove,
    replace: objects => {
      const listed = new Set(objects.map(keyOf));
      for (const [key, object] of [...items]) if (!listed.has(key)) remove(object);
      for (const object of objects) put(object);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
};
