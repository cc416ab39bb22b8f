import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {conditionOf} from '../cluster/readiness/verdict.js';
import type {Change} from '../cluster/reflector.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {isOwn} from './kinds.js';
import {stateOfNode} from './nodes.js';
import {createRestartNews} from './restart-news.js';
import type {Happening, Target} from './view.js';
import {createWorkloadNews} from './workload-news.js';

/** Says what a change of an object tells, by what the same object was before; undefined where that is nothing. */
export type ObjectNews = (change: Change, isComplete: boolean) => Happening | undefined;

const standing: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Compares pods, nodes and workloads with what they were; every change has to be handed to it, once and in order.
 * Before all was seen once (`isComplete`) what comes was there already, and only what it says of itself is news.
 * @param now milliseconds since 1970.
 */
export const createObjectNews = (now: () => number): ObjectNews => {
  const ofPod = createRestartNews(now);
  const ofNode = nodeNews(now);
  const ofWorkload = createWorkloadNews(now);
  const newsOf = ({kind}: KubernetesObject): ObjectNews | undefined =>
    kind === 'Pod' ? ofPod : kind === 'Node' ? ofNode : standing.has(kind) ? ofWorkload : undefined;
  return (change, isComplete) => {
    const {type, object} = change;
    const told = isOwn(object) ? newsOf(object)?.(change, isComplete) : undefined;
    return told === undefined || type === 'deleted' ? told : {...told, target: targetOf(object)};
  };
};

/** What it is of may not be known yet: it is asked about by its kind and name. */
const targetOf = ({kind, metadata: {name, namespace}}: KubernetesObject): Target => ({
  component: '',
  ...(kind === 'Pod' ? {pod: name} : {workload: `${kind}/${name}`}),
  ...(namespace !== undefined && {namespace}),
});

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
    if (was === undefined && !isComplete) return turned(object, what);
    if (was === undefined || !isComplete || was === is) return undefined;
    return {at: now(), kind: 'node', what, text: is === '' ? `${was} gone` : is};
  };
};

/** When a node that is seen for the first time says that it became ready, or not. */
const turned = ({status}: KubernetesObject, what: string): Happening | undefined => {
  const ready = conditionOf(status, 'Ready') as
    | {readonly status: string; readonly lastTransitionTime?: string}
    | undefined;
  const at = Date.parse(ready?.lastTransitionTime ?? '');
  return Number.isNaN(at)
    ? undefined
    : {at, kind: 'node', what, text: ready?.status === 'True' ? 'became ready' : 'not ready'};
};
