import {timeOfEvent} from './event-index.js';
import type {KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {sceneKinds} from './scene.js';

/** Pods for which an image is being pulled: the kubelet says when that begins and when it ends, and nothing between. */
export interface ImagePulls {
  /** Any event. */
  heard(event: KubernetesObject): void;
  /** Forgets a pod that is gone. */
  forget(uid: string): void;
  /** Uids of those whose container still waits for its image. */
  going(): string[];
}

interface Pull {
  readonly pod: ObjectRef;
  readonly container: string;
  /** RFC 3339, as the kubelet says. */
  readonly begun: string;
  readonly ended: string;
  /** By `elapsed`, when its begin was heard of. */
  readonly since: number;
}

interface ContainerStatus {
  readonly name?: string;
  readonly state?: {readonly waiting?: {readonly reason?: string}};
}

/** A container runtime gives up what brings nothing for minutes and says so; who says nothing for longer is gone itself. */
const longestMilliseconds = 3_600_000;

/** What the kubelet says at the end of a pull, or when it makes a pause of it. */
const ends: ReadonlySet<unknown> = new Set(['Pulled', 'Failed', 'BackOff']);

/**
 * @param find the pod as it is now.
 * @param elapsed milliseconds of a clock that nobody sets.
 */
export const createImagePulls = (
  find: (ref: ObjectRef) => KubernetesObject | undefined,
  elapsed: () => number,
): ImagePulls => {
  const pods = new Map<string, Map<string, Pull>>();

  const isGoing = (uid: string, {pod, container, begun, ended, since}: Pull): boolean => {
    const found = find(pod);
    return (
      begun > ended &&
      elapsed() - since < longestMilliseconds &&
      found?.metadata.uid === uid &&
      isWaiting(found, container)
    );
  };

  return {
    heard(event) {
      const {uid, kind, name, namespace, fieldPath} = event.involvedObject ?? {};
      const hasBegun = event.reason === 'Pulling';
      // Events of before come in any order.
      if (kind !== sceneKinds.Pod.kind || !(hasBegun || ends.has(event.reason))) return;
      const container = /\{(.+)\}$/.exec(String(fieldPath ?? ''))?.[1] ?? '';
      const known = pods.get(uid) ?? new Map<string, Pull>();
      const time = timeOfEvent(event);
      const {begun = '', ended = '', since = 0} = known.get(container) ?? {};
      const isNew = hasBegun && time > begun;
      known.set(container, {
        pod: {...sceneKinds.Pod, namespace, name},
        container,
        begun: isNew ? time : begun,
        ended: !hasBegun && time > ended ? time : ended,
        since: isNew ? elapsed() : since,
      });
      pods.set(uid, known);
    },
    forget: uid => void pods.delete(uid),
    going: () =>
      [...pods].flatMap(([uid, pulls]) =>
        [...pulls.values()].some(pull => isGoing(uid, pull)) ? [uid] : [],
      ),
  };
};

/** Whether it was not started yet, and nobody says that its image cannot be had. */
const isWaiting = ({status}: KubernetesObject, container: string): boolean => {
  const {initContainerStatuses = [], containerStatuses = []} = (status ?? {}) as {
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
  const reason = [...initContainerStatuses, ...containerStatuses].find(({name}) => name === container)?.state
    ?.waiting?.reason;
  return reason === 'ContainerCreating' || reason === 'PodInitializing';
};
