import {roleKeys} from '../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../catalogue/schema.js';
import type {Profile} from './schema.js';

/** The nodes that a profile names with the roles it gives them, in the order of naming; undefined where it names none. */
export const namedNodes = (
  nodes: Profile['nodes'],
): readonly {readonly name: string; readonly roles: NodeRole[]}[] | undefined => {
  const namesOf = (role: NodeRole): readonly string[] => nodes[roleKeys[role]].names ?? [];
  const names = [...new Set(nodeRoles.flatMap(namesOf))];
  return names.length === 0
    ? undefined
    : names.map(name => ({name, roles: nodeRoles.filter(role => namesOf(role).includes(name))}));
};
