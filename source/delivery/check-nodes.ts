import {roleKeys, roleLabels} from '../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../catalogue/schema.js';
import {ownNodesOf} from '../profile/own-nodes.js';
import {type CheckVerdict, type CheckWorld, met, unmet} from './check.js';
import {rolesOf} from './roles-of-nodes.js';

/**
 * The nodes of the cluster beside those that the profile counts. Too few for servers that want a node each is refused, any other
 * difference is said: sizes follow the nodes. Whether they are Ready is not asked, since the network that makes them so comes later.
 */
export const checkNodeRoles = async ({list, profile, roles}: CheckWorld): Promise<CheckVerdict> => {
  const {items} = await list({apiVersion: 'v1', kind: 'Node'});
  const missing = roles.filter(
    role => !items.some(node => node.metadata.labels?.[roleLabels[role].key] === roleLabels[role].value),
  );
  if (missing.length > 0) {
    const labels = missing.map(role => `${roleLabels[role].key}=${roleLabels[role].value}`);
    return unmet(
      `No node has the role ${missing.join(' or ')}: none of ${items.length} carries ${labels.join(' or ')}`,
      `Name the nodes that shall have it in nodes of the profile, or label them: kubectl label node NAME ${labels[0]}`,
    );
  }
  const known = rolesOf(items, profile.nodes);
  const there = (role: NodeRole): number => known.filter(node => node.roles.includes(role)).length;
  const short = ownNodesOf(profile).find(({count, role}) => count > there(role));
  if (short !== undefined) {
    const {path, count, role, each} = short;
    const {key, value} = roleLabels[role];
    return unmet(
      `${path.join('.')} is ${count}, every ${each} on a node of its own, and the cluster has ${nodesText(there(role), role)}`,
      `Give more nodes the role (kubectl label node NAME ${key}=${value}, or name them in nodes.${roleKeys[role]}.names), or lower ${path.join('.')}.`,
    );
  }
  const notes = nodeRoles
    .filter(role => profile.nodes[roleKeys[role]].count !== there(role))
    .map(
      role =>
        `nodes.${roleKeys[role]}.count of the profile is ${profile.nodes[roleKeys[role]].count}, and the cluster has ${nodesText(there(role), role)}; sizes follow the cluster`,
    );
  return met(`each of the roles ${roles.join(', ')} has a node`, notes);
};

const nodesText = (count: number, role: NodeRole): string =>
  `${count === 0 ? 'no node' : count === 1 ? '1 node' : `${count} nodes`} of the role ${role}`;
