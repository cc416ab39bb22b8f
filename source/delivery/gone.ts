import {setTimeout as sleep} from 'node:timers/promises';
import type {Component} from '../catalogue/schema.js';
import {type KubernetesObject, nameOf, refOf} from '../cluster/kubernetes-object.js';
import type {StepContext} from '../engine/backend.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import {ownBelongings} from './remove.js';
import {isGoing} from './what-goes.js';
import {removalOf, type World} from './world.js';

const askAgainMilliseconds = 1000;

/**
 * Resolves when nothing is left of a component but the data that stays: every kind of the API is looked through. How long that may
 * take is the engine's to say.
 */
export const untilGone = async (world: World, component: Component, context: StepContext): Promise<void> => {
  if (component.name === nodeRolesComponent) {
    return;
  }
  let most = 0;
  for (;;) {
    const own = await ownBelongings(world, component, context.signal);
    const left = [
      ...own.filter(one => isGoing(removalOf(world), one)).map(({object}) => object),
      ...(await endingNamespace(world, component)),
    ];
    const [first] = left;
    if (first === undefined) {
      context.report({ready: most, desired: most, waitsFor: ''});
      return;
    }
    most = Math.max(most, left.length);
    context.report({ready: most - left.length, desired: most, waitsFor: textOf(first)});
    await sleep(askAgainMilliseconds, undefined, {signal: context.signal});
  }
};

/** The namespace that went with the last of it, until nothing is in it any more. */
const endingNamespace = async (
  world: World,
  {namespace}: Component,
): Promise<readonly KubernetesObject[]> => {
  if (namespace === undefined || !removalOf(world).purge.has('namespaces')) {
    return [];
  }
  const found = await world.client.read({apiVersion: 'v1', kind: 'Namespace', name: namespace});
  return found?.metadata.deletionTimestamp === undefined ? [] : [found];
};

const textOf = (object: KubernetesObject): string => {
  const {deletionTimestamp, finalizers = []} = object.metadata;
  const why =
    deletionTimestamp === undefined
      ? 'to be deleted'
      : finalizers.length > 0
        ? `to end; its finalizer ${finalizers[0]} is not answered yet`
        : 'to end';
  return `${nameOf(refOf(object))} ${why}`;
};
