import {ApiError, type Client} from '../cluster/client.js';
import {fieldManager} from '../cluster/field-manager.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {unchangeable} from '../cluster/refusal.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {type Compared, objectName} from '../plan/diff.js';

const mostText = 200;

/**
 * Which objects could not be changed into what they are to be, each as `PersistentVolumeClaim openstack/glance-images: ` and the
 * API's own words; what a dry run is refused for other reasons may pass by the time it is applied. A Job is replaced by the run.
 */
export const refusalsOf = async (
  client: Pick<Client, 'apply'>,
  objects: readonly KubernetesObject[],
): Promise<string[]> => {
  const refusals: string[] = [];
  for (const object of objects.filter(({kind}) => kind !== 'Job')) {
    const text = await refusalOf(client, object);
    if (unchangeable.test(text)) {
      refusals.push(`${objectName(object as unknown as Compared)}: ${wordsOf(text)}`);
    }
  }
  return refusals;
};

/** One cause of several, `spec.selector: Invalid value: {…}: field is immutable`. */
const cause =
  /([\w.[\]]+): (?:Forbidden|Invalid value): (?:(?!, [\w.[\]]+: (?:Forbidden|Invalid value)).)*?((?:\w+ is immutable|may not be changed|updates to statefulset spec)[^\n\]]*)/is;

/** Which field, and why; the values that the API quotes may be a Secret's. */
const wordsOf = (text: string): string => {
  const [, field, words] = cause.exec(text) ?? [];
  return field === undefined || words === undefined
    ? 'it cannot be changed'
    : sanitiseLine(`${field}: ${words}`, mostText);
};

/** The API's words; empty where it would take it. */
const refusalOf = async (client: Pick<Client, 'apply'>, object: KubernetesObject): Promise<string> => {
  try {
    await client.apply(object, {fieldManager, force: true, dryRun: true});
    return '';
  } catch (error) {
    if (error instanceof ApiError) {
      return error.message;
    }
    throw error;
  }
};
