import {ApiError} from '../../cluster/client.js';
import {
  type KindRef,
  type KubernetesObject,
  nameOf,
  type ObjectRef,
  refOf,
} from '../../cluster/kubernetes-object.js';
import {judge} from '../../cluster/readiness.js';
import {GenestackError, messageOf} from '../../errors.js';
import {fieldManager} from './annotations.js';
import {componentOf, lineage} from './membership.js';
import {creations, isMeant, statusToWrite} from './operator-deed.js';
import {type Deed, ignoringGone, type SimulationOptions} from './pods.js';
import type {OwnedRule} from './rules.js';
import {createScopes} from './scopes.js';
import {createWorkQueue} from './work-queue.js';
import {kinds} from './world.js';

/** How far a rule has come with one generation of one object. */
interface Progress {
  readonly generation: number;
  readonly due: number;
  made?: readonly KubernetesObject[];
  done?: boolean;
}

const workloads: readonly KindRef[] = [kinds.deployment, kinds.statefulSet, kinds.daemonSet, kinds.job];

/** Does for every object that a rule is about what its operator would do, once per generation. */
export const simulateOperators = (rules: readonly OwnedRule[], options: SimulationOptions): Deed => {
  const {client, world, say, pace} = options;
  const scopes = createScopes(client);
  /** By rule and UID. */
  const progresses = new Map<string, Progress>();

  const queue = createWorkQueue(
    async key => {
      const [at = '', namespace, name = ''] = key.split('|');
      const owned = rules[Number(at)] as OwnedRule;
      const {apiVersion, kind} = owned.rule.when;
      const object = world.get({apiVersion, kind, namespace: namespace || undefined, name});
      if (object && isMeant(owned.rule, object)) {
        await advance(owned, object, key, `${at}|${object.metadata.uid}`);
      }
    },
    {
      onError: (key, error) =>
        say(`Not done yet for ${key.replace(/^\d+\|/, '').replace('|', '/')}: ${messageOf(error)}.`),
    },
  );

  const advance = async ({component, rule}: OwnedRule, object: KubernetesObject, key: string, id: string) => {
    const generation = object.metadata.generation ?? 0;
    let progress = progresses.get(id);
    if (progress?.generation !== generation) {
      progress = {generation, due: Date.now() + rule.seconds * 1000 * pace};
      progresses.set(id, progress);
    }
    if (progress.done) {
      return;
    }
    const early = progress.due - Date.now();
    if (early > 0) {
      queue.add(key, early);
      return;
    }
    try {
      progress.made ??= await make(component, rule, object);
      if (rule.awaitsCreated && !progress.made.every(isMadeReady)) {
        return;
      }
      await writeStatus(rule, object);
    } catch (error) {
      // A rule that does not fit the object will not fit it later either.
      if (!(error instanceof GenestackError && error.code.startsWith('GS-CAT-'))) {
        throw error;
      }
      say(`The rule beside ${component} does not fit ${nameOf(refOf(object))}: ${error.message}`);
    }
    progress.done = true;
  };

  const make = async (component: string, rule: OwnedRule['rule'], object: KubernetesObject) => {
    const own = componentOf(lineage(object, world), options.catalogue)?.name ?? component;
    const isNamespaced = await scopes(rule.creates as readonly KindRef[]);
    const made = creations(rule, object, own, isNamespaced, timestamp());
    const applied: KubernetesObject[] = [];
    for (const creation of made) {
      const {metadata} = await client.apply(creation, {fieldManager, force: true});
      applied.push({...creation, metadata});
    }
    if (made.length > 0) {
      say(`${nameOf(refOf(object))} gets ${made.map(creation => nameOf(refOf(creation))).join(', ')}.`);
    }
    return applied;
  };

  const isMadeReady = (made: KubernetesObject): boolean => {
    if (!workloads.some(({kind, apiVersion}) => kind === made.kind && apiVersion === made.apiVersion)) {
      return true;
    }
    const seen = world.get(refOf(made));
    const isCurrent = (seen?.metadata.generation ?? 0) >= (made.metadata.generation ?? 0);
    return seen !== undefined && isCurrent && judge(seen).state === 'ready';
  };

  const writeStatus = async (rule: OwnedRule['rule'], object: KubernetesObject): Promise<void> => {
    const status = statusToWrite(rule, object, timestamp());
    if (status !== undefined) {
      await ignoringGone(async () => {
        await patchStatus(refOf(object), {status});
        say(`${nameOf(refOf(object))} gets its status.`);
      });
    }
  };

  const patchStatus = async (ref: ObjectRef, patch: object): Promise<unknown> => {
    try {
      return await client.patch(ref, patch, {subresource: 'status'});
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) {
        throw error;
      }
      // Some kinds have no status subresource: there the status is a field like any other.
      return client.patch(ref, patch);
    }
  };

  /** Kubernetes collects what is owned; what no reference can reach across namespaces goes by us. */
  const clear = async (made: readonly KubernetesObject[]): Promise<void> => {
    for (const object of made.filter(({metadata}) => metadata.ownerReferences === undefined)) {
      await client
        .delete(refOf(object))
        .catch(error => say(`${nameOf(refOf(object))} stays: ${messageOf(error)}.`));
    }
  };

  for (const [at, {rule}] of rules.entries()) {
    world.watch(rule.when, ({type, object}) => {
      const id = `${at}|${object.metadata.uid}`;
      if (type === 'deleted') {
        void clear(progresses.get(id)?.made ?? []);
        progresses.delete(id);
      } else {
        queue.add(keyOf(at, object));
      }
    });
  }
  for (const kind of workloads) {
    world.watch(kind, ({object}) => {
      const owner = object.metadata.ownerReferences?.find(reference => reference.controller);
      for (const [at, {rule}] of rules.entries()) {
        for (const waiting of owner && owner.kind !== rule.when.kind ? [] : world.list(rule.when)) {
          const progress = progresses.get(`${at}|${waiting.metadata.uid}`);
          if (progress?.made && !progress.done) {
            queue.add(keyOf(at, waiting));
          }
        }
      }
    });
  }
  return queue;
};

const keyOf = (at: number, {metadata}: KubernetesObject): string =>
  `${at}|${metadata.namespace ?? ''}|${metadata.name}`;

/** Seconds are the finest that Kubernetes' times know. */
const timestamp = (): string => new Date().toISOString().replace(/\.\d+/, '');
