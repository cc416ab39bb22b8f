import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf} from '../readiness/verdict.js';
import {sanitiseLine} from '../sanitise.js';
import {claimCause} from './claims.js';
import {containerCause, statusesOf} from './containers.js';
import {dependencyCause} from './dependencies.js';
import {type Cause, cause, type Evidence, lastWarning} from './evidence.js';

type Question = (pod: KubernetesObject, evidence: Evidence) => Cause | undefined;

const ends: Question = ({metadata}) =>
  metadata.deletionTimestamp ? cause('GS-POD-19', 'is being deleted') : undefined;

const hasNoNode: Question = (pod, evidence) => {
  const scheduled = conditionOf(pod.status, 'PodScheduled');
  if (pod.spec?.nodeName || scheduled?.status !== 'False') return undefined;
  return (
    claimCause(pod, evidence) ??
    cause(
      'GS-POD-02',
      `has no node${scheduled.message ? `: ${sanitiseLine(scheduled.message, 300).replace(/\.$/, '')}` : ''}`,
    )
  );
};

const initContainers: Question = (pod, evidence) => {
  const statuses = statusesOf(pod, 'initContainerStatuses');
  for (const status of statuses) {
    const own = containerCause(status, 'init container', pod);
    if (own !== undefined) return own;
  }
  const initialised = conditionOf(pod.status, 'Initialized')?.status === 'True';
  const isWaiting = statuses.some(({state}) => state?.running ?? state?.waiting);
  if (initialised || !isWaiting) return undefined;
  return dependencyCause(pod, evidence);
};

const containers: Question = pod => {
  for (const status of statusesOf(pod, 'containerStatuses')) {
    const own = containerCause(status, 'container', pod);
    if (own !== undefined) return own;
  }
  return undefined;
};

const mounts: Question = (pod, evidence) => {
  if (pod.status?.phase !== 'Pending') return undefined;
  const claim = claimCause(pod, evidence);
  if (claim !== undefined) return claim;
  const warning = lastWarning(pod, evidence, ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);
  return warning === undefined ? undefined : cause('GS-POD-06', `cannot mount a volume: ${warning}`);
};

const sandbox: Question = (pod, evidence) => {
  const warning = lastWarning(pod, evidence, ['FailedCreatePodSandBox', 'NetworkNotReady']);
  return warning === undefined || pod.status?.phase !== 'Pending'
    ? undefined
    : cause('GS-POD-08', `cannot be given its network: ${warning}`);
};

const unready: Question = (pod, evidence) => {
  if (pod.status?.phase !== 'Running') return undefined;
  const warning = lastWarning(pod, evidence, ['Unhealthy']);
  return cause('GS-POD-17', `runs but is not ready${warning === undefined ? '' : `: ${warning}`}`);
};

const ended: Question = ({status}) =>
  status?.phase === 'Failed'
    ? cause(
        'GS-POD-13',
        `failed${status.reason ? ` (${sanitiseLine(String(status.reason), 60)})` : ''}${status.message ? `: ${sanitiseLine(String(status.message), 300)}` : ''}`,
      )
    : undefined;

/** The kubelet's own words say only that containers are not ready yet; other words say why. */
const notInitialized: Question = ({status}) => {
  const condition = conditionOf(status, 'Initialized');
  const {message} = condition ?? {};
  return condition?.status === 'False' && message && !/^containers with incomplete status/.test(message)
    ? cause('GS-POD-00', sanitiseLine(message, 300))
    : undefined;
};

const starting: Question = ({spec, status}) =>
  spec?.nodeName && status?.phase === 'Pending'
    ? cause('GS-POD-00', `is starting on ${sanitiseLine(String(spec.nodeName), 80)}`)
    : undefined;

const questions: readonly Question[] = [
  ends,
  hasNoNode,
  initContainers,
  containers,
  mounts,
  sandbox,
  ended,
  unready,
  notInitialized,
  starting,
];

/** What the pod waits for; undefined when nothing shows it. */
export const podCause: Question = (pod, evidence) => {
  for (const question of questions) {
    const found = question(pod, evidence);
    if (found !== undefined) return found;
  }
  return undefined;
};
