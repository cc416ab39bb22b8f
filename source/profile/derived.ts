import {isIPv6} from 'node:net';
import type {Profile} from './schema.js';

/** What charts and objects want in another shape than a person writes it; `derived` in placeholders. */
export const derived = (profile: Profile) => ({
  database: {
    galera: profile.database.topology === 'galera',
    replication: profile.database.topology === 'replication',
    bufferPool: mariadbSize(profile.database.bufferPool),
  },
  metallb: {
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
  topolvm: {controllers: Math.min(2, profile.nodes.controlPlane.count)},
  ceph: {storage: cephStorage(profile.storage.ceph.devices)},
  acme: {dns01: dns01Solver(profile)},
  calico: {mtu: profile.network.mtu - (isIPv6(addressOf(profile.network.podCIDR)) ? 70 : 50)},
});

const addressOf = (network: string): string => network.split('/')[0] ?? network;

/** MariaDB takes 4G where Kubernetes writes 4Gi; both mean powers of two here. */
const mariadbSize = (quantity: string): string => quantity.replace(/i$/, '');

/** Rook's `storage` of a CephCluster; it takes no disk that the profile does not name. */
const cephStorage = (devices: Profile['storage']['ceph']['devices']): Record<string, unknown> => {
  const everywhere = {useAllNodes: true, useAllDevices: devices === 'all'};
  if (devices === 'all') {
    return everywhere;
  }
  return 'filter' in devices
    ? {...everywhere, deviceFilter: devices.filter}
    : {...everywhere, devices: devices.list.map(name => ({name}))};
};

/** The `dns01` of a cert-manager solver, with the keys that each provider's Secret has by convention. */
const dns01Solver = ({certificates}: Profile): Record<string, unknown> => {
  const dns01 = certificates.dns01;
  if (dns01 === undefined) {
    return {};
  }
  const key = (name: string) => ({name: dns01.secretName, key: name});
  switch (dns01.provider) {
    case 'cloudflare':
      return {cloudflare: {apiTokenSecretRef: key('api-token')}};
    case 'digitalocean':
      return {digitalocean: {tokenSecretRef: key('access-token')}};
    case 'route53':
      return {
        route53: {
          accessKeyIDSecretRef: key('access-key-id'),
          secretAccessKeySecretRef: key('secret-access-key'),
        },
      };
    case 'rfc2136':
      return {
        rfc2136: {
          nameserver: dns01.nameserver ?? '',
          tsigKeyName: 'genestack',
          tsigAlgorithm: 'HMACSHA512',
          tsigSecretSecretRef: key('tsig-secret'),
        },
      };
  }
};
