import {roleLabels} from '../catalogue/node-roles.js';
import {type Catalogue, type Component, type NodeRole, nodeRoles} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {amount} from '../cluster/quantity.js';
import {select} from '../plan/selection.js';
import {derived} from '../profile/derived.js';
import type {NodeSizes} from '../profile/node-sizes.js';
import type {Profile} from '../profile/schema.js';
import {readFromCluster} from './reads.js';
import type {World} from './world.js';

/** Quorum systems gain nothing beyond three members here. */
const mostReplicas = 3;

/** What `${…}` in values.yaml and in Kustomize objects is filled from. */
export interface PlaceholderContext {
  readonly [key: string]: unknown;
}

interface Known {
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  /** Name, then key: of the component's namespace. */
  readonly secret: Readonly<Record<string, unknown>>;
  readonly nodes: NodeSizes;
  /** By its first word, what the component reads from the cluster. */
  readonly read: Readonly<Record<string, unknown>>;
}

/**
 * `profile`, `derived` of it, `secret.NAME.KEY` of the component's namespace, `nodes.ROLE` (count), `replicas.ROLE` (the count,
 * at most 3, at least 1), `replicas.shared-volume` (that of the control plane for pods on one `derived.sharedVolume`, 1 where one
 * node at a time mounts it), and what the component `reads`.
 */
export const contextOf = ({catalogue, profile, secret, nodes, read}: Known): PlaceholderContext => {
  return {
    ...read,
    profile,
    derived: derived(profile, isOnIn(catalogue)(profile), nodes),
    secret,
    nodes: nodes.count,
    replicas: replicasOf(nodes.count, profile),
  };
};

/** Every component asks for the same. */
const once = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const made = new WeakMap<Key, {readonly value: Value}>();
  return key => {
    const known = made.get(key) ?? {value: make(key)};
    made.set(key, known);
    return known.value;
  };
};

const isOnIn = once((catalogue: Catalogue) =>
  once((profile: Profile) => {
    const selection = select(catalogue, profile);
    return (name: string) => selection.get(name)?.enabled ?? false;
  }),
);

const replicasOf = (nodes: NodeSizes['count'], {storage}: Profile): Readonly<Record<string, number>> => {
  const byRole = Object.fromEntries(
    Object.entries(nodes).map(([role, count]) => [role, Math.max(1, Math.min(mostReplicas, count))]),
  );
  const onSharedVolume = storage.multiAttach === 'none' ? 1 : (byRole['control-plane'] ?? 1);
  return {...byRole, 'shared-volume': onSharedVolume};
};

/** What the context is read from. */
export interface FilledFrom extends Pick<World, 'catalogue' | 'profile' | 'redactor'> {
  readonly client: Pick<Client, 'list' | 'read'>;
}

/** The context as the cluster has it now: its Secrets, its nodes. */
export const placeholderContext = async (
  world: FilledFrom,
  component: Component,
): Promise<PlaceholderContext> => {
  const [secret, nodes, read] = await Promise.all([
    readSecrets(world, component),
    sizesOf(world.client),
    readFromCluster(component.reads, world.client, world.profile),
  ]);
  world.redactor.learn(Object.values(secret).flatMap(keys => Object.values(keys).filter(isGenerated)));
  return contextOf({...world, secret, nodes, read});
};

/** User names are in Secrets too, and are words that a person has to be able to read. */
const isGenerated = (value: string): boolean => value.length >= 16;

const readSecrets = async (
  {client}: FilledFrom,
  {namespace}: Component,
): Promise<Record<string, Record<string, string>>> => {
  if (namespace === undefined) {
    return {};
  }
  const {items} = await client.list(
    {apiVersion: 'v1', kind: 'Secret'},
    {namespace, fieldSelector: 'type!=helm.sh/release.v1'},
  );
  return decoded(items);
};

const decoded = once((secrets: readonly KubernetesObject[]) =>
  Object.fromEntries(
    secrets.map(secret => [
      secret.metadata.name,
      Object.fromEntries(
        Object.entries((secret.data ?? {}) as Record<string, string>).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString('utf8'),
        ]),
      ),
    ]),
  ),
);

/** The sizes of a cluster; nodes are counted by the label of each role. */
export const sizesOf = async (client: Pick<Client, 'list'>): Promise<NodeSizes> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  const ofRole = (role: NodeRole) =>
    items.filter(node => node.metadata.labels?.[roleLabels[role].key] === roleLabels[role].value);
  const memories = ofRole('control-plane')
    .map(({status}) => amount(status?.capacity?.memory))
    .filter(memory => memory > 0);
  return {
    count: Object.fromEntries(nodeRoles.map(role => [role, ofRole(role).length])) as Record<NodeRole, number>,
    memory: memories.length === 0 ? undefined : Math.min(...memories),
  };
};
