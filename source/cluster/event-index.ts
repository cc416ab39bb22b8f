import type {KubernetesObject} from './kubernetes-object.js';

/** Events by what they are about. */
export interface EventIndex {
  put(event: KubernetesObject): void;
  remove(event: KubernetesObject): void;
  about(object: Pick<KubernetesObject, 'kind' | 'metadata'>): KubernetesObject[];
}

/** RFC 3339, when it was seen last; empty where it does not say. */
export const timeOfEvent = ({series, lastTimestamp, eventTime, metadata}: KubernetesObject): string =>
  String(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '');

const keyOf = (about: {kind?: string; namespace?: string | undefined; name?: string}): string =>
  `${about.kind} ${about.namespace ?? ''}/${about.name}`;

export const createEventIndex = (): EventIndex => {
  const events = new Map<string, Map<string, KubernetesObject>>();
  return {
    put(event) {
      const key = keyOf(event.involvedObject ?? {});
      const known = events.get(key) ?? new Map<string, KubernetesObject>();
      events.set(key, known.set(event.metadata.name, event));
    },
    remove(event) {
      const key = keyOf(event.involvedObject ?? {});
      const known = events.get(key);
      known?.delete(event.metadata.name);
      if (known?.size === 0) events.delete(key);
    },
    about: ({kind, metadata}) => [
      ...(events.get(keyOf({kind, namespace: metadata.namespace, name: metadata.name}))?.values() ?? []),
    ],
  };
};
