import {roleKeys} from '../catalogue/node-roles.js';
import {nodeRoles} from '../catalogue/schema.js';
import {ownNodesOf} from '../profile/own-nodes.js';
import type {Profile} from '../profile/schema.js';
import type {NodePlan} from '../rehearsal/nodes.js';

/** A profile, and what of it was made to fit, each as `PATH is NEW instead of OLD`. */
export interface FittedProfile {
  readonly profile: Profile;
  readonly fitted: readonly string[];
}

/** Servers are 1, 3 or 5, so that a majority exists. */
const majorities = [5, 3, 1] as const;

/** The profile as it would be written for these nodes: its counts are theirs, and what wants a node for each is no more than they are. */
export const fittedTo = (profile: Profile, nodes: readonly NodePlan[]): FittedProfile => {
  const fitted = structuredClone(profile);
  for (const role of nodeRoles) {
    const count = nodes.filter(({roles}) => roles.includes(role)).length;
    fitted.nodes[roleKeys[role]] = {count};
  }
  const tooMany = ownNodesOf(fitted).filter(({count, role}) => count > fitted.nodes[roleKeys[role]].count);
  return {
    profile: fitted,
    fitted: tooMany.map(({path, count, role, each}) => {
      const most = Math.max(1, fitted.nodes[roleKeys[role]].count);
      const now = each === 'copy' ? most : (majorities.find(size => size <= most) ?? 1);
      const [first] = path;
      if (first === 'database' || first === 'messaging') {
        fitted[first].replicas = now as 1 | 3 | 5;
      } else {
        fitted.storage.ceph.replicas = now;
      }
      return `${path.join('.')} is ${now} instead of ${count}`;
    }),
  };
};
