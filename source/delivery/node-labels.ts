import {labelsOfRole} from '../catalogue/node-roles.js';
import type {Client} from '../cluster/client.js';
import {fieldManager} from '../cluster/field-manager.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {StepResult} from '../engine/backend.js';
import {GenestackError} from '../errors.js';
import {namedNodes} from '../profile/node-names.js';
import type {Profile} from '../profile/schema.js';

/**
 * Gives the nodes that the profile names the labels of their roles, by server-side apply: what was given a node before and is not
 * its role any more goes, what somebody else put there stays. A profile that names no node touches none.
 * @throws GenestackError GS-NODE-01 where the cluster has no node of that name.
 */
export const labelNodes = async (client: Client, nodes: Profile['nodes']): Promise<StepResult> => {
  const named = namedNodes(nodes);
  if (named === undefined) {
    return 'unchanged';
  }
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  const absent = named.filter(({name}) => !items.some(({metadata}) => metadata.name === name));
  if (absent.length > 0) {
    throw new GenestackError(
      'GS-NODE-01',
      `The profile gives roles to ${absent.map(({name}) => name).join(', ')}, and the cluster has no such node.`,
      'Take the names that kubectl get nodes prints, or join the nodes to the cluster.',
    );
  }
  let result: StepResult = 'unchanged';
  for (const node of items) {
    const {name} = node.metadata;
    const roles = named.find(one => one.name === name)?.roles ?? [];
    const labels: Record<string, string> = Object.assign({}, ...roles.map(role => labelsOfRole[role]));
    if (!isAsWanted(node, labels)) {
      await client.apply(
        {apiVersion: 'v1', kind: 'Node', metadata: {name, labels}},
        {fieldManager, force: true},
      );
      result = 'changed';
    }
  }
  return result;
};

const isAsWanted = (node: KubernetesObject, labels: Readonly<Record<string, string>>): boolean => {
  const ours = givenBefore(node);
  return (
    ours.every(key => key in labels) &&
    Object.entries(labels).every(
      ([key, value]) => ours.includes(key) && node.metadata.labels?.[key] === value,
    )
  );
};

/** Keys of the labels that the API server holds for ours. */
const givenBefore = ({metadata}: KubernetesObject): string[] => {
  const entry = metadata.managedFields?.find(
    ({manager, operation}) => manager === fieldManager && operation === 'Apply',
  );
  const fields = entry?.fieldsV1 as {'f:metadata'?: {'f:labels'?: object}} | undefined;
  return Object.keys(fields?.['f:metadata']?.['f:labels'] ?? {})
    .filter(key => key.startsWith('f:'))
    .map(key => key.slice(2));
};
