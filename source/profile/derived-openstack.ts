import type {Profile} from './schema.js';

/** What Neutron, OVN, Cinder and Ironic want in another shape than a person writes it. */
export const derivedOpenStack = (
  {network: {provider}, storage, ironic, octavia}: Profile,
  isOn: (component: string) => boolean,
) => {
  const [first = '', last = ''] = ironic.provisioningRange.split('-').map(address => address.trim());
  return {
    neutron: {
      /** `network_vlan_ranges`: a bare name lets operators use VLANs of it and tenants none. */
      vlanRanges:
        provider.vlanRanges.length === 0
          ? [provider.physicalNetwork]
          : provider.vlanRanges.map(range => `${provider.physicalNetwork}:${range}`),
    },
    ovn: {
      /** Bridge to the interface that becomes its port, for openstack-helm's ovn. */
      bridges: {[provider.bridge]: provider.interface},
      /** `ovn-bridge-mappings`: which bridge leads to which of Neutron's physical networks. */
      mappings: [
        `${provider.physicalNetwork}:${provider.bridge}`,
        ...(isOn('ironic') ? [`${ironic.physicalNetwork}:${ironic.bridge}`] : []),
      ].join(','),
    },
    cinder: {ceph: storage.block !== 'iscsi'},
    octavia: {
      amphora: octavia.provider === 'amphora',
      drivers: octavia.provider === 'amphora' ? 'amphora: Amphora, ovn: OVN' : 'ovn: OVN',
    },
    ironic: {firstAddress: first, lastAddress: last},
  };
};
