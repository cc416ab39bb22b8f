import {fill} from '../../catalogue/placeholders.js';
import type {KubernetesObject} from '../../cluster/kubernetes-object.js';
import {annotations} from './annotations.js';
import type {SimulationRule} from './rule-schema.js';

/** Whether a rule is about the object: kind is the watcher's matter, name and namespace are the rule's. */
export const isMeant = ({when}: SimulationRule, {metadata}: KubernetesObject): boolean =>
  metadata.deletionTimestamp === undefined &&
  (when.name === undefined || when.name === metadata.name) &&
  (when.namespace === undefined || when.namespace === metadata.namespace);

/**
 * What a simulated operator makes for an object: the rule's objects, filled, in the object's namespace where they name
 * none, marked with the component, owned by the object where Kubernetes lets it own them.
 * @throws GenestackError GS-CAT-02 or GS-CAT-03 of a placeholder that cannot be filled.
 */
export const creations = (
  {creates}: SimulationRule,
  owner: KubernetesObject,
  component: string,
  isNamespaced: (object: KubernetesObject) => boolean,
  now: string,
): readonly KubernetesObject[] =>
  (fill(creates, {...owner, now}) as KubernetesObject[]).map(object => {
    const {namespace: ownNamespace, ...metadata} = object.metadata;
    const namespace = isNamespaced(object) ? (ownNamespace ?? owner.metadata.namespace) : undefined;
    const canOwn = owner.metadata.namespace === undefined || owner.metadata.namespace === namespace;
    return {
      ...object,
      metadata: {
        ...metadata,
        ...(namespace === undefined ? {} : {namespace}),
        annotations: {...metadata.annotations, [annotations.component]: component},
        ...(canOwn ? {ownerReferences: [referenceTo(owner)]} : {}),
      },
    };
  });

const referenceTo = ({apiVersion, kind, metadata}: KubernetesObject) => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: `${metadata.uid}`,
  controller: true,
});

const anyTime = '1970-01-01T00:00:00Z';

/** The status that a rule writes to an object; undefined where it writes none, or it stands there already but for its times. */
export const statusToWrite = (
  {status}: SimulationRule,
  owner: KubernetesObject,
  now: string,
): unknown | undefined =>
  status === undefined || holds(owner.status, fill(status, {...owner, now: anyTime}))
    ? undefined
    : fill(status, {...owner, now});

/** Whether `actual` has all that `wanted` has; any text stands for the mark of a time. */
const holds = (actual: unknown, wanted: unknown): boolean => {
  if (wanted === anyTime) {
    return typeof actual === 'string';
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((item, index) => holds(actual[index], item))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    return (
      typeof actual === 'object' &&
      actual !== null &&
      Object.entries(wanted).every(([key, value]) => holds((actual as Record<string, unknown>)[key], value))
    );
  }
  return actual === wanted;
};
