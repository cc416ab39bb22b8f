import {Address4, Address6} from 'ip-address';
import {type AddressRange, parseRange, poolRange} from './address-range.js';
import {derivedEntrance, http01Solver} from './derived-entrance.js';
import {derivedOpenStack} from './derived-openstack.js';
import {derivedStorage} from './derived-storage.js';
import {bytesOf} from './forms.js';
import {dns01Keys} from './given-secrets.js';
import {type NodeSizes, sizesOfProfile} from './node-sizes.js';
import type {Profile} from './schema.js';

/**
 * What charts and objects want in another shape than a person writes it; `derived` in placeholders. `isOn` knows a component by its
 * folder's name; sizes follow the nodes of the cluster, and where none was read those that the profile counts.
 */
export const derived = (
  profile: Profile,
  isOn: (component: string) => boolean,
  sizes: NodeSizes = sizesOfProfile(profile),
) => {
  return {
    ...derivedEntrance(profile, isOn),
    ...derivedStorage(profile, sizes.count.storage),
    database: database(profile.database, sizes.memory),
    metal3: metal3Addresses(profile.metal3),
    metallb: {
      external: profile.network.loadBalancer.external.map(poolRange),
      internal: profile.network.loadBalancer.internal.map(poolRange),
      layer2:
        profile.network.loadBalancer.mode === 'layer2'
          ? [{interfaces: profile.network.loadBalancer.interfaces}]
          : [],
      bgp: profile.network.loadBalancer.mode === 'bgp' ? [{}] : [],
      peers:
        profile.network.loadBalancer.mode === 'bgp'
          ? profile.network.loadBalancer.peers.map((peer, index) => ({...peer, number: index + 1}))
          : [],
    },
    topolvm: {controllers: Math.max(1, Math.min(2, sizes.count['control-plane']))},
    redfish: profile.redfish.hosts.length > 0 ? [{hosts: profile.redfish.hosts}] : [],
    /** Nobody has to make credentials for nothing. */
    isRedfishUnused: profile.redfish.hosts.length === 0,
    alertmanager: {
      hasSecret: profile.monitoring.alertmanager.configSecretName !== undefined,
      secret: profile.monitoring.alertmanager.configSecretName ?? '',
    },
    acme: {dns01: dns01Solver(profile), http01: http01Solver(profile)},
    ...derivedOpenStack(profile, isOn),
    /** Less what VXLAN adds over IPv4. */
    calico: {mtu: profile.network.mtu - 50},
  };
};

/** A single server is neither: MariaDB's operator refuses either topology with one, and then makes no Service for the primary. */
const database = ({topology, replicas, bufferPool}: Profile['database'], memory?: number) => ({
  galera: topology === 'galera' && replicas > 1,
  replication: topology === 'replication' && replicas > 1,
  single: replicas === 1 ? [{}] : [],
  bufferPool: bufferPoolBeside(bufferPool, memory),
});

/** APIs, RabbitMQ and the rest of the control plane run beside each server. */
const shareOfNode = 1 / 8;
const leastBufferPool = 2 ** 28;

/**
 * What the profile says, or less where the node is small: then a power of two, so that a node which reports a little more or less
 * memory than the last time does not restart the database.
 */
const bufferPoolBeside = (wanted: string, memory = Number.POSITIVE_INFINITY): string => {
  const fitting = Math.max(leastBufferPool, 2 ** Math.floor(Math.log2(memory * shareOfNode)));
  return bytesOf(wanted) <= fitting ? mariadbSize(wanted) : `${fitting / 2 ** 20}M`;
};

/** MariaDB takes 4G where Kubernetes writes 4Gi; both mean powers of two here. */
const mariadbSize = (quantity: string): string => quantity.replace(/i$/, '');

/** metal3's own address is the second of its network, as its makers have it; then the ends of the range it hands out. */
const metal3Addresses = ({provisioningCIDR, dhcpRange}: Profile['metal3']) => {
  const network = parseRange(provisioningCIDR);
  const range = parseRange(dhcpRange);
  if (typeof network === 'string' || typeof range === 'string') {
    throw new Error('the networks of metal3 were checked and yet are none');
  }
  return {
    address: addressText(network, network.first + 2n),
    first: addressText(range, range.first),
    last: addressText(range, range.last),
  };
};

const addressText = ({family}: AddressRange, value: bigint): string =>
  (family === 4 ? Address4.fromBigInt(value) : Address6.fromBigInt(value)).correctForm();

/** Route 53 has one endpoint for all regions of AWS but those of China and the government, whose names it has to be told. */
const usualRegion = 'us-east-1';

/** The `dns01` of a cert-manager solver. */
const dns01Solver = ({certificates}: Profile): Record<string, unknown> => {
  const dns01 = certificates.dns01;
  if (dns01 === undefined) {
    return {};
  }
  const key = (name: string) => ({name: dns01.secretName, key: name});
  switch (dns01.provider) {
    case 'cloudflare':
      return {cloudflare: {apiTokenSecretRef: key(dns01Keys.cloudflare[0])}};
    case 'digitalocean':
      return {digitalocean: {tokenSecretRef: key(dns01Keys.digitalocean[0])}};
    case 'route53':
      return {
        route53: {
          region: dns01.region ?? usualRegion,
          accessKeyIDSecretRef: key(dns01Keys.route53[0]),
          secretAccessKeySecretRef: key(dns01Keys.route53[1]),
        },
      };
    case 'rfc2136':
      return {
        rfc2136: {
          nameserver: dns01.nameserver ?? '',
          tsigKeyName: 'genestack',
          tsigAlgorithm: 'HMACSHA512',
          tsigSecretSecretRef: key(dns01Keys.rfc2136[0]),
        },
      };
  }
};
