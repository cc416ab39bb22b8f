import {roleLabels} from '../catalogue/node-roles.js';
import {type Component, type NodeRole, nodeRoles} from '../catalogue/schema.js';
import {select} from '../plan/selection.js';
import {derived} from '../profile/derived.js';
import type {World} from './world.js';

/** Quorum systems gain nothing beyond three members here. */
const mostReplicas = 3;

/**
 * What `${…}` in values.yaml and in Kustomize objects is filled from: `profile`, `derived` of it, `secret.NAME.KEY` of the component's
 * namespace, `nodes.ROLE` (count) and `replicas.ROLE` (the count, at most 3, at least 1).
 */
export const placeholderContext = async (
  world: World,
  component: Component,
): Promise<Record<string, unknown>> => {
  const selection = select(world.catalogue, world.profile);
  const [secrets, nodes] = await Promise.all([readSecrets(world, component), countNodes(world)]);
  world.redactor.learn(Object.values(secrets).flatMap(keys => Object.values(keys).filter(isGenerated)));
  return {
    profile: world.profile,
    derived: derived(world.profile, name => selection.get(name)?.enabled ?? false),
    secret: secrets,
    nodes,
    replicas: Object.fromEntries(
      Object.entries(nodes).map(([role, count]) => [role, Math.max(1, Math.min(mostReplicas, count))]),
    ),
  };
};

/** User names are in Secrets too, and are words that a person has to be able to read. */
const isGenerated = (value: string): boolean => value.length >= 16;

const readSecrets = async (
  {client}: World,
  {namespace}: Component,
): Promise<Record<string, Record<string, string>>> => {
  if (namespace === undefined) {
    return {};
  }
  const {items} = await client.list(
    {apiVersion: 'v1', kind: 'Secret'},
    {namespace, fieldSelector: 'type!=helm.sh/release.v1'},
  );
  return Object.fromEntries(
    items.map(secret => [
      secret.metadata.name,
      Object.fromEntries(
        Object.entries((secret.data ?? {}) as Record<string, string>).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString('utf8'),
        ]),
      ),
    ]),
  );
};

const countNodes = async ({client}: World): Promise<Record<NodeRole, number>> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  const count = (role: NodeRole) =>
    items.filter(node => node.metadata.labels?.[roleLabels[role].key] === roleLabels[role].value).length;
  return Object.fromEntries(nodeRoles.map(role => [role, count(role)])) as Record<NodeRole, number>;
};
