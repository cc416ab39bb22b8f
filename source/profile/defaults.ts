import type {Edition} from '../catalogue/schema.js';
import {apiVersion, type Profile} from './schema.js';

/** What both editions have in common. CIDRs and names are upstream's (catalogue of components, sections 1.9 and 5). */
const common = {
  apiVersion,
  kind: 'Profile',
  name: 'genestack',
  region: 'RegionOne',
  availabilityZone: 'az1',
  domain: 'cloud.example.com',
  clusterDomain: 'cluster.local',
  ingress: {controller: 'ingress-nginx'},
  certificates: {issuer: 'self-signed', server: 'https://acme-v02.api.letsencrypt.org/directory'},
  database: {topology: 'galera', replicas: 3, size: '10Gi', bufferPool: '4Gi'},
  messaging: {replicas: 3, size: '20Gi'},
  glance: {size: '100Gi'},
  nova: {virtualization: 'kvm', cpuRatio: 8},
  octavia: {
    provider: 'amphora',
    managementCIDR: '172.16.29.0/24',
    imageURL:
      'https://tarballs.opendev.org/openstack/octavia/test-images/test-only-amphora-x64-haproxy-ubuntu-noble.qcow2',
    topology: 'ACTIVE_STANDBY',
  },
  designate: {nameServers: ['ns1.cloud.example.com']},
  ironic: {
    interface: 'pxe0',
    provisioningCIDR: '172.24.6.0/24',
    provisioningRange: '172.24.6.100-172.24.6.200',
    gateway: '172.24.6.1',
    physicalNetwork: 'physnet2',
    bridge: 'br-pxe',
  },
  metal3: {
    interface: 'pxe1',
    provisioningCIDR: '172.24.7.0/24',
    dhcpRange: '172.24.7.100-172.24.7.200',
  },
  redfish: {hosts: [], secretName: 'redfish-credentials'},
  components: {},
} as const satisfies Partial<Profile> | object;

const network = {
  interface: 'eth0',
  mtu: 1500,
  joinCIDR: '100.64.0.0/16',
  dnsServers: ['8.8.8.8', '1.1.1.1'],
  provider: {interface: 'eth1', physicalNetwork: 'physnet1', bridge: 'br-ex', vlanRanges: []},
  loadBalancer: {
    mode: 'layer2',
    external: ['10.74.8.99/32'],
    internal: ['10.234.0.0/24'],
    interfaces: [],
    peers: [],
  },
} as const;

const storage = {
  nfs: {size: '150Gi'},
  topolvm: {volumeGroup: 'vg-general'},
  ceph: {replicas: 3, monitors: []},
  iscsi: {volumeGroup: 'cinder-volumes', helper: 'lioadm'},
} as const;

/** What the wizard begins with and shows; who reads a file never fills it in, since no disk goes that a profile does not name. */
export const suggestedDisks = {devices: 'all'} as const;

const monitoring = {
  retention: '15d',
  size: '15Gi',
  alertmanager: {size: '15Gi'},
} as const;

const objectStore = {secretName: 'thanos-objstore'} as const;

const flex = {
  ...common,
  edition: 'flex',
  nodes: {
    hyperconverged: false,
    controlPlane: {count: 3},
    compute: {count: 2},
    network: {count: 1},
    storage: {count: 1},
  },
  network: {...network, plugin: 'kube-ovn', podCIDR: '10.236.0.0/14', serviceCIDR: '10.233.0.0/18'},
  storage: {...storage, classes: 'topolvm', multiAttach: 'nfs', block: 'iscsi'},
  monitoring,
  thanos: {objectStore, retention: '90d'},
} as const;

const enterprise = {
  ...common,
  edition: 'enterprise',
  nodes: {
    hyperconverged: false,
    controlPlane: {count: 3},
    compute: {count: 3},
    network: {count: 2},
    storage: {count: 3},
  },
  network: {...network, plugin: 'calico', podCIDR: '10.200.0.0/13', serviceCIDR: '10.192.0.0/13'},
  storage: {
    ...storage,
    classes: 'ceph',
    multiAttach: 'ceph',
    block: 'ceph',
    ceph: {...storage.ceph, ...suggestedDisks},
  },
  monitoring: {...monitoring, retention: '30d', size: '50Gi'},
  thanos: {objectStore, retention: '365d'},
} as const;

/** A whole profile of an edition in which nobody chose anything; a fresh copy each time. */
export const defaultProfile = (edition: Edition): Profile =>
  structuredClone<unknown>(edition === 'flex' ? flex : enterprise) as Profile;
