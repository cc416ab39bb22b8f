import type {NodeRole} from '../catalogue/schema.js';
import type {Profile} from './schema.js';

/** Servers, or copies, of which each wants a node of a role for itself. */
export interface OwnNodes {
  /** Path in the profile of how many there are. */
  readonly path: readonly [keyof Profile, ...string[]];
  readonly count: number;
  readonly role: NodeRole;
  readonly each: 'server' | 'copy';
}

/** Whether Rook runs a Ceph in the cluster. */
export const usesCeph = ({storage}: Pick<Profile, 'storage'>): boolean =>
  storage.classes === 'ceph' || storage.block === 'ceph';

/** What of a profile cannot become ready on fewer nodes: the required anti-affinity of the servers, Ceph's failure domain. */
export const ownNodesOf = (profile: Profile): readonly OwnNodes[] => [
  ...(['database', 'messaging'] as const).map(key => ({
    path: [key, 'replicas'] as const,
    count: profile[key].replicas,
    role: 'control-plane' as const,
    each: 'server' as const,
  })),
  ...(usesCeph(profile)
    ? [
        {
          path: ['storage', 'ceph', 'replicas'] as const,
          count: profile.storage.ceph.replicas,
          role: 'storage' as const,
          each: 'copy' as const,
        },
      ]
    : []),
];
