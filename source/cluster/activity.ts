import type {ComponentNames} from './component-names.js';
import {createImagePulls} from './image-pulls.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {membershipOf} from './membership.js';
import type {Observer} from './observer.js';
import type {Change} from './reflector.js';
import {sceneKinds} from './scene.js';
import {createWorkloadIndex, isIndexed} from './workload-index.js';

/** Signs of life beneath components: their pods get on, their images are pulled, and Kubernetes works for them. */
export interface Activity {
  /** Calls back with every sign of life of a component; returns how to stop. */
  listen(component: string, listener: () => void): () => void;
  /** Leaves the observer as it is. */
  close(): void;
}

const {Pod, ReplicaSet, Event, Deployment, StatefulSet, DaemonSet, Job, CronJob} = sceneKinds;
const watched = [Deployment, StatefulSet, DaemonSet, Job, CronJob, ReplicaSet, Pod, Event];

export interface ActivityClock {
  /** Milliseconds of a clock that nobody sets. */
  elapsed(): number;
  /** Calls again and again after so many milliseconds; returns how to stop. */
  every(milliseconds: number, call: () => void): () => void;
}

const realClock: ActivityClock = {
  elapsed: () => performance.now(),
  every(milliseconds, call) {
    const timer = setInterval(call, milliseconds);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Less than the shortest quiet time of a step. */
const pullMilliseconds = 20_000;

export const watchActivity = (
  observer: Observer,
  components: readonly ComponentNames[],
  {elapsed, every}: ActivityClock = realClock,
): Activity => {
  const closing = new AbortController();
  const listeners = new Map<string, Set<() => void>>();
  const stages = new Map<string, string>();
  const index = createWorkloadIndex({
    membership: membershipOf(components),
    find: ref => observer.get(ref),
    onChange() {},
    onUnknownOwner() {},
  });

  const pulls = createImagePulls(ref => observer.get(ref), elapsed);

  const tell = (uid: string | undefined): void => {
    const component = index.componentOf(uid ?? '');
    for (const listener of listeners.get(component ?? '') ?? []) listener();
  };

  const take = ({type, object}: Change): void => {
    const {uid = ''} = object.metadata;
    if (object.kind === Event.kind) {
      if (type !== 'deleted') pulls.heard(object);
      if (type !== 'deleted' && isProgress(object)) tell(object.involvedObject?.uid);
      return;
    }
    if (!isIndexed(object)) {
      // It may own what came before it.
      if (type !== 'deleted') index.reconsider();
      return;
    }
    if (type === 'deleted') {
      tell(uid);
      stages.delete(uid);
      pulls.forget(uid);
      index.remove(object);
      return;
    }
    index.put(object);
    const stage = stageOf(object);
    if (stages.get(uid) !== stage) {
      stages.set(uid, stage);
      tell(uid);
    }
  };

  const stop = observer.onObject(take);
  // A large image takes longer than any step may be quiet.
  const stopTicking = every(pullMilliseconds, () => {
    for (const uid of pulls.going()) tell(uid);
  });
  for (const kind of watched) for (const object of observer.all(kind)) take({type: 'added', object});
  // It ends by closing only, and then nobody waits for it any more.
  observer.watch(watched, closing.signal).catch(() => {});

  return {
    listen(component, listener) {
      const known = listeners.get(component) ?? new Set();
      listeners.set(component, known.add(listener));
      return () => known.delete(listener);
    },
    close() {
      closing.abort();
      stopTicking();
      stop();
      listeners.clear();
    },
  };
};

/** Kubernetes says `Pulling`, `Pulled`, `Scheduled`, `Started` where it gets on; a warning comes again and again where it does not, and so does this one. */
const isProgress = ({type, reason}: KubernetesObject): boolean => type !== 'Warning' && reason !== 'BackOff';

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly {readonly type?: string; readonly status?: string}[];
  readonly initContainerStatuses?: readonly {
    readonly state?: {readonly terminated?: {readonly exitCode?: number}};
  }[];
}

/**
 * How far a pod is; empty for what is no pod, since readiness tells of that. Restarts and reasons are left out: a container that
 * crashes again is no sign of life.
 */
const stageOf = ({kind, spec, status}: KubernetesObject): string => {
  if (kind !== Pod.kind) return '';
  const {phase, conditions = [], initContainerStatuses = []} = (status ?? {}) as PodStatus;
  const met = conditions.filter(condition => condition.status === 'True').map(({type}) => type);
  const done = initContainerStatuses.filter(({state}) => state?.terminated?.exitCode === 0);
  const {nodeName} = (spec ?? {}) as {readonly nodeName?: string};
  return [
    phase,
    nodeName,
    done.length,
    ...met.filter(type => type !== 'Ready' && type !== 'ContainersReady'),
  ].join();
};
