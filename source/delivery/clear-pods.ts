import type {ObjectRef} from '../cluster/kubernetes-object.js';
import type {StepResult} from '../engine/backend.js';
import type {World} from './world.js';

/** On a Job whose pods hold something, a claim of their own, that nobody needs when they are done. */
const annotation = 'genestack.io/clear-pods';

/**
 * Deletes the pods of Jobs that ask for it, once these are ready, which of a Job is finished. The Jobs stay and say that they are
 * done, so that a later run has nothing to do; a time to live would take them along, and they would be made anew.
 */
export const clearPods = async (
  {client, observer}: Pick<World, 'client' | 'observer'>,
  ready: readonly ObjectRef[],
): Promise<StepResult> => {
  const pod = {apiVersion: 'v1', kind: 'Pod'};
  let result: StepResult = 'unchanged';
  for (const ref of ready) {
    const job = ref.kind === 'Job' ? observer.get(ref) : undefined;
    if (job?.metadata.annotations?.[annotation] === undefined) {
      continue;
    }
    const {namespace, name} = ref;
    const {items} = await client.list(pod, {
      ...(namespace !== undefined && {namespace}),
      labelSelector: `batch.kubernetes.io/job-name=${name}`,
    });
    for (const {metadata: found} of items) {
      await client.delete({...pod, namespace: found.namespace, name: found.name});
      result = 'changed';
    }
  }
  return result;
};
