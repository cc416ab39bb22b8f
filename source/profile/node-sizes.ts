import {roleKeys} from '../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../catalogue/schema.js';
import type {Profile} from './schema.js';

/** What sizes follow: the nodes of each role, and the smallest of those that the database runs on. */
export interface NodeSizes {
  readonly count: Readonly<Record<NodeRole, number>>;
  /** Bytes of memory of the smallest control-plane node; undefined where no cluster says it. */
  readonly memory?: number | undefined;
}

/** The nodes as the profile counts them, which says nothing of their memory. */
export const sizesOfProfile = ({nodes}: Pick<Profile, 'nodes'>): NodeSizes => ({
  count: Object.fromEntries(nodeRoles.map(role => [role, nodes[roleKeys[role]].count])) as Record<
    NodeRole,
    number
  >,
});
