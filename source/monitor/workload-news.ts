import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {conditionsOf} from '../cluster/readiness/verdict.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {Writer} from './kept.js';
import type {ObjectNews} from './object-news.js';
import type {Happening} from './view.js';

/** So long after it was made a workload is still being delivered. */
const deliveryMilliseconds = 600_000;

/**
 * Who changed a workload, by its generation; of one that is seen for the first time when it was written last, or has become available
 * again or not, as far as it says so itself.
 * @param now milliseconds since 1970.
 */
export const createWorkloadNews = (now: () => number): ObjectNews => {
  /** By uid. */
  const known = new Map<string, Known>();
  return ({type, object}) => {
    const uid = object.metadata.uid ?? '';
    if (type === 'deleted') {
      known.delete(uid);
      return undefined;
    }
    const before = known.get(uid);
    const is = {generation: object.metadata.generation ?? 0, replicas: object.spec?.replicas};
    known.set(uid, is);
    if (before === undefined) return newest(changeBefore(object), turnBefore(object));
    return before.generation === is.generation
      ? undefined
      : changed(object, now(), before.replicas !== is.replicas);
  };
};

interface Known {
  readonly generation: number;
  readonly replicas: unknown;
}

/** @param isScaled whether it shall have another number of pods than before. */
const changed = ({metadata, writer}: KubernetesObject, at: number, isScaled: boolean): Happening => {
  const {by = 'somebody', scaledBy} = (writer ?? {}) as Partial<Writer>;
  const who = isScaled && scaledBy !== undefined ? `scaled by ${scaledBy}` : `changed by ${by}`;
  return {at, kind: 'changed', what: sanitiseLine(metadata.name, 253), text: `was ${sanitiseLine(who, 80)}`};
};

/** Whether a time is one of its life, and not of its delivery. */
const isLater = (at: number, {metadata}: KubernetesObject): boolean =>
  at > Date.parse(metadata.creationTimestamp ?? '') + deliveryMilliseconds;

const changeBefore = (object: KubernetesObject): Happening | undefined => {
  const at = Date.parse((object.writer as Writer | undefined)?.time ?? '');
  return isLater(at, object) ? changed(object, at, false) : undefined;
};

const turnBefore = (object: KubernetesObject): Happening | undefined => {
  const available = (
    conditionsOf(object.status) as readonly {type: string; status: string; lastTransitionTime?: string}[]
  ).find(({type}) => type === 'Available');
  const at = Date.parse(available?.lastTransitionTime ?? '');
  if (available === undefined || !isLater(at, object)) return undefined;
  const what = sanitiseLine(object.metadata.name, 253);
  return available.status === 'True'
    ? {at, kind: 'ready', what, text: 'became available'}
    : {at, kind: 'not-ready', what, text: 'is not available any more'};
};

const newest = (a: Happening | undefined, b: Happening | undefined): Happening | undefined =>
  (a?.at ?? 0) > (b?.at ?? 0) ? a : b;
