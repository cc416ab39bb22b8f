import type {NodeRole} from './schema.js';

/** The label that gives a node a role; the charts' node selectors ask for exactly these (openstack-helm, `labels` of every chart). */
export const roleLabels: Readonly<Record<NodeRole, {readonly key: string; readonly value: string}>> = {
  'control-plane': {key: 'openstack-control-plane', value: 'enabled'},
  compute: {key: 'openstack-compute-node', value: 'enabled'},
  network: {key: 'openstack-network-node', value: 'enabled'},
  storage: {key: 'openstack-storage-node', value: 'enabled'},
};

/** Every label that we give a node of a role: the role's own, and those that the charts of its components select by. */
export const labelsOfRole: Readonly<Record<NodeRole, Readonly<Record<string, string>>>> = {
  'control-plane': {'openstack-control-plane': 'enabled', 'kube-ovn/role': 'master'},
  compute: {
    'openstack-compute-node': 'enabled',
    // Computes route as well.
    'openstack-network-node': 'enabled',
    openvswitch: 'enabled',
  },
  network: {'openstack-network-node': 'enabled', openvswitch: 'enabled'},
  storage: {'openstack-storage-node': 'enabled', role: 'storage-node'},
};

/** What kubeadm and Kubespray put on nodes of the Kubernetes control plane, and what keeps OpenStack's own from running there. */
export const inTheWay = {
  /** MetalLB announces nothing from a node that carries it. */
  label: 'node.kubernetes.io/exclude-from-external-load-balancers',
  taint: {key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'},
} as const;

/** Prefix of the annotations that tell OVN's tools about a node's bridges. */
export const ovnAnnotation = (name: string): string => `ovn.openstack.org/${name}`;

/** Keys of the profile's `nodes`, by role. */
export const roleKeys = {
  'control-plane': 'controlPlane',
  compute: 'compute',
  network: 'network',
  storage: 'storage',
} as const satisfies Record<NodeRole, string>;
