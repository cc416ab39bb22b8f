import {setTimeout as sleep} from 'node:timers/promises';
import type {Component} from '../catalogue/schema.js';
import {ApiError} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {passingOf} from '../cluster/passing.js';
import {judge} from '../cluster/readiness.js';
import {orRefusal} from '../cluster/refusal.js';
import type {StepContext} from '../engine/backend.js';
import {componentOf, type World} from './world.js';

/** Seconds between two questions; a webhook tells nobody when it begins to answer. */
const askAgainSeconds = 1;

/** Seconds for which a no counts as that of a webhook that has only begun to answer. */
const longestDenial = 60;

/** Why nothing is taken yet. */
interface Obstacle {
  /** Without a full stop. */
  readonly waitsFor: string;
  /** Where it is no weather, as far as the API's words say. */
  readonly denial?: unknown;
}

/**
 * Resolves when what others send will be taken: the CRDs are established, the declared Secrets hold their keys, and a
 * server-side dry run of the declared objects passes the webhook. How long that may take is the engine's to say.
 * @param deniedSeconds for which a no that does not pass by itself is waited with.
 * @throws GenestackError GS-K8S-20 where that no stays.
 */
export const untilAccepted = async (
  world: Pick<World, 'client' | 'catalogue'>,
  name: string,
  context: Pick<StepContext, 'report' | 'signal'>,
  deniedSeconds = longestDenial,
): Promise<void> => {
  const component = componentOf(world, name);
  let deniedSince: number | undefined;
  for (;;) {
    const obstacle = await obstacleTo(world, component);
    if (obstacle === undefined) {
      return;
    }
    const {waitsFor, denial} = obstacle;
    deniedSince = denial === undefined ? undefined : (deniedSince ?? performance.now());
    if (deniedSince !== undefined && performance.now() - deniedSince >= deniedSeconds * 1000) {
      throw denial;
    }
    context.report({ready: 0, desired: 0, waitsFor});
    await sleep(askAgainSeconds * 1000, undefined, {signal: context.signal});
  }
};

const obstacleTo = async (
  {client}: Pick<World, 'client'>,
  component: Component,
): Promise<Obstacle | undefined> => {
  for (const {plural, group} of component.crds) {
    const name = `${plural}.${group}`;
    const crd = await client.read({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name,
    });
    if (!crd || judge(crd).state !== 'ready') {
      return {waitsFor: `CRD ${name} to be ${crd ? 'established' : 'there'}`};
    }
  }
  for (const {namespace, name, keys} of component.accepts?.secrets ?? []) {
    const secret = await client.read({apiVersion: 'v1', kind: 'Secret', namespace, name});
    const absent = keys.filter(key => !secret?.data?.[key]);
    if (absent.length > 0) {
      return {
        waitsFor: `Secret ${namespace}/${name} to ${secret ? `have ${absent.join(', ')}` : 'be there'}`,
      };
    }
  }
  for (const declared of component.accepts?.dryRun ?? []) {
    const object = declared as unknown as KubernetesObject;
    try {
      await orRefusal(object, () => client.create(object, {dryRun: true}));
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (!(cause instanceof ApiError)) {
        throw error;
      }
      // That there is one already says that it was taken.
      if (cause.status !== 409) {
        return {
          waitsFor: `its webhook to take a ${object.kind}, which it refuses now: ${cause.message}`,
          ...(isDenial(cause) && {denial: error}),
        };
      }
    }
  }
  return undefined;
};

/** Bad, forbidden or invalid; a kind or a namespace that is not there may come. */
const isDenial = (error: ApiError): boolean =>
  [400, 403, 422].includes(error.status) && passingOf(error) === undefined;
