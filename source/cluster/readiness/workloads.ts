import type {KubernetesObject} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';
import {
  type Count,
  conditionOf,
  failed,
  type Judge,
  progressing,
  ready,
  saying,
  type Verdict,
} from './verdict.js';

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

const pods = ({ready: some, desired}: Count): string =>
  `${some} of ${desired} pod${desired === 1 ? '' : 's'} ${some === 1 || desired === 1 ? 'is' : 'are'} ready`;

/** Unseen changes come first: the numbers below them are of the old template. */
const unseen = ({metadata, status}: KubernetesObject): Verdict | undefined =>
  status?.observedGeneration === undefined || status.observedGeneration < (metadata.generation ?? 0)
    ? progressing('its controller has not seen it yet')
    : undefined;

const deployment: Judge = object => {
  const {spec, status} = object;
  const desired = spec?.replicas ?? 1;
  const count = {ready: Math.min(number(status?.readyReplicas), desired), desired};
  const notSeen = unseen(object);
  if (notSeen !== undefined) return {...notSeen, desired};
  const deadline = conditionOf(status, 'Progressing');
  // A slow image comes in the end: past its deadline a Deployment goes on trying.
  if (deadline?.reason === 'ProgressDeadlineExceeded')
    return progressing(`${pods(count)}, past its progress deadline`, count, 'GS-POD-09');
  const updated = number(status.updatedReplicas);
  if (updated < desired) {
    const why = conditionOf(status, 'ReplicaFailure');
    if (why?.status === 'True')
      return progressing(`its pods cannot be made: ${saying(why)}`, count, 'GS-POD-10');
    return progressing(
      spec?.paused ? 'it is paused' : `${updated} of ${desired} pods are of the new revision`,
      count,
    );
  }
  if (count.ready < desired || number(status.availableReplicas) < desired)
    return progressing(pods(count), count);
  const old = number(status.replicas) - updated;
  if (old > 0) return progressing(`${old} old pod${old === 1 ? '' : 's'} still to end`, count);
  return ready(desired);
};

const statefulSet: Judge = object => {
  const {spec, status} = object;
  const desired = spec?.replicas ?? 1;
  const count = {ready: Math.min(number(status?.readyReplicas), desired), desired};
  const notSeen = unseen(object);
  if (notSeen !== undefined) return {...notSeen, desired};
  if (count.ready < desired) return progressing(pods(count), count);
  if (spec?.minReadySeconds && number(status.availableReplicas) < desired)
    return progressing(pods(count), count);
  // With OnDelete nobody but a person or an operator replaces pods, so old ones that are ready are what is wanted.
  if (spec?.updateStrategy?.type !== 'OnDelete') {
    const wanted = Math.max(0, desired - number(spec?.updateStrategy?.rollingUpdate?.partition));
    const updated =
      status.updateRevision === status.currentRevision ? desired : number(status.updatedReplicas);
    if (updated < wanted) return progressing(`${updated} of ${wanted} pods are of the new revision`, count);
  }
  if (number(status.replicas) > desired) return progressing('pods above its replicas still to end', count);
  return ready(desired);
};

const selectorOf = ({spec}: KubernetesObject): string => {
  const labels = Object.entries((spec?.template?.spec?.nodeSelector ?? {}) as Record<string, string>);
  return labels.length === 0 ? '' : ` ${labels.map(label => label.join('=')).join(',')}`;
};

const daemonSet: Judge = object => {
  const {spec, status} = object;
  const desired = number(status?.desiredNumberScheduled);
  const count = {ready: Math.min(number(status?.numberReady), desired), desired};
  const notSeen = unseen(object);
  if (notSeen !== undefined) return notSeen;
  if (desired === 0)
    return progressing(
      `no node matches its selector${selectorOf(object)}`,
      {ready: 0, desired: 1},
      'GS-POD-11',
    );
  const updated = number(status.updatedNumberScheduled);
  if (spec?.updateStrategy?.type !== 'OnDelete' && updated < desired)
    return progressing(`${updated} of ${desired} pods are of the new revision`, count);
  if (count.ready < desired || number(status.numberAvailable) < desired)
    return progressing(pods(count), count);
  return ready(desired);
};

const replicaSet: Judge = object => {
  const desired = object.spec?.replicas ?? 1;
  const count = {ready: Math.min(number(object.status?.readyReplicas), desired), desired};
  const notSeen = unseen(object);
  if (notSeen !== undefined) return {...notSeen, desired};
  return count.ready < desired ? progressing(pods(count), count) : ready(desired);
};

const job: Judge = ({spec, status}) => {
  const desired = spec?.completions ?? 1;
  const count = {ready: Math.min(number(status?.succeeded), desired), desired};
  const failure = conditionOf(status, 'Failed');
  if (failure?.status === 'True')
    return failed(
      `it failed (${sanitiseLine(failure.reason ?? 'Failed', 60)})${failure.message ? `: ${sanitiseLine(failure.message, 300)}` : ''}`,
      'GS-POD-12',
      count,
    );
  if (conditionOf(status, 'Complete')?.status === 'True') return ready(desired);
  if (spec?.suspend) return progressing('it is suspended', count);
  const tries = number(status?.failed);
  return progressing(
    number(status?.active) > 0
      ? `its pod has not completed yet${tries > 0 ? `, after ${tries} failed` : ''}`
      : 'it has no pod yet',
    count,
  );
};

const pod: Judge = ({status}) => {
  const phase: unknown = status?.phase;
  if (phase === 'Succeeded') return ready();
  if (phase === 'Failed')
    return failed(
      `it failed${status?.reason ? ` (${sanitiseLine(String(status.reason), 60)})` : ''}${status?.message ? `: ${sanitiseLine(String(status.message), 300)}` : ''}`,
      'GS-POD-13',
    );
  const condition = conditionOf(status, 'Ready');
  if (phase === 'Running' && condition?.status === 'True') return ready();
  return progressing(
    phase === 'Running'
      ? 'it runs but is not ready'
      : `it is ${sanitiseLine(String(phase ?? 'Pending'), 40)}`,
  );
};

export const workloads: Readonly<Record<string, Judge>> = {
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'apps/ReplicaSet': replicaSet,
  '/ReplicationController': replicaSet,
  'batch/Job': job,
  '/Pod': pod,
};
