import {labelsOfRole, roleLabels} from '../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../catalogue/schema.js';
import {fieldManager} from '../cluster/field-manager.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {namedNodes} from '../profile/node-names.js';
import type {Profile} from '../profile/schema.js';

export interface RolesOfNode {
  readonly node: KubernetesObject;
  readonly roles: readonly NodeRole[];
  /** That it is to have from us. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Roles are what the profile says of the nodes that it names; where it names none, what their labels say. */
export const rolesOf = (nodes: readonly KubernetesObject[], profiled: Profile['nodes']): RolesOfNode[] => {
  const named = namedNodes(profiled);
  return named === undefined
    ? labelled(nodes)
    : nodes.map(node => {
        const {roles = []} = named.find(({name}) => name === node.metadata.name) ?? {};
        return {node, roles, labels: labelsOf(roles)};
      });
};

/**
 * The label of a role is left to whoever put it there, and the others of the role are added. Computes carry the label of network
 * nodes too, so they are gateways only where no node is for the network alone.
 */
const labelled = (nodes: readonly KubernetesObject[]): RolesOfNode[] => {
  const has = ({metadata}: KubernetesObject, role: NodeRole): boolean =>
    metadata.labels?.[roleLabels[role].key] === roleLabels[role].value;
  const routes = (node: KubernetesObject): boolean => has(node, 'network') && !has(node, 'compute');
  const isGateway = nodes.some(routes) ? routes : (node: KubernetesObject) => has(node, 'network');
  return nodes.map(node => {
    const roles = nodeRoles.filter(role => (role === 'network' ? isGateway(node) : has(node, role)));
    // Of a profile that named nodes before, what we gave them says their roles now.
    const ours = givenBefore(node, 'labels');
    const kept = Object.entries(labelsOf(roles)).filter(([key]) => !primary.has(key) || ours.includes(key));
    return {node, roles, labels: Object.fromEntries(kept)};
  });
};

const primary: ReadonlySet<string> = new Set(Object.values(roleLabels).map(({key}) => key));

const labelsOf = (roles: readonly NodeRole[]): RolesOfNode['labels'] =>
  Object.assign({}, ...roles.map(role => labelsOfRole[role])) as RolesOfNode['labels'];

/** Keys of the labels or annotations that the API server holds for ours. */
export const givenBefore = ({metadata}: KubernetesObject, field: 'labels' | 'annotations'): string[] => {
  const entry = metadata.managedFields?.find(
    ({manager, operation}) => manager === fieldManager && operation === 'Apply',
  );
  const fields = entry?.fieldsV1 as {'f:metadata'?: Record<string, object>} | undefined;
  return Object.keys(fields?.['f:metadata']?.[`f:${field}`] ?? {})
    .filter(key => key.startsWith('f:'))
    .map(key => key.slice(2));
};
