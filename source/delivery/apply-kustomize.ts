import {appliedDigest, applySet} from '../cluster/apply-set.js';
import {refOf} from '../cluster/kubernetes-object.js';
import type {StepContext, StepResult} from '../engine/backend.js';
import {applySetOf} from './apply-set-of.js';
import {isWhole} from './delivered.js';
import {digestOf} from './digest.js';
import {kustomizeObjects} from './kustomize-objects.js';
import {componentOf, type World} from './world.js';

/** Applies the objects as one ApplySet; leaves them alone where the same were applied last. */
export const applyKustomize = async (
  world: World,
  name: string,
  context: StepContext,
): Promise<StepResult> => {
  const component = componentOf(world, name);
  const objects = await kustomizeObjects(world, component);
  const digest = digestOf(objects);
  const set = applySetOf(component);
  const isSame = (await appliedDigest(world.client, set)) === digest && !world.drifted?.has(name);
  if (
    isSame &&
    (await isWhole(
      world,
      objects.map(object => refOf(object)),
      context.signal,
    ))
  ) {
    return 'unchanged';
  }
  await applySet(world.client, {...set, digest, objects}, context.signal, text => context.note(text));
  return 'changed';
};
