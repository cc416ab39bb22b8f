import type {KubernetesObject} from '../kubernetes-object.js';
import type {LogOf} from './record.js';

export interface Terminated {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly started?: boolean;
  readonly image?: string;
  readonly state?: {
    readonly waiting?: {readonly reason?: string; readonly message?: string};
    readonly running?: object;
    readonly terminated?: Terminated;
  };
  readonly lastState?: {readonly terminated?: Terminated};
}

/** A container of a pod, as far as it has a status. */
export interface Container {
  readonly status: ContainerStatus;
  readonly what: 'container' | 'init container';
  /** As the pod names it. */
  readonly image: string;
  /** `256Mi`; empty where it has none. */
  readonly memoryLimit: string;
  /** Reason and message of its waiting; empty where it does not wait. */
  readonly reason: string;
  readonly message: string;
  /** How it ended the last time. */
  readonly ended: Terminated | undefined;
}

export const statusesOf = (
  pod: KubernetesObject,
  which: 'initContainerStatuses' | 'containerStatuses',
): readonly ContainerStatus[] => pod.status?.[which] ?? [];

interface Spec {
  readonly name: string;
  readonly image?: string;
  readonly resources?: {readonly limits?: {readonly memory?: string}};
}

/** In the order in which they hold each other up: init containers first. */
export const containersOf = (pod: KubernetesObject): Container[] => {
  const all = (which: 'initContainers' | 'containers'): Container[] =>
    statusesOf(pod, which === 'containers' ? 'containerStatuses' : 'initContainerStatuses').map(status => {
      const spec = ((pod.spec?.[which] ?? []) as Spec[]).find(({name}) => name === status.name);
      return {
        status,
        what: which === 'containers' ? 'container' : 'init container',
        image: spec?.image || status.image || status.name,
        memoryLimit: spec?.resources?.limits?.memory ?? '',
        reason: status.state?.waiting?.reason ?? '',
        message: status.state?.waiting?.message ?? '',
        ended: status.state?.terminated ?? status.lastState?.terminated,
      };
    });
  return [...all('initContainers'), ...all('containers')];
};

/** It ends with an error, again and again or for the first time. */
export const crashes = ({reason, status}: Container): boolean =>
  reason === 'CrashLoopBackOff' || (status.state?.terminated?.exitCode ?? 0) !== 0;

const hasRun = ({status, ended}: Container): boolean =>
  status.state?.running !== undefined || ended !== undefined;

/** Where to read what a container said last; undefined where it has not run. */
export const logOf = (container: Container): LogOf | undefined =>
  hasRun(container)
    ? {
        container: container.status.name,
        previous: container.status.state?.running === undefined && !container.status.state?.terminated,
      }
    : undefined;

/** Of the first container that has not ended well and is not ready: it is what the pod waits for. */
export const logOfPod = (pod: KubernetesObject): LogOf | undefined => {
  const held = containersOf(pod).find(
    container => !container.status.ready && container.status.state?.terminated?.exitCode !== 0,
  );
  return held && logOf(held);
};

/** `, 5 restarts so far`; nothing of none. */
export const restartsText = ({status}: Container): string => {
  const count = status.restartCount ?? 0;
  return count > 0 ? `, ${count} restart${count === 1 ? '' : 's'} so far` : '';
};

/** `exit code 1`, `exit code 137 (OOMKilled)`, `signal 9`, and what it said at its end. */
export const endOf = ({exitCode, signal, reason, message}: Terminated): string => {
  const how = signal ? `signal ${signal}` : `exit code ${exitCode}`;
  const why = reason && reason !== 'Error' && reason !== 'Completed' ? ` (${reason})` : '';
  return `${how}${why}${message ? `: ${message}` : ''}`;
};
