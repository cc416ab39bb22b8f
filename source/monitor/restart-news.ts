import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {restartHappening} from './lately.js';
import type {ObjectNews} from './object-news.js';

interface Status {
  readonly name: string;
  readonly restartCount?: number;
  readonly lastState?: {readonly terminated?: {readonly finishedAt?: string}};
}

const none: ReadonlyMap<string, number> = new Map();

/**
 * Restarts of pods, by each of their containers: a pod has other containers in its beginning than later, and their sum says nothing.
 * @param now milliseconds since 1970.
 */
export const createRestartNews = (now: () => number): ObjectNews => {
  /** By uid, of those that have restarted. */
  const known = new Map<string, ReadonlyMap<string, number>>();
  return ({type, object}, isComplete) => {
    const uid = object.metadata.uid ?? '';
    const before = known.get(uid) ?? (isComplete && type === 'modified' ? none : undefined);
    if (type === 'deleted') {
      known.delete(uid);
      return undefined;
    }
    const counts = countsOf(object);
    if (counts.size > 0) known.set(uid, new Map([...(before ?? none), ...counts]));
    const again = [...counts].filter(
      ([name, count]) => before === undefined || count > (before.get(name) ?? 0),
    );
    if (again.length === 0) return undefined;
    const ended = endOf(object);
    // Of one that is seen for the first time only what it says of itself is news.
    if (before === undefined && ended === undefined) return undefined;
    const times = Math.max(...again.map(([, count]) => count));
    return restartHappening(sanitiseLine(object.metadata.name, 253), times, Math.min(ended ?? now(), now()));
  };
};

const statusesOf = ({status}: KubernetesObject): readonly Status[] => [
  ...((status?.initContainerStatuses ?? []) as Status[]),
  ...((status?.containerStatuses ?? []) as Status[]),
];

const countsOf = (pod: KubernetesObject): ReadonlyMap<string, number> =>
  new Map(
    statusesOf(pod).flatMap(({name, restartCount = 0}) =>
      restartCount > 0 ? [[name, restartCount] as const] : [],
    ),
  );

/** Milliseconds since 1970, of the last of the runs before. */
const endOf = (pod: KubernetesObject): number | undefined => {
  const ends = statusesOf(pod).flatMap(({lastState}) => {
    const at = Date.parse(lastState?.terminated?.finishedAt ?? '');
    return Number.isNaN(at) ? [] : [at];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
};
