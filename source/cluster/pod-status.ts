import {type ContainerStatus, statusesOf} from './causes/containers.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {conditionOf} from './readiness/verdict.js';
import {sanitiseLine} from './sanitise.js';

interface InitContainer {
  readonly name: string;
  readonly restartPolicy?: string;
}

/** An init container that goes on beside the others once it has started. */
const isSidecar = (pod: KubernetesObject, name: string): boolean =>
  ((pod.spec?.initContainers ?? []) as InitContainer[]).some(
    container => container.name === name && container.restartPolicy === 'Always',
  );

/** Whether the pod has got past an init container. */
export const isPast = (pod: KubernetesObject, status: ContainerStatus): boolean =>
  status.state?.terminated?.exitCode === 0 || (isSidecar(pod, status.name) && status.started === true);

const ended = ({signal, exitCode}: {signal?: number; exitCode: number}): string =>
  signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;

const initStatus = (pod: KubernetesObject): string | undefined => {
  const statuses = statusesOf(pod, 'initContainerStatuses');
  const at = statuses.findIndex(status => !isPast(pod, status));
  const status = statuses[at];
  if (status === undefined || conditionOf(pod.status, 'Initialized')?.status === 'True') return undefined;
  const {terminated, waiting} = status.state ?? {};
  if (terminated !== undefined) return `Init:${terminated.reason || ended(terminated)}`;
  return waiting?.reason && waiting.reason !== 'PodInitializing'
    ? `Init:${waiting.reason}`
    : `Init:${at}/${(pod.spec?.initContainers ?? statuses).length}`;
};

const containerStatus = (pod: KubernetesObject): string | undefined => {
  let told: string | undefined;
  let runs = false;
  // The first container's word counts most, as with kubectl.
  for (const {state, ready} of statusesOf(pod, 'containerStatuses').toReversed()) {
    if (state?.waiting?.reason) told = state.waiting.reason;
    else if (state?.terminated) told = state.terminated.reason || ended(state.terminated);
    else if (ready && state?.running) runs = true;
  }
  if (told === 'Completed' && runs)
    return conditionOf(pod.status, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
  return told;
};

/** The word that `kubectl get pods` has for a pod: `Running`, `Init:0/2`, `CrashLoopBackOff`, `Completed`, `Terminating`. */
export const statusOf = (pod: KubernetesObject): string => {
  const {metadata, status} = pod;
  const told =
    metadata.deletionTimestamp && status?.reason === 'NodeLost'
      ? 'Unknown'
      : metadata.deletionTimestamp
        ? 'Terminating'
        : (initStatus(pod) ?? containerStatus(pod) ?? status?.reason ?? status?.phase ?? 'Pending');
  return sanitiseLine(String(told), 60);
};

/** How often its containers were started again; of its init containers as long as it is in them. */
export const restartsOf = (pod: KubernetesObject): number => {
  const which = initStatus(pod) === undefined ? 'containerStatuses' : 'initContainerStatuses';
  const own = statusesOf(pod, which);
  const sidecars = statusesOf(pod, 'initContainerStatuses').filter(status => isSidecar(pod, status.name));
  return [...own, ...(which === 'containerStatuses' ? sidecars : [])].reduce(
    (sum, {restartCount}) => sum + (restartCount ?? 0),
    0,
  );
};

/** Whether nothing is to be waited for: it is ready, or it has done what it was for. */
export const isWell = ({metadata, status}: KubernetesObject): boolean =>
  status?.phase === 'Succeeded' ||
  (!metadata.deletionTimestamp && conditionOf(status, 'Ready')?.status === 'True');
