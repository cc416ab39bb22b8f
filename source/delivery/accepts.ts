import {setTimeout as sleep} from 'node:timers/promises';
import type {Component} from '../catalogue/schema.js';
import {ApiError} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {judge} from '../cluster/readiness.js';
import type {StepContext} from '../engine/backend.js';
import {componentOf, type World} from './world.js';

/** Seconds between two questions; a webhook tells nobody when it begins to answer. */
const askAgainSeconds = 1;

/**
 * Resolves when what others send will be taken: the CRDs are established, the declared Secrets hold their keys, and a
 * server-side dry run of the declared objects passes the webhook. How long that may take is the engine's to say.
 */
export const untilAccepted = async (world: World, name: string, context: StepContext): Promise<void> => {
  const component = componentOf(world, name);
  for (;;) {
    const refusal = await refusalOf(world, component);
    if (refusal === undefined) {
      return;
    }
    context.report({ready: 0, desired: 0, waitsFor: refusal});
    await sleep(askAgainSeconds * 1000, undefined, {signal: context.signal});
  }
};

const refusalOf = async ({client}: World, component: Component): Promise<string | undefined> => {
  for (const {plural, group} of component.crds) {
    const name = `${plural}.${group}`;
    const crd = await client.read({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name,
    });
    if (!crd || judge(crd).state !== 'ready') {
      return `CRD ${name} to be ${crd ? 'established' : 'there'}`;
    }
  }
  for (const {namespace, name, keys} of component.accepts?.secrets ?? []) {
    const secret = await client.read({apiVersion: 'v1', kind: 'Secret', namespace, name});
    const absent = keys.filter(key => !secret?.data?.[key]);
    if (absent.length > 0) {
      return `Secret ${namespace}/${name} to ${secret ? `have ${absent.join(', ')}` : 'be there'}`;
    }
  }
  for (const object of component.accepts?.dryRun ?? []) {
    try {
      await client.create(object as unknown as KubernetesObject, {dryRun: true});
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      if (error.status !== 409) {
        return `its webhook to take a ${object.kind}, which it refuses now: ${error.message}`;
      }
    }
  }
  return undefined;
};
