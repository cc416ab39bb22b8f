import {
  type AddressRange,
  contains,
  overlaps,
  parseNetwork,
  parseRange,
  parseSingle,
} from './address-range.js';
import {addressText, freeNetwork, prefixFor} from './free-network.js';
import {type Finding, type Path, pathText, quoted} from './problem.js';
import type {Profile} from './schema.js';

interface Named {
  readonly path: Path;
  readonly text: string;
  readonly range: AddressRange;
}

/** What no network of a cluster may lie in (IANA special-purpose registries), with what it is for. */
const special: readonly {readonly range: AddressRange; readonly purpose: string}[] = [
  ['0.0.0.0/8', 'this network'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local addresses'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'nothing (reserved)'],
  ['::/127', 'loopback'],
  ['::ffff:0:0/96', 'IPv4 written as IPv6'],
  ['fe80::/10', 'link-local addresses'],
  ['ff00::/8', 'multicast'],
].map(([text = '', purpose = '']) => ({range: parseNetwork(text) as AddressRange, purpose}));

/** Kube-OVN and Calico are given IPv4 here, MariaDB and others listen on it, and Neutron's networks are made with it. */
const onlyIPv4 = 'IPv4 is delivered here, and no other family; take';

/** The fewest addresses that are of use. */
const leastAddresses = 256n;

/**
 * Judges every network of a profile for itself and against the others: form, order, family, special addresses, overlaps.
 * Two that overlap are named in the one that stands later.
 */
export const checkNetworks = (profile: Profile): Finding[] => {
  const findings: Finding[] = [];
  const read = (
    path: Path,
    text: string,
    parse: (text: string) => AddressRange | string,
    families: readonly AddressRange['family'][] = [4],
  ): Named[] => {
    const range = parse(text);
    if (typeof range === 'string') {
      findings.push({path, message: `is ${quoted(text)} and ${range}`});
      return [];
    }
    const lies = special.find(other => overlaps(other.range, range));
    if (lies) {
      findings.push({
        path,
        message: `is ${quoted(text)}, which is for ${lies.purpose}; take other addresses, e.g. 10.0.0.0/16`,
      });
      return [];
    }
    if (!families.includes(range.family)) {
      findings.push({path, message: `is ${quoted(text)}, IPv6; ${onlyIPv4} e.g. ${exampleOf(parse)}`});
      return [];
    }
    return [{path, text, range}];
  };

  const {network, octavia, ironic, metal3} = profile;
  const clusterWide = [
    ...read(['network', 'podCIDR'], network.podCIDR, parseNetwork),
    ...read(['network', 'serviceCIDR'], network.serviceCIDR, parseNetwork),
    ...read(['network', 'joinCIDR'], network.joinCIDR, parseNetwork),
  ];
  const pools = (['external', 'internal'] as const).flatMap(pool =>
    network.loadBalancer[pool].flatMap((text, index) =>
      read(['network', 'loadBalancer', pool, index], text, parseRange),
    ),
  );
  const management = read(['octavia', 'managementCIDR'], octavia.managementCIDR, parseNetwork);
  const ironicNetwork = read(['ironic', 'provisioningCIDR'], ironic.provisioningCIDR, parseNetwork);
  const metal3Network = read(['metal3', 'provisioningCIDR'], metal3.provisioningCIDR, parseNetwork);

  const inIronic = [
    ...read(['ironic', 'provisioningRange'], ironic.provisioningRange, parseRange),
    ...read(['ironic', 'gateway'], ironic.gateway, parseSingle),
  ];
  const inMetal3 = read(['metal3', 'dhcpRange'], metal3.dhcpRange, parseRange);

  profile.storage.ceph.monitors.forEach((text, index) => {
    read(['storage', 'ceph', 'monitors', index], text, parseSingle, [4, 6]);
  });
  network.dnsServers.forEach((text, index) => {
    read(['network', 'dnsServers', index], text, parseSingle, [4, 6]);
  });
  network.loadBalancer.peers.forEach((peer, index) => {
    read(['network', 'loadBalancer', 'peers', index, 'address'], peer.address, parseSingle, [4, 6]);
  });

  const all = [...clusterWide, ...pools, ...management, ...ironicNetwork, ...metal3Network];
  return [
    ...findings,
    ...tooSmall(clusterWide),
    ...outside(ironicNetwork, inIronic),
    ...outside(metal3Network, inMetal3),
    ...sameAddress(inIronic),
    ...overlapping(all),
  ];
};

const tooSmall = (networks: readonly Named[]): Finding[] =>
  networks
    .filter(({range}) => range.last - range.first + 1n < leastAddresses)
    .map(({path, text, range}) => ({
      path,
      message: `is ${text} and too small; take /24 or larger, e.g. ${addressText(range.family, range.first - (range.first % leastAddresses))}/24`,
    }));

const exampleOf = (parse: (text: string) => AddressRange | string): string =>
  parse === parseNetwork ? '10.0.0.0/16' : parse === parseRange ? '203.0.113.32/28' : '10.0.0.1';

const outside = (networks: readonly Named[], inner: readonly Named[]): Finding[] =>
  networks.flatMap(network =>
    inner
      .filter(({range}) => !contains(network.range, range))
      .map(({path, text}) => ({
        path,
        message: `is ${text}, outside of ${pathText(network.path)} ${network.text}; take addresses in it, e.g. ${within(network.range, text)}`,
      })),
  );

/** Ends of a range, or one address, where the network's first hundred addresses are left for machines that are there. */
const within = ({family, first, last}: AddressRange, text: string): string => {
  const at = (offset: bigint) => addressText(family, first + offset < last ? first + offset : last);
  return text.includes('-') ? `${at(100n)}-${at(200n)}` : at(1n);
};

const proposal = (family: 4 | 6, prefix: number, taken: readonly Named[]): string => {
  const free = freeNetwork(
    family,
    prefix,
    taken.map(({range}) => range),
  );
  return free === undefined ? 'other addresses' : `e.g. ${free}`;
};

const sameAddress = ([range, gateway]: readonly Named[]): Finding[] =>
  range && gateway && overlaps(range.range, gateway.range)
    ? [
        {
          path: gateway.path,
          message: `is ${gateway.text}, which ${pathText(range.path)} ${range.text} gives away; take an address outside of the range`,
        },
      ]
    : [];

const overlapping = (networks: readonly Named[]): Finding[] => {
  // Sorted by their first address, only neighbours in the sorted list can be the first to overlap: a long list stays quick.
  const order = new Map(networks.map((named, index) => [named, index]));
  const sorted = networks.toSorted((a, b) =>
    a.range.family !== b.range.family
      ? a.range.family - b.range.family
      : a.range.first < b.range.first
        ? -1
        : a.range.first > b.range.first
          ? 1
          : 0,
  );
  const findings: Finding[] = [];
  let widest: Named | undefined;
  for (const named of sorted) {
    if (widest && overlaps(widest.range, named.range)) {
      const [earlier, later] =
        (order.get(widest) ?? 0) < (order.get(named) ?? 0) ? [widest, named] : [named, widest];
      findings.push({...clash(later, earlier, networks), other: clash(earlier, later, networks)});
    }
    if (!widest || widest.range.family !== named.range.family || named.range.last > widest.range.last) {
      widest = named;
    }
  }
  return findings;
};

/** What is said of one of two that overlap. */
const clash = (named: Named, by: Named, all: readonly Named[]): Finding => ({
  path: named.path,
  message: `is ${named.text} and ${contains(by.range, named.range) ? 'lies in' : 'overlaps'} ${pathText(by.path)} ${by.text}; ${instead(named, all)}`,
});

/** Users reach the external addresses, so that no private network can be proposed: 203.0.113.0/24 is for examples (RFC 5737). */
const instead = ({path, range}: Named, all: readonly Named[]): string =>
  path[2] === 'external'
    ? `take addresses of the network your users reach, e.g. 203.0.113.32/28`
    : `take ${proposal(range.family, prefixFor(range), all)}`;
