import type {Component} from '../catalogue/schema.js';
import type {StepResult} from '../engine/backend.js';
import {kustomizeObjects} from './kustomize-objects.js';
import type {World} from './world.js';

/** On a Job whose pods hold something, a claim of their own, that nobody needs when they are done. */
const annotation = 'genestack.io/clear-pods';

/**
 * Deletes the pods of finished Jobs that ask for it. The Jobs stay and say that they are done, so that a later run has nothing to do;
 * a time to live would take them along, and they would be made anew.
 */
export const clearPods = async (world: World, component: Component): Promise<StepResult> => {
  if (component.delivery.kind !== 'kustomize') {
    return 'unchanged';
  }
  let result: StepResult = 'unchanged';
  for (const {kind, metadata} of await kustomizeObjects(world, component)) {
    if (kind !== 'Job' || metadata.annotations?.[annotation] === undefined) {
      continue;
    }
    const pod = {apiVersion: 'v1', kind: 'Pod'};
    const {namespace, name} = metadata;
    const {items} = await world.client.list(pod, {
      ...(namespace !== undefined && {namespace}),
      labelSelector: `batch.kubernetes.io/job-name=${name}`,
    });
    for (const {metadata: found} of items) {
      await world.client.delete({...pod, namespace: found.namespace, name: found.name});
      result = 'changed';
    }
  }
  return result;
};
