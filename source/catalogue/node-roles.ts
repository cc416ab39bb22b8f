import type {NodeRole} from './schema.js';

/** The label that gives a node a role; the charts' node selectors ask for exactly these (openstack-helm, `labels` of every chart). */
export const roleLabels: Readonly<Record<NodeRole, {readonly key: string; readonly value: string}>> = {
  'control-plane': {key: 'openstack-control-plane', value: 'enabled'},
  compute: {key: 'openstack-compute-node', value: 'enabled'},
  network: {key: 'openstack-network-node', value: 'enabled'},
  storage: {key: 'openstack-storage-node', value: 'enabled'},
};
