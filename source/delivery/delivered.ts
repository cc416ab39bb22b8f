import type {Component} from '../catalogue/schema.js';
import {type ObjectRef, refOf} from '../cluster/kubernetes-object.js';
import {readRelease} from '../tools/releases.js';
import {kustomizeObjects} from './kustomize-objects.js';
import {hasState} from './ready.js';
import {releaseOf} from './release-name.js';
import type {World} from './world.js';

/** What Helm or Kustomize delivered of a component; what another one's delivery brings is named by the catalogue. */
export const deliveredRefs = async (world: World, component: Component): Promise<ObjectRef[]> => {
  switch (component.delivery.kind) {
    case 'helm': {
      const {namespace, name} = releaseOf(component);
      const release = await readRelease(world.client, namespace, name);
      return (release?.objects ?? []).map(object => refOf(object, namespace));
    }
    case 'kustomize':
      return (await kustomizeObjects(world, component)).map(object => refOf(object));
    default:
      return component.workloads.map(({kind, name}) => ({
        apiVersion: kind.endsWith('Job') ? 'batch/v1' : 'apps/v1',
        kind,
        namespace: component.namespace,
        name,
      }));
  }
};

/** Whether everything that would be waited for is there; what somebody deleted is made again, since nothing of theirs is in its place. */
export const isWhole = async (
  {observer}: Pick<World, 'observer'>,
  refs: readonly ObjectRef[],
  signal: AbortSignal,
): Promise<boolean> => {
  const awaited = refs.filter(hasState);
  await observer.watch(awaited, signal);
  return awaited.every(ref => observer.get(ref) !== undefined);
};
