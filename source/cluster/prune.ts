import {ApiError, type Client} from './client.js';
import type {KindRef, KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {orRefusal} from './refusal.js';

/** Deleting one of these deletes what others keep in it. */
const neverPruned: ReadonlySet<string> = new Set([
  'CustomResourceDefinition.apiextensions.k8s.io',
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
]);

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

/** `Deployment.apps`, `Service`. */
export const groupKindOf = ({apiVersion, kind}: KindRef): string =>
  groupOf(apiVersion) === '' ? kind : `${kind}.${groupOf(apiVersion)}`;

const keyOf = (object: KubernetesObject): string =>
  `${groupKindOf(object)} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;

/** Deletes the members of the set that are not among the wanted ones; `kept` are group kinds of those it leaves. */
export const prune = async (
  client: Client,
  parent: KubernetesObject,
  wanted: readonly KubernetesObject[],
  knownGroupKinds: readonly string[],
  signal?: AbortSignal,
): Promise<{deleted: readonly ObjectRef[]; kept: readonly string[]}> => {
  const versions = new Map(wanted.map(object => [groupKindOf(object), object.apiVersion]));
  const deleted: ObjectRef[] = [];
  const kept = new Set<string>();
  const labelSelector = `applyset.kubernetes.io/part-of=${parent.metadata.labels?.['applyset.kubernetes.io/id']}`;
  for (const groupKind of knownGroupKinds) {
    const kind = await orRefusal(parent, () => kindRefOf(client, groupKind, versions.get(groupKind)));
    if (kind === undefined) continue;
    const keys = new Set(
      wanted.filter(object => groupKindOf(object) === groupKind).flatMap(object => possibleKeys(object)),
    );
    const {items} = await orRefusal(parent, () => client.list(kind, {labelSelector, signal}));
    for (const item of items) {
      if (keys.has(keyOf(item))) continue;
      if (neverPruned.has(groupKind)) {
        kept.add(groupKind);
        continue;
      }
      const ref = {...kind, namespace: item.metadata.namespace, name: item.metadata.name};
      signal?.throwIfAborted();
      await orRefusal(item, () => client.delete(ref));
      deleted.push(ref);
    }
  }
  return {deleted, kept: [...kept]};
};

/** Where the kind has no namespace what was written with one is there without, and the other way round in `default`. */
const possibleKeys = (object: KubernetesObject): string[] =>
  [object.metadata.namespace ?? 'default', ''].map(
    namespace => `${groupKindOf(object)} ${namespace}/${object.metadata.name}`,
  );

/** The parent names no versions, so a kind that is no longer applied is looked for in its group's preferred one. */
const kindRefOf = async (
  client: Client,
  groupKind: string,
  apiVersion: string | undefined,
): Promise<KindRef | undefined> => {
  const [kind = '', ...rest] = groupKind.split('.');
  const group = rest.join('.');
  const ref = {apiVersion: apiVersion ?? (await preferredVersion(client, group)) ?? '', kind};
  return ref.apiVersion !== '' && (await client.knows(ref)) ? ref : undefined;
};

const preferredVersion = async (client: Client, group: string): Promise<string | undefined> => {
  if (group === '') return 'v1';
  try {
    const answer = (await client.request('GET', `/apis/${group}`)) as {
      preferredVersion?: {groupVersion?: string};
    };
    return answer.preferredVersion?.groupVersion;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
};
