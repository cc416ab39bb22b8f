import {expect, test} from 'vitest';
import {editions} from '../../source/catalogue/schema.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {checkNetworks} from '../../source/profile/networks.js';
import {pathText} from '../../source/profile/problem.js';
import type {Profile} from '../../source/profile/schema.js';
import {set} from './documents.js';

const check = (change: (profile: Profile) => void): string[] => {
  const profile = defaultProfile('flex');
  change(profile);
  return checkNetworks(profile).map(({path, message}) => `${pathText(path)}: ${message}`);
};

test.each(editions)('The defaults of %s go together', edition => {
  expect(checkNetworks(defaultProfile(edition))).toEqual([]);
});

test.each([
  ['10.0.0.1/16', 'has bits of a host behind its prefix; the network is 10.0.0.0/16'],
  ['10.0.0.0', 'must end in the length of its prefix'],
  ['10.0.0.0/33', 'must end in the length of its prefix'],
  ['10.0.0.0/08', 'must end in the length of its prefix'],
  ['10.0.0.0/8/8', 'must be a network as CIDR'],
  ['010.0.0.0/8', 'must be a network as CIDR'],
  ['fe80::1%eth0/64', 'must be a network as CIDR'],
  ['ten', 'must be a network as CIDR'],
  ['fd00::1/64', 'the network is fd00::/64'],
  ['127.0.0.0/8', 'which is for loopback'],
  ['224.0.0.0/8', 'which is for multicast'],
  ['0.0.0.0/0', 'take other addresses'],
  ['10.9.0.0/25', 'too small; take /24 or larger'],
])('The pod network %s is refused', (podCIDR, sentence) => {
  expect(
    check(profile => {
      profile.network.podCIDR = podCIDR;
    }).join('\n'),
  ).toContain(sentence);
});

test('Two that overlap are both named, and what to do', () => {
  expect(
    check(profile => {
      profile.network.serviceCIDR = '10.236.8.0/22';
    }),
  ).toEqual([
    'network.serviceCIDR: is 10.236.8.0/22 and lies in network.podCIDR 10.236.0.0/14; take e.g. 10.0.0.0/22',
  ]);
});

test('What is proposed instead overlaps nothing, and is said of either one', () => {
  const profile = defaultProfile('flex');
  profile.network.podCIDR = '10.0.0.0/9';
  profile.network.serviceCIDR = '10.128.0.0/9';
  profile.octavia.managementCIDR = '10.1.0.0/24';
  const [finding] = checkNetworks(profile).filter(({path}) => path[0] === 'octavia');
  expect(finding?.message).toBe(
    'is 10.1.0.0/24 and lies in network.podCIDR 10.0.0.0/9; take e.g. 172.16.0.0/24',
  );
  expect(finding?.other).toEqual({
    path: ['network', 'podCIDR'],
    message: 'is 10.0.0.0/9 and overlaps octavia.managementCIDR 10.1.0.0/24; take other addresses',
  });
});

test('Users reach the external addresses, so a network of theirs is proposed', () => {
  expect(
    check(({network}) => {
      network.loadBalancer.external = ['10.236.9.80-10.236.9.99'];
    }),
  ).toEqual([
    'network.loadBalancer.external[0]: is 10.236.9.80-10.236.9.99 and lies in network.podCIDR 10.236.0.0/14; take addresses of the network your users reach, e.g. 203.0.113.32/28',
  ]);
});

test.each<[string, (profile: Profile) => void]>([
  ['network.joinCIDR', set('network.joinCIDR', '10.233.0.0/24')],
  ['network.loadBalancer.external[0]', set('network.loadBalancer.external', ['10.236.0.7'])],
  ['network.loadBalancer.internal[0]', set('network.loadBalancer.internal', ['10.74.8.90-10.74.8.99'])],
  ['network.loadBalancer.external[1]', set('network.loadBalancer.external', ['10.74.8.99', '10.74.8.96/29'])],
  ['octavia.managementCIDR', set('octavia.managementCIDR', '10.234.0.0/16')],
  ['ironic.provisioningCIDR', set('octavia.managementCIDR', '172.24.0.0/21')],
  ['metal3.provisioningCIDR', set('metal3.provisioningCIDR', '172.24.0.0/16')],
])('An overlap is found in %s', (path, change) => {
  expect(check(change).some(line => line.startsWith(`${path}: is`) && /overlaps|lies in/.test(line))).toBe(
    true,
  );
});

test('A range that lies inside of an earlier one is found behind others too', () => {
  const external = ['10.74.0.0/16', '10.74.1.1', '10.74.2.1', '10.75.0.1'];
  expect(
    check(({network}) => {
      network.loadBalancer.external = external;
    }),
  ).toHaveLength(2);
});

test.each([
  ['10.0.1.9-10.0.1.2', 'ends before it begins; write 10.0.1.2-10.0.1.9'],
  ['10.0.1.9-fd00::1', 'begins in one family and ends in the other'],
  ['10.0.1.9-10.0.1.10-10.0.1.11', 'must be a network (10.0.0.0/28), a range'],
  ['127.0.0.1', 'which is for loopback'],
  ['169.254.1.1-169.254.1.5', 'which is for link-local addresses'],
  ['239.0.0.1/32', 'which is for multicast'],
  ['fe80::1', 'which is for link-local addresses'],
  ['ff02::1', 'which is for multicast'],
  ['::1', 'which is for loopback'],
])('MetalLB cannot hand out %s', (range, sentence) => {
  expect(
    check(({network}) => {
      network.loadBalancer.external = [range];
    }).join('\n'),
  ).toContain(sentence);
});

test.each<[string, unknown, string]>([
  ['network.podCIDR', 'fd00:1::/64', '10.0.0.0/16'],
  ['network.serviceCIDR', 'fd00:2::/112', '10.0.0.0/16'],
  ['network.joinCIDR', 'fd00:3::/112', '10.0.0.0/16'],
  ['network.loadBalancer.external[0]', ['2001:db8::10-2001:db8::20'], '203.0.113.32/28'],
  ['network.loadBalancer.internal[0]', ['2001:db8::30'], '203.0.113.32/28'],
  ['octavia.managementCIDR', 'fd00:4::/64', '10.0.0.0/16'],
  ['ironic.gateway', 'fd00:5::1', '10.0.0.1'],
  ['metal3.dhcpRange', 'fd00:6::1-fd00:6::9', '203.0.113.32/28'],
])('%s of IPv6, which nothing here would take, is refused', (path, value, example) => {
  expect(check(set(path.replace(/\[\d+\]$/, ''), value))).toEqual([
    `${path}: is ${JSON.stringify([value].flat()[0])}, IPv6; IPv4 is delivered here, and no other family; take e.g. ${example}`,
  ]);
});

test.each<[string, unknown]>([
  ['network.dnsServers', ['2620:fe::fe']],
  ['storage.ceph.monitors', ['fd00::2']],
  ['network.loadBalancer.peers', [{address: 'fd00::1', asn: 64512, myAsn: 64513}]],
])('an address of IPv6 that stands in %s is taken', (path, value) => {
  expect(check(set(path, value))).toEqual([]);
});

test('What ironic hands out lies in its network, and its router does not lie in that', () => {
  expect(
    check(({ironic}) => {
      ironic.provisioningRange = '172.24.8.100-172.24.8.200';
      ironic.gateway = '172.24.8.150';
    }).map(line => line.split(':')[0]),
  ).toEqual(['ironic.provisioningRange', 'ironic.gateway', 'ironic.gateway']);
});
