import {ApiError, type Client} from '../cluster/client.js';
import {fieldManager} from '../cluster/field-manager.js';
import {type KubernetesObject, refOf} from '../cluster/kubernetes-object.js';
import type {Drift} from '../plan/changes.js';
import type {Compared} from '../plan/diff.js';
import {driftOf, goneDrift, inDoubt, type Live} from '../plan/diff-drift.js';
import type {Reader} from './read-once.js';

/** Where objects that were delivered are not as they were delivered. */
export const driftOfObjects = async (
  client: Client,
  reader: Reader,
  declared: readonly KubernetesObject[],
): Promise<Drift[]> => {
  const drift: Drift[] = [];
  // Together, for each may be the first of its kind.
  const found = await Promise.all(declared.map(object => reader.live(refOf(object))));
  for (const [index, object] of declared.entries()) {
    const wanted = object as unknown as Compared;
    const live = found[index] as Live | undefined;
    if (live === undefined) {
      // A Job that was finished may clean up after itself.
      drift.push(...(object.kind === 'Job' ? [] : [goneDrift(wanted)]));
    } else {
      const answer = inDoubt(wanted, live) ? await dryApplied(client, object) : undefined;
      const corrected = answer instanceof ApiError ? undefined : answer;
      drift.push(...driftOf(wanted, live, corrected as unknown as Compared | undefined));
    }
  }
  return drift;
};

/**
 * What the API would make of an object that is delivered once more; its refusal where it would not, e.g. because a field that
 * differs cannot be changed at all.
 */
export const dryApplied = async (
  client: Pick<Client, 'apply'>,
  object: KubernetesObject,
): Promise<KubernetesObject | ApiError> => {
  try {
    return await client.apply(object, {fieldManager, force: true, dryRun: true});
  } catch (error) {
    if (error instanceof ApiError) {
      return error;
    }
    throw error;
  }
};
