import type {Profile} from '../../profile/schema.js';

/** One line of a form. */
export interface FormField {
  /** Path in the profile. */
  readonly path: string;
  readonly label: string;
  /** What is typed; a list is written with commas. A choice is taken with left and right. */
  readonly kind: 'text' | 'number' | 'list' | 'choice';
  readonly options?: readonly {readonly value: string | boolean; readonly label: string}[];
  /** Whether it is asked at all. */
  readonly isAsked?: (profile: Profile) => boolean;
  readonly note?: string;
}

const choice = (
  path: string,
  label: string,
  ...options: readonly (readonly [string | boolean, string])[]
): FormField => ({
  path,
  label,
  kind: 'choice',
  options: options.map(([value, name]) => ({value, label: name})),
});
const isCeph = ({storage}: Profile): boolean => storage.classes === 'ceph' || storage.block === 'ceph';

export const networkingFields: readonly FormField[] = [
  choice('network.plugin', 'Cluster network', ['kube-ovn', 'Kube-OVN'], ['calico', 'Calico']),
  {path: 'network.podCIDR', label: 'Pods', kind: 'text'},
  {path: 'network.serviceCIDR', label: 'Services', kind: 'text'},
  {
    path: 'network.joinCIDR',
    label: 'Join',
    kind: 'text',
    isAsked: ({network}) => network.plugin === 'kube-ovn',
  },
  {path: 'network.interface', label: 'Node interface', kind: 'text', note: 'management, on every node'},
  {path: 'network.provider.interface', label: 'OVN provider port', kind: 'text', note: 'loses its address'},
  choice('network.loadBalancer.mode', 'MetalLB', ['layer2', 'Layer 2'], ['bgp', 'BGP']),
  {path: 'network.loadBalancer.external', label: 'External', kind: 'list', note: 'users reach these'},
  {path: 'network.loadBalancer.internal', label: 'Internal', kind: 'list'},
];

export const storageFields: readonly FormField[] = [
  choice(
    'storage.classes',
    'Class "general"',
    ['topolvm', 'TopoLVM'],
    ['ceph', 'Ceph'],
    ['existing', 'existing class'],
  ),
  {
    path: 'storage.existingClass',
    label: 'Existing class',
    kind: 'text',
    isAsked: ({storage}) => storage.classes === 'existing',
  },
  {
    path: 'storage.topolvm.volumeGroup',
    label: 'Volume group',
    kind: 'text',
    isAsked: ({storage}) => storage.classes === 'topolvm',
  },
  choice('storage.block', 'Cinder', ['iscsi', 'iSCSI'], ['ceph', 'Ceph']),
  {
    path: 'storage.iscsi.volumeGroup',
    label: 'Cinder group',
    kind: 'text',
    note: 'on the storage nodes',
    isAsked: ({storage}) => storage.block === 'iscsi',
  },
  {
    path: 'storage.ceph.devices',
    label: 'Ceph devices',
    kind: 'text',
    note: 'all: every blank disk',
    isAsked: isCeph,
  },
  {path: 'storage.ceph.replicas', label: 'Ceph copies', kind: 'number', isAsked: isCeph},
];

export const rolesFields: readonly FormField[] = [
  choice('nodes.hyperconverged', 'Every role on all', [false, 'no'], [true, 'yes']),
  {path: 'nodes.controlPlane.count', label: 'Controllers', kind: 'number', note: '3 survive the loss of one'},
  {path: 'nodes.compute.count', label: 'Computes', kind: 'number'},
  {path: 'nodes.network.count', label: 'Network nodes', kind: 'number'},
  {path: 'nodes.storage.count', label: 'Storage nodes', kind: 'number'},
];

export const namesFields: readonly FormField[] = [
  {path: 'name', label: 'Cloud', kind: 'text'},
  {path: 'region', label: 'Region', kind: 'text', note: 'fixed once Keystone runs'},
  {path: 'availabilityZone', label: 'Zone', kind: 'text'},
  {path: 'domain', label: 'Domain', kind: 'text', note: 'e.g. keystone.DOMAIN'},
  choice(
    'ingress.controller',
    'Ingress',
    ['ingress-nginx', 'nginx (retired)'],
    ['envoy-gateway', 'Envoy Gateway'],
  ),
  choice(
    'certificates.issuer',
    'Certificates',
    ['self-signed', 'own CA'],
    ['acme-http01', 'ACME http'],
    ['acme-dns01', 'ACME DNS'],
  ),
  {
    path: 'certificates.email',
    label: 'E-mail',
    kind: 'text',
    isAsked: ({certificates}) => certificates.issuer !== 'self-signed',
  },
];
