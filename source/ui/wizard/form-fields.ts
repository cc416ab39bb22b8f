import {suggestedDisks} from '../../profile/defaults.js';
import type {Profile} from '../../profile/schema.js';
import type {ClusterFacts} from '../ports.js';
import {cephDevices, type FieldForm, peers} from './field-forms.js';

/** One line of a form. */
export interface FormField {
  /** Path in the profile. */
  readonly path: string;
  readonly label: string;
  /** What is typed; a list is written with commas. A choice is taken with left and right. */
  readonly kind: 'text' | 'number' | 'list' | 'choice';
  /** How a value that is no plain text is typed. */
  readonly form?: FieldForm;
  readonly options?: readonly {
    readonly value: string | boolean;
    readonly label: string;
    /** What the choice cannot be without: path and value, put where nothing is yet. */
    readonly brings?: readonly [string, unknown];
  }[];
  /** Whether it is asked at all. */
  readonly isAsked?: (profile: Profile) => boolean;
  readonly note?: string;
  /** What the cluster says of it; null where there is none, or it does not say. */
  readonly known?: (facts: ClusterFacts, profile: Profile) => string | null;
}

const choice = (
  path: string,
  label: string,
  ...options: readonly (readonly [string | boolean, string, (readonly [string, unknown])?])[]
): FormField => ({
  path,
  label,
  kind: 'choice',
  options: options.map(([value, name, brings]) => ({value, label: name, ...(brings && {brings})})),
});
const roleCount = (role: string, label: string, path: string, note?: string): FormField => ({
  path: `nodes.${path}.count`,
  label,
  kind: 'number',
  ...(note !== undefined && {note}),
  known: ({nodes}) =>
    `${nodes.filter(({roles}) => roles.includes(role)).length} of ${nodes.length} nodes carry its label`,
});
const thereAre = ({storageClasses}: ClusterFacts): string =>
  storageClasses.length === 0 ? 'the cluster has none' : `there: ${storageClasses.join(', ')}`;
const isDns01 = ({certificates}: Profile): boolean => certificates.issuer === 'acme-dns01';
const isCeph = ({storage}: Profile): boolean => storage.classes === 'ceph' || storage.block === 'ceph';

export const networkingFields: readonly FormField[] = [
  choice('network.plugin', 'Cluster network', ['kube-ovn', 'Kube-OVN'], ['calico', 'Calico']),
  {path: 'network.podCIDR', label: 'Pods', kind: 'text'},
  {
    path: 'network.serviceCIDR',
    label: 'Services',
    kind: 'text',
    known: ({serviceCIDR}, {network}) =>
      serviceCIDR === null
        ? null
        : serviceCIDR === network.serviceCIDR
          ? 'read from the cluster'
          : `the cluster has ${serviceCIDR}`,
  },
  {
    path: 'network.joinCIDR',
    label: 'Join',
    kind: 'text',
    isAsked: ({network}) => network.plugin === 'kube-ovn',
  },
  {path: 'network.interface', label: 'Node interface', kind: 'text', note: 'management, on every node'},
  {path: 'network.provider.interface', label: 'OVN provider port', kind: 'text', note: 'loses its address'},
  choice('network.loadBalancer.mode', 'MetalLB', ['layer2', 'Layer 2'], ['bgp', 'BGP']),
  {
    path: 'network.loadBalancer.peers',
    label: 'Routers',
    kind: 'text',
    form: peers,
    note: 'address AS our-AS, …',
    isAsked: ({network}) => network.loadBalancer.mode === 'bgp',
  },
  {path: 'network.loadBalancer.external', label: 'External', kind: 'list', note: 'users reach these'},
  {path: 'network.loadBalancer.internal', label: 'Internal', kind: 'list'},
];

/** The field below shows it, so that it is the person's choice. */
const shownDisks = ['storage.ceph.devices', suggestedDisks.devices] as const;

export const storageFields: readonly FormField[] = [
  choice(
    'storage.classes',
    'Class "general"',
    ['topolvm', 'TopoLVM'],
    ['ceph', 'Ceph', shownDisks],
    ['existing', 'existing class'],
  ),
  {
    path: 'storage.existingClass',
    label: 'Existing class',
    kind: 'text',
    known: thereAre,
    isAsked: ({storage}) => storage.classes === 'existing',
  },
  {
    path: 'storage.topolvm.volumeGroup',
    label: 'Volume group',
    kind: 'text',
    isAsked: ({storage}) => storage.classes === 'topolvm',
  },
  // Volumes that several nodes mount at once.
  choice(
    'storage.multiAttach',
    'On several nodes',
    ['ceph', 'Ceph'],
    ['nfs', 'NFS server'],
    ['existing', 'existing class'],
    ['none', 'none'],
  ),
  {
    path: 'storage.existingMultiAttachClass',
    label: 'Existing class',
    kind: 'text',
    note: 'ReadWriteMany',
    known: thereAre,
    isAsked: ({storage}) => storage.multiAttach === 'existing',
  },
  {
    path: 'storage.nfs.size',
    label: 'Its volume',
    kind: 'text',
    note: 'nodes need mount.nfs',
    isAsked: ({storage}) => storage.multiAttach === 'nfs',
  },
  choice(
    'storage.block',
    'Cinder',
    ['iscsi', 'iSCSI'],
    ['ceph', 'Ceph', shownDisks],
    ['external-ceph', 'Ceph outside'],
  ),
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
    form: cephDevices,
    note: 'all blank, sdb, sdc or /^sd[bc]$/',
    isAsked: isCeph,
  },
  {
    path: 'storage.ceph.monitors',
    label: 'Its monitors',
    kind: 'list',
    note: 'addresses; you make its Secret',
    isAsked: ({storage}) => storage.block === 'external-ceph',
  },
  {path: 'storage.ceph.replicas', label: 'Ceph copies', kind: 'number', isAsked: isCeph},
];

export const rolesFields: readonly FormField[] = [
  choice('nodes.hyperconverged', 'Every role on all', [false, 'no'], [true, 'yes']),
  roleCount('control-plane', 'Controllers', 'controlPlane', '3 survive the loss of one'),
  roleCount('compute', 'Computes', 'compute'),
  roleCount('network', 'Network nodes', 'network'),
  roleCount('storage', 'Storage nodes', 'storage'),
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
    [
      'acme-dns01',
      'ACME DNS',
      ['certificates.dns01', {provider: 'cloudflare', secretName: 'dns01-credentials'}],
    ],
  ),
  {
    path: 'certificates.email',
    label: 'E-mail',
    kind: 'text',
    isAsked: ({certificates}) => certificates.issuer !== 'self-signed',
  },
  {
    ...choice(
      'certificates.dns01.provider',
      'DNS zone at',
      ['cloudflare', 'Cloudflare'],
      ['route53', 'Route 53'],
      ['digitalocean', 'DO'],
      ['rfc2136', 'RFC 2136'],
    ),
    isAsked: isDns01,
  },
  {
    path: 'certificates.dns01.secretName',
    label: 'Its Secret',
    kind: 'text',
    note: 'yours, in cert-manager',
    isAsked: isDns01,
  },
  {
    path: 'certificates.dns01.nameserver',
    label: 'Name server',
    kind: 'text',
    note: 'e.g. 192.0.2.53:53',
    isAsked: profile => isDns01(profile) && profile.certificates.dns01?.provider === 'rfc2136',
  },
];
