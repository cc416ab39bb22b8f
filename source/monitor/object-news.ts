import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {restartsOf} from '../cluster/pod-status.js';
import type {Change} from '../cluster/reflector.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {isOwn} from './kinds.js';
import {restartHappening} from './lately.js';
import {stateOfNode} from './nodes.js';
import type {Happening} from './view.js';

/** Says what a change of an object tells, by what the same object was before; undefined where that is nothing. */
export type ObjectNews = (change: Change, isComplete: boolean) => Happening | undefined;

const standing: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Compares pods, nodes and workloads with what they were; every change has to be handed to it, once and in order.
 * Before all was seen once (`isComplete`) what comes was there already, and only what it says of itself is news.
 * @param now milliseconds since 1970.
 */
export const createObjectNews = (now: () => number): ObjectNews => {
  const ofPod = restartNews(now);
  const ofNode = nodeNews(now);
  const ofWorkload = generationNews(now);
  return (change, isComplete) => {
    const {object} = change;
    if (!isOwn(object)) return undefined;
    if (object.kind === 'Pod') return ofPod(change, isComplete);
    if (object.kind === 'Node') return ofNode(change, isComplete);
    return standing.has(object.kind) ? ofWorkload(change, isComplete) : undefined;
  };
};

const restartNews = (now: () => number): ObjectNews => {
  /** By uid, of those that have restarted. */
  const restarts = new Map<string, number>();
  return ({type, object}, isComplete) => {
    const uid = object.metadata.uid ?? '';
    if (type === 'deleted') {
      restarts.delete(uid);
      return undefined;
    }
    const count = restartsOf(object);
    const before = restarts.get(uid);
    if (count > 0) restarts.set(uid, count);
    const restarted = (at: number) => restartHappening(sanitiseLine(object.metadata.name, 253), count, at);
    if (count > (before ?? (isComplete && type === 'modified' ? 0 : count))) return restarted(now());
    if (before !== undefined || count === 0) return undefined;
    const ended = Math.max(...endsOf(object));
    return Number.isFinite(ended) ? restarted(ended) : undefined;
  };
};

/** Milliseconds since 1970, of the runs before. */
const endsOf = ({status}: KubernetesObject): number[] =>
  ((status?.containerStatuses ?? []) as {lastState?: {terminated?: {finishedAt?: string}}}[]).flatMap(
    ({lastState}) => {
      const at = Date.parse(lastState?.terminated?.finishedAt ?? '');
      return Number.isNaN(at) ? [] : [at];
    },
  );

const nodeNews = (now: () => number): ObjectNews => {
  const states = new Map<string, string>();
  return ({type, object}, isComplete) => {
    const {name} = object.metadata;
    const what = `node ${sanitiseLine(name, 253)}`;
    if (type === 'deleted') {
      states.delete(name);
      return {at: now(), kind: 'node', what, text: 'left the cluster'};
    }
    const was = states.get(name);
    const is = stateOfNode(object);
    states.set(name, is);
    if (was === undefined || !isComplete || was === is) return undefined;
    return {at: now(), kind: 'node', what, text: is === '' ? `${was} gone` : is};
  };
};

const generationNews = (now: () => number): ObjectNews => {
  /** By uid. */
  const generations = new Map<string, number>();
  return ({type, object}) => {
    const uid = object.metadata.uid ?? '';
    if (type === 'deleted') {
      generations.delete(uid);
      return undefined;
    }
    const before = generations.get(uid);
    const generation = object.metadata.generation ?? 0;
    generations.set(uid, generation);
    if (before === undefined || before === generation) return undefined;
    return {
      at: now(),
      kind: 'changed',
      what: sanitiseLine(object.metadata.name, 253),
      text: `was changed by ${sanitiseLine(String(object.writer ?? 'somebody'), 60)}`,
    };
  };
};
