import {isDeepStrictEqual} from 'node:util';
import type {Evidence} from './causes/evidence.js';
import {type Cause, causeOf, causeOfObject} from './causes.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {ObservedCause, ObservedPod, ObservedWorkload} from './observation.js';
import {isWell, restartsOf, statusOf} from './pod-status.js';
import {judge} from './readiness.js';

/**
 * What is shown of a workload; the evidence is asked only where something is not well.
 * @param before what was shown of it the last time, so that of thousands of pods only those that changed are looked at.
 */
export const lookAt = (
  workload: KubernetesObject,
  pods: readonly KubernetesObject[],
  evidence: Evidence,
  before?: ObservedWorkload,
): ObservedWorkload => {
  const {kind, metadata} = workload;
  const verdict = judge(workload);
  const isScheduled = kind === 'CronJob';
  const cause = verdict.state === 'ready' ? undefined : causeOf(workload, verdict, evidence);
  return {
    kind: kind as ObservedWorkload['kind'],
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    ready: isScheduled ? 0 : verdict.ready,
    desired: isScheduled ? 0 : verdict.desired,
    state: verdict.state,
    reason: cause?.text ?? '',
    ...(cause !== undefined && {cause: observedCause(cause)}),
    pods: rowsOf(pods, evidence, before?.pods ?? noRows),
  };
};

export const observedCause = ({
  code,
  text,
  remedy,
  command,
  root,
  waitsFor,
  nature,
}: Cause): ObservedCause => ({
  ...{code, text, remedy, root, waitsFor},
  ...(command !== '' && {command}),
  passes: nature === 'passes',
  ...(nature === 'coming' && {isComing: true}),
});

/** `x-2` before `x-10`. */
const {compare: byName} = new Intl.Collator('en', {numeric: true});

/** How rows came about: of thousands of pods only those are looked at again that have changed, or are not well. */
interface Sheet {
  /** As they were given, and their rows. */
  readonly pods: readonly KubernetesObject[];
  readonly own: readonly ObservedPod[];
  /** Places of `own` in the order of the names. */
  readonly order: readonly number[];
}

const noRows: readonly ObservedPod[] = [];
const blank: Sheet = {pods: [], own: [], order: []};
const sheets = new WeakMap<readonly ObservedPod[], Sheet>();

/** In the order of their names, equal ones the same objects as before; all are in the workload's namespace. */
const rowsOf = (
  pods: readonly KubernetesObject[],
  evidence: Evidence,
  before: readonly ObservedPod[],
): readonly ObservedPod[] => {
  const known = sheets.get(before) ?? blank;
  const isPlaced =
    known.pods.length === pods.length &&
    pods.every((pod, place) => pod.metadata.name === known.pods[place]?.metadata.name);
  const places = isPlaced ? null : new Map(known.pods.map((pod, place) => [pod.metadata.name, place]));
  const own = pods.map((pod, at) => {
    const place = places === null ? at : (places.get(pod.metadata.name) ?? -1);
    const row = known.own[place];
    // Such a row is of nothing but the object, which is another after each change.
    return row?.isReady && pod === known.pods[place] ? row : rowOf(pod, evidence, row);
  });
  const order = isPlaced
    ? known.order
    : own.map((_, place) => place).sort((a, b) => byName(own[a]?.name ?? '', own[b]?.name ?? ''));
  const rows = order.map(place => own[place] as ObservedPod);
  const same = rows.length === before.length && rows.every((row, place) => row === before[place]);
  const told = same ? before : rows;
  sheets.set(told, {pods, own, order});
  return told;
};

const rowOf = (pod: KubernetesObject, evidence: Evidence, before: ObservedPod | undefined): ObservedPod => {
  const isReady = isWell(pod);
  const row = {
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? '',
    status: statusOf(pod),
    isReady,
    node: pod.spec?.nodeName ?? null,
    restarts: restartsOf(pod),
    reason: isReady ? '' : (causeOfObject(pod, evidence)?.text ?? ''),
  };
  return before !== undefined && isDeepStrictEqual(before, row) ? before : row;
};

export const keyOf = ({
  kind,
  namespace = '',
  name,
}: {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}): string => `${kind} ${namespace}/${name}`;

/** The later one made of the earlier one's parts where they are equal, as rows of pods are already, so that who compares by identity sees what changed. */
export const sharing = (
  before: readonly ObservedWorkload[] | undefined,
  now: readonly ObservedWorkload[],
): readonly ObservedWorkload[] => {
  if (before === undefined) return now;
  const known = new Map(before.map(workload => [keyOf(workload), workload]));
  const shared = now.map(workload => {
    const old = known.get(keyOf(workload));
    if (old === undefined) return workload;
    const pods = isSame(old.pods, workload.pods) ? old.pods : workload.pods;
    const merged = {...workload, pods};
    return pods === old.pods && isDeepStrictEqual({...old, pods: 0}, {...merged, pods: 0}) ? old : merged;
  });
  return isSame(before, shared) ? before : shared;
};

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);
