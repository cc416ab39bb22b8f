import {ApiError, type Client} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {unchangeable} from '../cluster/refusal.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {type Compared, objectName} from '../plan/diff.js';
import {dryApplied} from './drift.js';

const mostText = 200;

const kinds = '(?:Forbidden|Invalid value)';
/** One cause of several, `spec.selector: Invalid value: {…}: field is immutable`. */
const cause = new RegExp(
  `([\\w.[\\]]+): ${kinds}: (?:(?!, [\\w.[\\]]+: ${kinds}).)*?((?:\\w+ )?(?:${unchangeable.source})[^\\n\\]]*)`,
  'is',
);

/**
 * Why an object could not be changed into what it is to be, as `PersistentVolumeClaim openstack/glance-images: ` and field and words
 * of the API's refusal; undefined where it is refused for another reason, which may pass by the time it is applied. A Job is
 * replaced by the run.
 */
export const unchangeableBecause = (object: KubernetesObject, refusal: ApiError): string | undefined => {
  if (object.kind === 'Job' || !unchangeable.test(refusal.message)) {
    return undefined;
  }
  // Field and reason alone: the values that the API quotes may be a Secret's.
  const [, field, words] = cause.exec(refusal.message) ?? [];
  const why = field === undefined ? 'it cannot be changed' : `${field}: ${words}`;
  return `${objectName(object as unknown as Compared)}: ${sanitiseLine(why, mostText)}`;
};

/** The same of several that are there, asked by dry runs. */
export const refusalsOf = async (
  client: Pick<Client, 'apply'>,
  objects: readonly KubernetesObject[],
): Promise<string[]> => {
  const refusals: string[] = [];
  for (const object of objects) {
    const answer = await dryApplied(client, object);
    const reason = answer instanceof ApiError ? unchangeableBecause(object, answer) : undefined;
    if (reason !== undefined) refusals.push(reason);
  }
  return refusals;
};
