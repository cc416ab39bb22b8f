import type {Edition} from '../../source/catalogue/schema.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import type {Profile} from '../../source/profile/schema.js';
import {valueAt} from '../../source/ui/wizard/answers.js';
import {set} from '../profile/documents.js';

/** A choice of the profile, a value that is not its default, and what else has to be chosen so that it matters. */
export interface ChoiceRow {
  readonly path: string;
  readonly value: unknown;
  readonly edition?: Edition;
  /** Path to value, on both sides of the comparison. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

const everything = {
  components: Object.fromEntries(
    [
      'skyline',
      'designate',
      'ironic',
      'metal3',
      'masakari',
      'aodh',
      'ceilometer',
      'mongodb',
      'thanos',
      'redfish-exporter',
    ].map(name => [name, true]),
  ),
};
const bgp = {
  'network.loadBalancer.mode': 'bgp',
  'network.loadBalancer.peers': [{address: '192.0.2.1', asn: 64512, myAsn: 64513}],
};
const acme = {'certificates.issuer': 'acme-http01', 'certificates.email': 'ada@example.com'};
const dns01 = {
  'certificates.issuer': 'acme-dns01',
  'certificates.email': 'ada@example.com',
  'certificates.dns01': {provider: 'rfc2136', secretName: 'zone-key', nameserver: '192.0.2.53:53'},
};
const {'certificates.issuer': _issuer, ...others01} = dns01;
const disks = {'nodes.storage.count': 3, 'storage.ceph.devices': 'all'};
const ceph: Pick<ChoiceRow, 'edition'> = {edition: 'enterprise'};

export const rows: readonly ChoiceRow[] = [
  {path: 'region', value: 'Frankfurt', beside: everything},
  {path: 'availabilityZone', value: 'az7', beside: everything},
  {path: 'availabilityZone', value: 'az7', edition: 'enterprise'},
  {path: 'domain', value: 'cloud.example.org', beside: everything},
  {path: 'clusterDomain', value: 'k8s.example', beside: everything},
  {path: 'network.plugin', value: 'calico'},
  {path: 'network.interface', value: 'bond0'},
  {path: 'network.interface', value: 'bond0', edition: 'enterprise'},
  {path: 'network.mtu', value: 9000},
  {path: 'network.mtu', value: 9000, edition: 'enterprise'},
  {path: 'network.podCIDR', value: '10.64.0.0/14'},
  {path: 'network.podCIDR', value: '10.64.0.0/14', edition: 'enterprise'},
  {path: 'network.serviceCIDR', value: '10.72.0.0/18'},
  {path: 'network.joinCIDR', value: '100.80.0.0/16'},
  {path: 'network.dnsServers', value: ['9.9.9.9']},
  {path: 'network.provider.interface', value: 'bond1'},
  {path: 'network.provider.interface', value: 'bond1', edition: 'enterprise'},
  {path: 'network.provider.physicalNetwork', value: 'outside'},
  {path: 'network.provider.physicalNetwork', value: 'outside', edition: 'enterprise'},
  {path: 'network.provider.bridge', value: 'br-out'},
  {path: 'network.provider.bridge', value: 'br-out', edition: 'enterprise'},
  {path: 'network.provider.vlanRanges', value: ['100:200']},
  {
    path: 'network.loadBalancer.mode',
    value: 'bgp',
    beside: {'network.loadBalancer.peers': bgp['network.loadBalancer.peers']},
  },
  {path: 'network.loadBalancer.external', value: ['203.0.113.32/28']},
  {path: 'network.loadBalancer.internal', value: ['10.235.0.0/24']},
  {path: 'network.loadBalancer.interfaces', value: ['bond0']},
  {
    path: 'network.loadBalancer.peers',
    value: [{address: '192.0.2.2', asn: 64515, myAsn: 64516}],
    beside: bgp,
  },
  {path: 'ingress.controller', value: 'envoy-gateway'},
  {path: 'certificates.issuer', value: 'acme-http01', beside: {'certificates.email': 'ada@example.com'}},
  {path: 'certificates.email', value: 'bob@example.com', beside: acme},
  {path: 'certificates.server', value: 'https://acme.example.org/directory', beside: acme},
  {path: 'certificates.dns01.provider', value: 'cloudflare', beside: dns01},
  {path: 'certificates.dns01.secretName', value: 'other-key', beside: dns01},
  {path: 'certificates.dns01.nameserver', value: '192.0.2.54:53', beside: dns01},
  {path: 'certificates.dns01.provider', value: 'route53', beside: dns01},
  {path: 'certificates.dns01.provider', value: 'digitalocean', beside: dns01},
  {
    path: 'certificates.dns01.region',
    value: 'cn-north-1',
    beside: {...dns01, 'certificates.dns01.provider': 'route53'},
  },
  {path: 'certificates.issuer', value: 'acme-dns01', beside: others01},
  {path: 'network.plugin', value: 'kube-ovn', ...ceph},
  {path: 'network.provider.vlanRanges', value: ['100:200'], ...ceph},
  {path: 'database.topology', value: 'replication', ...ceph},
  {path: 'ingress.controller', value: 'envoy-gateway', beside: acme},
  {path: 'storage.classes', value: 'ceph', beside: disks},
  {
    path: 'storage.existingClass',
    value: 'slow',
    beside: {'storage.classes': 'existing', 'storage.existingClass': 'fast'},
  },
  {path: 'storage.multiAttach', value: 'none'},
  {path: 'storage.multiAttach', value: 'nfs', ...ceph},
  {
    path: 'storage.multiAttach',
    value: 'existing',
    beside: {'storage.existingMultiAttachClass': 'shared'},
  },
  {
    path: 'storage.existingMultiAttachClass',
    value: 'other',
    beside: {'storage.multiAttach': 'existing', 'storage.existingMultiAttachClass': 'shared'},
  },
  {path: 'storage.nfs.size', value: '200Gi', beside: {'storage.multiAttach': 'nfs'}},
  {path: 'storage.block', value: 'ceph', beside: disks},
  {path: 'storage.block', value: 'external-ceph', beside: {'storage.ceph.monitors': ['10.0.0.1']}},
  {path: 'storage.topolvm.volumeGroup', value: 'vg-other'},
  {path: 'storage.ceph.devices', value: {list: ['sdb']}, ...ceph},
  {path: 'storage.ceph.devices', value: {filter: '^sd[b-d]$'}, ...ceph},
  {path: 'storage.ceph.replicas', value: 2, ...ceph},
  {
    path: 'storage.ceph.monitors',
    value: ['10.0.0.2', 'fd00::2'],
    beside: {'storage.block': 'external-ceph', 'storage.ceph.monitors': ['10.0.0.1']},
  },
  {path: 'storage.iscsi.volumeGroup', value: 'volumes'},
  {path: 'storage.iscsi.helper', value: 'tgtadm'},
  {path: 'database.topology', value: 'replication'},
  {path: 'database.replicas', value: 1},
  {path: 'database.size', value: '20Gi'},
  {path: 'database.bufferPool', value: '8Gi'},
  {path: 'messaging.replicas', value: 1},
  {path: 'messaging.size', value: '30Gi'},
  {path: 'glance.size', value: '200Gi', beside: {'storage.nfs.size': '300Gi'}},
  {path: 'nova.virtualization', value: 'qemu'},
  {path: 'nova.cpuRatio', value: 4},
  {path: 'octavia.provider', value: 'ovn'},
  {path: 'octavia.managementCIDR', value: '172.30.0.0/24'},
  {path: 'octavia.imageURL', value: 'https://images.example.org/amphora.qcow2'},
  {path: 'octavia.topology', value: 'SINGLE'},
  {path: 'designate.nameServers', value: ['ns1.example.org', 'ns2.example.org'], beside: everything},
  {path: 'ironic.interface', value: 'pxe7', beside: everything},
  {
    path: 'ironic.provisioningCIDR',
    value: '172.24.6.0/25',
    beside: {...everything, 'ironic.provisioningRange': '172.24.6.100-172.24.6.120'},
  },
  {path: 'ironic.provisioningRange', value: '172.24.6.110-172.24.6.190', beside: everything},
  {path: 'ironic.gateway', value: '172.24.6.2', beside: everything},
  {path: 'ironic.physicalNetwork', value: 'metal', beside: everything},
  {path: 'ironic.bridge', value: 'br-metal', beside: everything},
  {path: 'metal3.interface', value: 'pxe8', beside: everything},
  {
    path: 'metal3.provisioningCIDR',
    value: '172.24.7.0/25',
    beside: {...everything, 'metal3.dhcpRange': '172.24.7.100-172.24.7.120'},
  },
  {path: 'metal3.dhcpRange', value: '172.24.7.110-172.24.7.190', beside: everything},
  {path: 'monitoring.retention', value: '20d'},
  {path: 'monitoring.size', value: '40Gi'},
  {path: 'monitoring.alertmanager.size', value: '5Gi'},
  {path: 'monitoring.alertmanager.configSecretName', value: 'alerts'},
  {path: 'thanos.objectStore.secretName', value: 'store', beside: everything},
  {path: 'thanos.retention', value: '200d', beside: everything},
  {path: 'redfish.hosts', value: ['10.9.9.9'], beside: everything},
  {path: 'redfish.secretName', value: 'bmc', beside: {...everything, 'redfish.hosts': ['10.9.9.9']}},
  {
    path: 'nodes.controlPlane.count',
    value: 1,
    beside: {...everything, 'database.replicas': 1, 'messaging.replicas': 1},
  },
  {path: 'nodes.storage.count', value: 1, edition: 'enterprise', beside: {'storage.ceph.replicas': 1}},
  {path: 'components', value: {skyline: true}},
];

/** Texts that nothing else is called by, each with another one: once that is chosen the former stands nowhere. */
const others: Readonly<Record<string, string | readonly string[]>> = {
  region: 'Frankfurt',
  availabilityZone: 'az7',
  domain: 'cloud.example.org',
  clusterDomain: 'k8s.example',
  'network.podCIDR': '10.64.0.0/14',
  'network.serviceCIDR': '10.72.0.0/18',
  'network.joinCIDR': '100.80.0.0/16',
  'network.provider.interface': 'bond1',
  'network.provider.physicalNetwork': 'outside',
  'storage.topolvm.volumeGroup': 'vg-other',
  'storage.iscsi.volumeGroup': 'volumes-other',
  'octavia.managementCIDR': '172.30.0.0/24',
  'octavia.imageURL': 'https://images.example.org/amphora.qcow2',
  'designate.nameServers': ['ns1.example.org'],
  'ironic.interface': 'pxe7',
  'ironic.physicalNetwork': 'metal',
  'ironic.bridge': 'br-metal',
  'metal3.interface': 'pxe8',
  'thanos.objectStore.secretName': 'store',
  'redfish.secretName': 'bmc',
};

/** Clouds that between them have everything on that there is, by what they are called in a test. */
export const clouds: Readonly<Record<string, Pick<ChoiceRow, 'edition' | 'beside'>>> = {
  Flex: {beside: {...everything, 'redfish.hosts': ['10.9.9.9']}},
  Enterprise: {...ceph, beside: everything},
  'Flex with Calico, Ceph and Envoy': {
    beside: {
      ...everything,
      'network.plugin': 'calico',
      'ingress.controller': 'envoy-gateway',
      'storage.classes': 'ceph',
      'storage.multiAttach': 'ceph',
      'storage.block': 'ceph',
      ...disks,
    },
  },
};

/** One of the clouds with every other text, and the texts that it must not have any more. */
export const otherwise = (cloud: Pick<ChoiceRow, 'edition' | 'beside'>): [Profile, string[]] => {
  const [profile] = profilesOf({path: '', value: undefined, ...cloud});
  const former = Object.keys(others).flatMap(path => valueAt(profile, path) as string | string[]);
  for (const [path, value] of Object.entries(others)) {
    set(path, value)(profile);
  }
  return [profile, former];
};

/** Those of the texts that stand in another one as words of their own, comments aside. */
export const wordsIn = (text: string, words: readonly string[]): string[] => {
  const lines = text.split('\n').filter(line => !/^\s*#/.test(line));
  return words.filter(word => lines.some(line => hasWord(line.split(word))));
};

/** Of what stands before, between and behind each place of the word. */
const hasWord = (parts: readonly string[]): boolean =>
  parts.some((part, index) => index > 0 && !/[\w-]$/.test(parts[index - 1] ?? '') && !/^[\w-]/.test(part));

/** The profile without and with the choice. */
export const profilesOf = ({path, value, edition = 'flex', beside = {}}: ChoiceRow): [Profile, Profile] => {
  const before = defaultProfile(edition);
  for (const [other, chosen] of Object.entries(beside)) {
    set(other, chosen)(before);
  }
  const after = structuredClone(before);
  set(path, value)(after);
  return [before, after];
};
