import {isDeepStrictEqual} from 'node:util';
import type {Evidence} from './causes/evidence.js';
import {type Cause, causeOf, causeOfObject} from './causes.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {ObservedCause, ObservedPod, ObservedWorkload} from './observation.js';
import {isWell, restartsOf, statusOf} from './pod-status.js';
import {judge} from './readiness.js';

/** What is shown of a workload; the evidence is asked only where something is not well. */
export const lookAt = (
  workload: KubernetesObject,
  pods: readonly KubernetesObject[],
  evidence: Evidence,
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
    pods: pods
      .toSorted((a, b) => byName(a.metadata.name, b.metadata.name))
      .map(pod => ({
        name: pod.metadata.name,
        namespace: pod.metadata.namespace ?? '',
        status: statusOf(pod),
        isReady: isWell(pod),
        node: pod.spec?.nodeName ?? null,
        restarts: restartsOf(pod),
        reason: isWell(pod) ? '' : (causeOfObject(pod, evidence)?.text ?? ''),
      })),
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

/** The later one made of the earlier one's parts where they are equal, so that who compares by identity sees what changed. */
export const sharing = (
  before: readonly ObservedWorkload[] | undefined,
  now: readonly ObservedWorkload[],
): readonly ObservedWorkload[] => {
  if (before === undefined) return now;
  const known = new Map(
    before.map(workload => [`${workload.kind} ${workload.namespace}/${workload.name}`, workload]),
  );
  const shared = now.map(workload => {
    const old = known.get(`${workload.kind} ${workload.namespace}/${workload.name}`);
    if (old === undefined) return workload;
    const pods = sharingPods(old.pods, workload.pods);
    const merged = {...workload, pods};
    return pods === old.pods && isDeepStrictEqual({...old, pods: 0}, {...merged, pods: 0}) ? old : merged;
  });
  return isSame(before, shared) ? before : shared;
};

const sharingPods = (before: readonly ObservedPod[], now: readonly ObservedPod[]): readonly ObservedPod[] => {
  const known = new Map(before.map(pod => [pod.name, pod]));
  const shared = now.map(pod => {
    const old = known.get(pod.name);
    return old !== undefined && isDeepStrictEqual(old, pod) ? old : pod;
  });
  return isSame(before, shared) ? before : shared;
};

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);
