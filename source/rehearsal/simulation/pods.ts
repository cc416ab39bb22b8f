import {dependenciesOf} from '../../cluster/causes/entrypoint.js';
import {ApiError, type Client} from '../../cluster/client.js';
import type {KubernetesObject} from '../../cluster/kubernetes-object.js';
import type {Situation} from '../situations/schema.js';
import type {Afflictions} from './afflictions.js';
import {annotations} from './annotations.js';
import {type DurationOptions, durationsOf, workloadKey} from './durations.js';
import {isWhole, lineage} from './membership.js';
import {missingOf} from './missing.js';
import type {WatchedWorld} from './watched-world.js';
import {createWorkQueue} from './work-queue.js';
import {conditionOf, kinds} from './world.js';

/** Changes come in flocks; so long is waited before the held pods are judged again. */
const gathering = 50;

export interface Deed {
  stop(): void;
}

export interface SimulationOptions extends DurationOptions {
  readonly client: Client;
  readonly world: WatchedWorld;
  readonly situations: ReadonlyMap<string, Situation>;
  readonly say: (sentence: string) => void;
}

/**
 * Holds every scheduled pod until nothing that it waits for is missing, then marks it as started with its durations, or lets it
 * fail by what afflicts it.
 */
export const startPods = (options: SimulationOptions, afflictions: Afflictions): Deed => {
  const {client, world, say} = options;
  /** By UID: the index in its workload of each pod that was marked. */
  const started = new Map<string, {workload: string; index: string}>();
  let judging: NodeJS.Timeout | undefined;

  const isWaiting = (pod: KubernetesObject): boolean =>
    isHeld(pod) && !started.has(`${pod.metadata.uid}`) && isWhole(lineage(pod, world));

  const queue = createWorkQueue(
    async key => {
      const [namespace, name = ''] = key.split('/');
      const pod = world.get({...kinds.pod, namespace, name});
      if (pod && isWaiting(pod)) {
        const missing = missingOf(pod, world);
        const affliction = missing.length === 0 ? afflictions.of(pod) : undefined;
        await ignoringGone(() =>
          missing.length > 0
            ? explain(pod, textOf(missing))
            : affliction === undefined
              ? start(pod)
              : afflictions.strike(pod, affliction),
        );
      }
    },
    {onError: (key, error) => say(`Pod ${key} cannot be patched yet: ${(error as Error).message}.`)},
  );

  const start = async (pod: KubernetesObject): Promise<void> => {
    const chain = lineage(pod, world);
    const workload = workloadKey(chain);
    const index = indexOf(pod, workload, started.values());
    const {ready, run} = durationsOf(chain, index, options);
    const uid = `${pod.metadata.uid}`;
    started.set(uid, {workload, index});
    try {
      await client.patch(refOf(pod), {
        metadata: {
          uid,
          annotations: {
            [annotations.started]: 'true',
            [annotations.index]: index,
            [annotations.duration]: `${ready}ms`,
            ...(run === undefined ? {} : {[annotations.runDuration]: `${run}ms`}),
          },
        },
      });
    } catch (error) {
      started.delete(uid);
      throw error;
    }
    say(
      `Pod ${pod.metadata.namespace}/${pod.metadata.name} starts and is ready in ${ready} ms${run === undefined ? '' : `, then runs ${run} ms`}.`,
    );
  };

  const explain = async (pod: KubernetesObject, message: string): Promise<void> => {
    // Before kwok has written the pod's first status a condition would keep it from doing so.
    if (conditionOf(pod, 'Initialized') !== undefined && messageOf(pod) !== message) {
      await client.patch(
        refOf(pod),
        {
          status: {
            conditions: [
              {
                type: 'Initialized',
                status: 'False',
                reason: 'Waiting',
                message,
                lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ''),
              },
            ],
          },
        },
        {subresource: 'status', type: 'strategic'},
      );
    }
  };

  const judge = (): void => {
    judging = undefined;
    for (const pod of world.list(kinds.pod)) {
      if (isWaiting(pod)) {
        const missing = missingOf(pod, world);
        if (missing.length === 0 || messageOf(pod) !== textOf(missing)) {
          queue.add(`${pod.metadata.namespace}/${pod.metadata.name}`);
        }
      }
    }
  };
  const judgeSoon = (): void => {
    judging ??= setTimeout(judge, gathering);
  };

  const watched = new Set<string>();
  const watchCustomResources = (pod: KubernetesObject): void => {
    for (const dependency of dependenciesOf(pod)) {
      if (dependency.kind === 'CustomResource') {
        const kind = {apiVersion: dependency.apiVersion, kind: dependency.resource};
        const id = Object.values(kind).join('/');
        if (!watched.has(id)) {
          watched.add(id);
          world.watch(kind, judgeSoon);
        }
      }
    }
  };

  for (const kind of [
    kinds.secret,
    kinds.configMap,
    kinds.claim,
    kinds.endpointSlice,
    kinds.job,
    kinds.daemonSet,
    kinds.deployment,
    kinds.replicaSet,
    kinds.statefulSet,
    kinds.cronJob,
  ]) {
    world.watch(kind, judgeSoon);
  }
  world.watch(kinds.pod, ({type, object}) => {
    const uid = `${object.metadata.uid}`;
    const index = object.metadata.annotations?.[annotations.index];
    if (type === 'added') {
      watchCustomResources(object);
    }
    if (type === 'deleted') {
      started.delete(uid);
    } else if (index !== undefined && !started.has(uid)) {
      started.set(uid, {workload: workloadKey(lineage(object, world)), index});
    }
    judgeSoon();
  });

  return {
    stop: () => {
      clearTimeout(judging);
      queue.stop();
    },
  };
};

const refOf = ({metadata}: KubernetesObject) => ({
  ...kinds.pod,
  namespace: metadata.namespace,
  name: metadata.name,
});

const isHeld = ({metadata, spec, status}: KubernetesObject): boolean =>
  spec?.nodeName !== undefined &&
  metadata.deletionTimestamp === undefined &&
  metadata.annotations?.[annotations.started] === undefined &&
  metadata.annotations?.[annotations.afflicted] === undefined &&
  status?.phase !== 'Succeeded' &&
  status?.phase !== 'Failed';

const textOf = (missing: readonly string[]): string => `waits: ${missing.join('; ')}`;

const messageOf = (pod: KubernetesObject): string | undefined =>
  ((pod.status?.conditions ?? []) as {type: string; message?: string}[]).find(
    condition => condition.type === 'Initialized',
  )?.message;

/** A StatefulSet's ordinal, a DaemonSet's node, else the lowest number that no living pod of the workload has. */
const indexOf = (
  pod: KubernetesObject,
  workload: string,
  others: Iterable<{readonly workload: string; readonly index: string}>,
): string => {
  const owner = pod.metadata.ownerReferences?.find(reference => reference.controller)?.kind;
  if (owner === 'StatefulSet') {
    return /\d+$/.exec(pod.metadata.name)?.[0] ?? '0';
  }
  if (owner === 'DaemonSet') {
    return `${pod.spec.nodeName}`;
  }
  const taken = new Set([...others].filter(other => other.workload === workload).map(other => other.index));
  let index = 0;
  while (taken.has(`${index}`)) {
    index++;
  }
  return `${index}`;
};

/** A pod that is gone, or another of the same name by now, needs nothing. */
export const ignoringGone = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError && (error.status === 404 || error.status === 409))) {
      throw error;
    }
  }
};
