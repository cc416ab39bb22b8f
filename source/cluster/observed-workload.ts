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
    pods: rowsOf(pods, evidence, before?.pods ?? []),
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

/** Rows of pods that are well: such a row is of nothing but the object, which is another after each change. */
const wellRows = new WeakMap<KubernetesObject, ObservedPod>();

/** In the order of their names, equal ones the same objects as before; all are in the workload's namespace. */
const rowsOf = (
  pods: readonly KubernetesObject[],
  evidence: Evidence,
  before: readonly ObservedPod[],
): readonly ObservedPod[] => {
  const placeOf = new Map(before.map(({name}, place) => [name, place]));
  const placed: ObservedPod[] = [];
  const others: ObservedPod[] = [];
  for (const pod of pods) {
    const place = placeOf.get(pod.metadata.name);
    if (place === undefined) others.push(rowOf(pod, evidence, undefined));
    else placed[place] = rowOf(pod, evidence, before[place]);
  }
  // Where pods went there are holes.
  const known = placed.filter(() => true);
  return others.length === 0 ? known : [...known, ...others].sort((a, b) => byName(a.name, b.name));
};

const rowOf = (pod: KubernetesObject, evidence: Evidence, before: ObservedPod | undefined): ObservedPod => {
  const known = wellRows.get(pod);
  if (known !== undefined) return known;
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
  const kept = before !== undefined && isDeepStrictEqual(before, row) ? before : row;
  if (isReady) wellRows.set(pod, kept);
  return kept;
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
