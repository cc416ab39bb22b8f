import {createHash} from 'node:crypto';
import {packageVersion} from '../assets.js';
import {inApplyOrder, isDefinition} from './apply-order.js';
import type {Client} from './client.js';
import {applyDefinitions} from './definitions.js';
import {fieldManager} from './field-manager.js';
import type {KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {groupKindOf, prune} from './prune.js';
import {orRefusal} from './refusal.js';

const digestAnnotation = 'genestack.io/digest';
const kindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';

export interface ApplySetName {
  readonly name: string;
  /** Of the parent ConfigMap `applyset-NAME`. */
  readonly namespace: string;
}

export interface ApplySet extends ApplySetName {
  readonly objects: readonly KubernetesObject[];
  /** Stands for the objects: kept when all of them are applied. */
  readonly digest: string;
}

/** The ConfigMap that stands for the set. */
export const parentRef = ({name, namespace}: ApplySetName): ObjectRef => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace,
  name: `applyset-${name}`,
});

/** The id of a set by the ApplySet specification (KEP-3659), version 1. */
export const applySetId = (set: ApplySetName): string => {
  const {name, namespace, kind} = parentRef(set);
  const hash = createHash('sha256').update([name, namespace, kind, ''].join('.')).digest('base64url');
  return `applyset-${hash}-v1`;
};

/** What the cluster knows of a set that was applied, wholly or not. */
export interface HeldApplySet {
  /** Of what was last applied wholly; undefined when an apply was cut short. */
  readonly digest: string | undefined;
  /** Kinds of which it may have members, `Deployment.apps`. */
  readonly groupKinds: readonly string[];
}

/** Undefined where nothing of the set was ever applied. */
export const readApplySet = async (
  client: Pick<Client, 'read'>,
  set: ApplySetName,
): Promise<HeldApplySet | undefined> => {
  const annotations = (await client.read(parentRef(set)))?.metadata.annotations;
  return (
    annotations && {
      digest: annotations[digestAnnotation],
      groupKinds: splitKinds(annotations[kindsAnnotation]),
    }
  );
};

/** Forgets a set; its members are the caller's. */
export const deleteParent = (client: Pick<Client, 'delete'>, set: ApplySetName): Promise<void> =>
  client.delete(parentRef(set));

/** The digest of what was last applied wholly; undefined when nothing was, or when an apply was cut short. */
export const appliedDigest = async (
  client: Pick<Client, 'read'>,
  set: ApplySetName,
): Promise<string | undefined> => (await readApplySet(client, set))?.digest;

/**
 * Applies the objects server-side in the order of their dependence, waits for CRDs to be established on the way, and
 * deletes members of the set that are no longer among them; CRDs, Namespaces and claims are never deleted.
 * It may be done again from the beginning: what is applied already is left as it is, and so are CRDs of others.
 *
 * @param onForeign is told of each CRD of others.
 * @returns what was deleted.
 * @throws {GenestackError} GS-K8S-20 when the API refuses an object for good, 21 when a CRD cannot be established.
 */
export const applySet = async (
  client: Client,
  set: ApplySet,
  signal?: AbortSignal,
  onForeign?: (text: string) => void,
): Promise<readonly ObjectRef[]> => {
  const id = applySetId(set);
  const found = await orRefusal(parentOf(set, []), () => client.read(parentRef(set)));
  const known = splitKinds(found?.metadata.annotations?.[kindsAnnotation]);
  const wanted = set.objects.map(groupKindOf);
  // Whoever looks at an apply that was cut short finds all members by the union of old and new kinds.
  const parent = parentOf(set, [...known, ...wanted]);
  await applyOne(client, parent, signal);

  const members = inApplyOrder(set.objects).map(object => withPart(object, id));
  const definitions = members.filter(isDefinition);
  const namespaces = members.filter(object => object.kind === 'Namespace');
  const firsts = new Set([...namespaces, ...definitions]);
  for (const object of namespaces) await applyOne(client, object, signal);
  await applyDefinitions(client, definitions, signal, onForeign);
  for (const object of members) if (!firsts.has(object)) await applyOne(client, object, signal);

  const {deleted, kept} = await prune(client, parent, members, known, signal);
  await applyOne(client, parentOf(set, [...wanted, ...kept], set.digest), signal);
  return deleted;
};

const applyOne = async (client: Client, object: KubernetesObject, signal?: AbortSignal): Promise<void> => {
  signal?.throwIfAborted();
  await orRefusal(object, () => client.apply(object, {fieldManager, force: true}));
};

/** An object as it is sent: with the label of its set. */
export const asMember = (object: KubernetesObject, set: ApplySetName): KubernetesObject =>
  withPart(object, applySetId(set));

const withPart = (object: KubernetesObject, id: string): KubernetesObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: {...object.metadata.labels, 'applyset.kubernetes.io/part-of': id},
  },
});

const splitKinds = (text: string | undefined): string[] =>
  (text ?? '').split(',').filter(kind => kind !== '');

const parentOf = (set: ApplySet, groupKinds: readonly string[], digest?: string): KubernetesObject => {
  const {apiVersion, kind, name, namespace} = parentRef(set);
  const namespaces = new Set(set.objects.flatMap(({metadata}) => metadata.namespace ?? []));
  namespaces.delete(set.namespace);
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && {namespace}),
      labels: {'applyset.kubernetes.io/id': applySetId(set)},
      annotations: {
        'applyset.kubernetes.io/tooling': `genestack/v${packageVersion()}`,
        [kindsAnnotation]: [...new Set(groupKinds)].sort().join(','),
        'applyset.kubernetes.io/additional-namespaces': [...namespaces].sort().join(','),
        // Left out, server-side apply takes it away: until the end nothing is applied wholly.
        ...(digest !== undefined && {[digestAnnotation]: digest}),
      },
    },
  };
};
