import {logOfPod} from './causes/containers.js';
import type {Evidence} from './causes/evidence.js';
import {objectName} from './causes/evidence.js';
import {type CauseRecord, type Code, type Facts, type Found, fill} from './causes/record.js';
import {causeByCode, recognise} from './causes/registry.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {ContainerLog} from './observation.js';
import {isWell} from './pod-status.js';
import type {Verdict} from './readiness/verdict.js';

export type {Evidence} from './causes/evidence.js';

/** Why something is not well, with what the cluster said filled in. */
export interface Cause {
  readonly code: Code;
  /** A clause without a full stop. */
  readonly text: string;
  /** Sentences. */
  readonly remedy: string;
  /** Empty where none helps. */
  readonly command: string;
  /** What has to be mended: `StorageClass general`, or the object itself. */
  readonly root: string;
  /** Workloads and others that hold it up, `Job openstack/nova-db-sync`. */
  readonly waitsFor: readonly string[];
  readonly nature: 'lasting' | NonNullable<CauseRecord['nature']>;
  /** From the object itself down to the root. */
  readonly path: readonly KubernetesObject[];
  readonly log: ContainerLog | undefined;
}

const workloads: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
]);

/** How near to the root a cause is; 0 is nearest. What waits for others has its root elsewhere. */
export const rankOf = ({nature}: Pick<Cause, 'nature'>): number =>
  ({lasting: 0, waits: 1, passes: 2, coming: 3})[nature];

const made = (record: CauseRecord, found: Found, object: KubernetesObject): Cause => {
  const {metadata, kind, spec} = object;
  const facts: Facts = {
    kind: kind.toLowerCase(),
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    node: String(spec?.nodeName ?? ''),
    ...found.facts,
  };
  const log = kind === 'Pod' ? (found.log ?? logOfPod(object)) : undefined;
  // What has no namespace is asked for without one.
  const command = fill(record.command ?? '', facts).replace(' -n  ', ' ');
  return {
    code: record.code,
    text: fill(record.clause, facts),
    remedy: fill(record.remedy, facts),
    command,
    root: record.root === undefined ? objectName(object) : fill(record.root, facts),
    waitsFor: found.waitsFor ?? [],
    nature: record.nature ?? 'lasting',
    path: [object, ...(found.beneath ?? [])],
    log: log && {...log, namespace: metadata.namespace ?? '', pod: metadata.name},
  };
};

/** Why a pod or another object that is no workload is not well; undefined where no record knows. Pure. */
export const causeOfObject = (object: KubernetesObject, evidence: Evidence): Cause | undefined => {
  const known = recognise(object, evidence);
  return known && made(known.record, known.found, object);
};

/** What readiness says and no record recognises. */
const asJudged = (object: KubernetesObject, {code = 'GS-POD-18', reason}: Verdict): Cause => {
  const record = causeByCode(code) ?? (causeByCode('GS-POD-18') as CauseRecord);
  return {...made(record, {}, object), code, text: reason};
};

/**
 * What an object that is not ready waits for, e.g. `2 of 3 pods are ready; pod mariadb-cluster-2 waits for claim
 * storage-mariadb-cluster-2, unbound: StorageClass general does not exist`. Pure.
 */
export const causeOf = (object: KubernetesObject, verdict: Verdict, evidence: Evidence): Cause => {
  const own = causeOfObject(object, evidence);
  if (!workloads.has(object.kind)) return own ?? asJudged(object, verdict);
  const worst = worstPod(evidence.beneath(object).pods, evidence);
  if (worst === undefined) return withCount(own ?? asJudged(object, verdict), verdict);
  const below = `pod ${worst.pod.metadata.name} ${worst.cause.text}`;
  // What is lasting above explains more than what passes below; a Job that has failed has its end from itself.
  const isAbove = own !== undefined && (verdict.state === 'failed' || rankOf(own) < rankOf(worst.cause));
  if (isAbove && own !== undefined)
    return {
      ...withCount(own, verdict),
      ...(rankOf(worst.cause) === 0 && {text: `${own.text}; ${below}`, log: worst.cause.log}),
      path: [object, ...worst.cause.path],
    };
  const isOwnRoot = worst.cause.root === objectName(worst.pod);
  return {
    ...worst.cause,
    text: `${verdict.reason}; ${below}`,
    root: isOwnRoot ? objectName(object) : worst.cause.root,
    path: [object, ...worst.cause.path],
  };
};

/** The numbers say something beside the cause, where they are not the cause. */
const withCount = (cause: Cause, {reason}: Verdict): Cause =>
  reason === '' || cause.text.includes(reason) || !/^\d/.test(reason)
    ? cause
    : {...cause, text: `${reason}; ${cause.text}`};

interface PodWithCause {
  readonly pod: KubernetesObject;
  readonly cause: Cause;
}

/** The pod that holds a workload up: of those nearest to a root the first by name. */
const worstPod = (pods: readonly KubernetesObject[], evidence: Evidence): PodWithCause | undefined =>
  pods
    .filter(pod => !isWell(pod))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap(pod => {
      const cause = causeOfObject(pod, evidence);
      return cause === undefined ? [] : [{pod, cause}];
    })
    .toSorted((a, b) => Number(a.cause.nature === 'passes') - Number(b.cause.nature === 'passes'))
    .at(0);
