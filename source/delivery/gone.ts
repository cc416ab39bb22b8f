import {setTimeout as sleep} from 'node:timers/promises';
import type {Component} from '../catalogue/schema.js';
import {nameOf} from '../cluster/kubernetes-object.js';
import type {StepContext} from '../engine/backend.js';
import {exitCodes, GenestackError} from '../errors.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import {type Belonging, refOf} from './belongings.js';
import {isGoing, ownBelongings} from './remove.js';
import type {World} from './world.js';

const askAgainMilliseconds = 1000;

/**
 * Resolves when nothing is left of a component but the data that stays: every kind of the API is looked through.
 * @throws GenestackError GS-RDY-05 (exit 1) when nothing has changed for the time of patience.
 */
export const untilGone = async (world: World, component: Component, context: StepContext): Promise<void> => {
  if (component.name === nodeRolesComponent) {
    return;
  }
  const limit = world.patienceSeconds * 1000;
  let most = 0;
  let last = -1;
  let quiet = 0;
  for (;;) {
    const own = await ownBelongings(world, component, context.signal);
    const left = own.filter(one => isGoing(world, one));
    const [first] = left;
    if (first === undefined) {
      context.report({ready: most, desired: most, waitsFor: ''});
      return;
    }
    most = Math.max(most, left.length);
    quiet = left.length === last ? quiet + askAgainMilliseconds : 0;
    last = left.length;
    const waitsFor = textOf(first);
    context.report({ready: most - left.length, desired: most, waitsFor});
    if (quiet >= limit) {
      throw new GenestackError(
        'GS-RDY-05',
        `${component.name} was taken away, and ${left.length} of its objects are still there after ${world.patienceSeconds} s without a change: ${waitsFor}.`,
        'Look at its finalizers and at who should answer them; then run the same again, it goes on from here.',
        exitCodes.failed,
      );
    }
    await sleep(askAgainMilliseconds, undefined, {signal: context.signal});
  }
};

const textOf = ({object}: Belonging): string => {
  const {deletionTimestamp, finalizers = []} = object.metadata;
  const why =
    deletionTimestamp === undefined
      ? 'to be deleted'
      : finalizers.length > 0
        ? `to end; its finalizer ${finalizers[0]} is not answered yet`
        : 'to end';
  return `${nameOf(refOf(object))} ${why}`;
};
