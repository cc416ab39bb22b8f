import type {KubernetesObject} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';
import {type Cause, cause} from './evidence.js';

interface Terminated {
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

export const statusesOf = (
  pod: KubernetesObject,
  which: 'initContainerStatuses' | 'containerStatuses',
): readonly ContainerStatus[] => pod.status?.[which] ?? [];

const imageReasons: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
  'SignatureValidationFailed',
]);

const madeReasons: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreStartHookError',
  'PostStartHookError',
]);

/** `exit code 1 (Error)`. */
export const endOf = ({exitCode, signal, reason, message}: Terminated): string => {
  const how = signal ? `signal ${signal}` : `exit code ${exitCode}`;
  const why = reason && reason !== 'Error' && reason !== 'Completed' ? ` (${sanitiseLine(reason, 60)})` : '';
  return `${how}${why}${message ? `: ${sanitiseLine(message, 200)}` : ''}`;
};

/** What holds up a container for a reason of its own. */
export const containerCause = (
  status: ContainerStatus,
  what: 'container' | 'init container',
  pod: KubernetesObject,
): Cause | undefined => {
  const {state, lastState, restartCount} = status;
  const name = sanitiseLine(status.name, 80);
  const reason = state?.waiting?.reason ?? '';
  const message = state?.waiting?.message ? `: ${sanitiseLine(state.waiting.message, 300)}` : '';
  if (imageReasons.has(reason))
    return cause('GS-POD-03', `cannot pull the image ${imageOf(pod, status)} (${reason})${message}`, {
      root: `image ${imageOf(pod, status)}`,
    });
  if (madeReasons.has(reason))
    return cause('GS-POD-05', `cannot make its ${what} ${name} (${reason})${message}`);
  const ended = state?.terminated ?? lastState?.terminated;
  const isCrashing = reason === 'CrashLoopBackOff' || (state?.terminated?.exitCode ?? 0) !== 0;
  if (isCrashing)
    return cause(
      'GS-POD-04',
      `${what} ${name} crashes${restartCount > 0 ? `, ${restartCount} restart${restartCount === 1 ? '' : 's'} so far` : ''}${ended === undefined ? '' : `, ${endOf(ended)}`}`,
    );
  return undefined;
};

const imageOf = ({spec}: KubernetesObject, {name, image}: ContainerStatus): string => {
  const containers: {name: string; image?: string}[] = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
  ];
  return sanitiseLine(image || containers.find(container => container.name === name)?.image || name, 200);
};
