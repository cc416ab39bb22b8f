import {labelsOfRole} from '../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';

/** What of a profile decides the simulated cluster. */
export interface Shape {
  readonly controlPlane: number;
  readonly compute: number;
  readonly network: number;
  readonly storage: number;
  /** Every node has every role. */
  readonly hyperconverged: boolean;
  /** The nodes themselves, where the profile names them. */
  readonly named?: readonly NodePlan[] | undefined;
  readonly serviceCIDR: string;
  readonly podCIDR: string;
}

export interface NodePlan {
  readonly name: string;
  readonly roles: readonly NodeRole[];
}

/** Deals the profile's roles out over nodes: its own counts, or `total` nodes (at least 1) in the same proportion. */
export const dealNodes = (shape: Shape, total?: number): NodePlan[] => {
  if (shape.named !== undefined && total === undefined) {
    return [...shape.named];
  }
  const counts: Record<NodeRole, number> = {
    'control-plane': shape.controlPlane,
    compute: shape.compute,
    network: shape.network,
    storage: shape.storage,
  };
  const roles = nodeRoles.filter(role => counts[role] > 0);
  if (shape.hyperconverged) {
    const size = total ?? Math.max(1, ...Object.values(counts));
    return Array.from({length: size}, (_, index) => ({name: `node-${index + 1}`, roles: nodeRoles}));
  }
  const size = total ?? roles.reduce((sum, role) => sum + counts[role], 0);
  if (size < roles.length) return dealHats(roles, size);
  return roles.flatMap((role, index) => {
    const share = apportion(
      roles.map(other => counts[other]),
      size,
    )[index] as number;
    return Array.from({length: share}, (_, number) => ({name: `${role}-${number + 1}`, roles: [role]}));
  });
};

/** Fewer nodes than roles: some wear two. */
const dealHats = (roles: readonly NodeRole[], size: number): NodePlan[] =>
  Array.from({length: size}, (_, node) => ({
    name: `node-${node + 1}`,
    roles: roles.filter((_role, index) => index % size === node),
  }));

/** One each, then each further one to whom most is owed (D'Hondt). */
const apportion = (counts: readonly number[], size: number): number[] => {
  const shares = counts.map(() => 1);
  for (let left = size - counts.length; left > 0; left -= 1) {
    const owed = counts.map((count, index) => count / ((shares[index] as number) + 1));
    const next = owed.indexOf(Math.max(...owed));
    shares[next] = (shares[next] as number) + 1;
  }
  return shares;
};

/** What the tool that made a cluster would have put on its control plane. */
const clusterLabels: Readonly<Partial<Record<NodeRole, Readonly<Record<string, string>>>>> = {
  'control-plane': {
    'node-role.kubernetes.io/control-plane': '',
    'node-role.kubernetes.io/worker': 'worker',
  },
};

const size = {cpu: '64', memory: '256Gi', 'ephemeral-storage': '500Gi', pods: '250'};

/** The Node as its kubelet would register it; kwok makes it Ready. `kubeletPort` answers for its logs. */
export const nodeObject = (
  {name, roles}: NodePlan,
  version: string,
  kubeletPort: number,
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    annotations: {'kwok.x-k8s.io/node': 'fake'},
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'ovn.kubernetes.io/ovs_dp_type': 'kernel',
      ...Object.assign({}, ...roles.map(role => ({...labelsOfRole[role], ...clusterLabels[role]}))),
    },
  },
  status: {
    capacity: size,
    allocatable: size,
    addresses: [
      {type: 'InternalIP', address: '127.0.0.1'},
      {type: 'Hostname', address: name},
    ],
    daemonEndpoints: {kubeletEndpoint: {Port: kubeletPort}},
    nodeInfo: {
      architecture: 'amd64',
      operatingSystem: 'linux',
      osImage: 'simulated',
      kernelVersion: 'simulated',
      containerRuntimeVersion: 'simulated://0',
      kubeletVersion: `v${version}`,
      kubeProxyVersion: '',
      machineID: name,
      systemUUID: name,
      bootID: '',
    },
  },
});
