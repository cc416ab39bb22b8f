import {roleKeys} from '../catalogue/node-roles.js';
import {checkStorage} from './checks-storage.js';
import {didYouMean} from './did-you-mean.js';
import {checkNetworks} from './networks.js';
import {ownNodesOf} from './own-nodes.js';
import {type Finding, quoted} from './problem.js';
import type {Profile} from './schema.js';

/** What is wrong with a profile whose every value has the right form: what does not go together. Pure. */
export const checkProfile = (profile: Profile, componentNames?: readonly string[]): Finding[] => [
  ...checkNetworks(profile),
  ...checkInterfaces(profile),
  ...checkDomain(profile),
  ...checkLoadBalancer(profile),
  ...checkCertificates(profile),
  ...checkStorage(profile),
  ...checkReplicas(profile),
  ...checkNodes(profile),
  ...(componentNames ? checkComponents(profile, componentNames) : []),
];

const checkInterfaces = ({network, ironic, metal3}: Profile): Finding[] => {
  const others = [
    {path: ['network', 'provider', 'interface'], name: network.provider.interface},
    {path: ['ironic', 'interface'], name: ironic.interface},
    {path: ['metal3', 'interface'], name: metal3.interface},
  ];
  return others
    .filter(({name}) => name === network.interface)
    .map(({path, name}) => ({
      path,
      message: `is ${name}, the management interface (network.interface), which would lose its address; name another one`,
    }));
};

const isBelow = (domain: string, parent: string): boolean =>
  domain === parent || domain.endsWith(`.${parent}`);

const checkDomain = ({domain, clusterDomain}: Profile): Finding[] =>
  ['cluster.local', 'localhost', clusterDomain].some(inside => isBelow(domain, inside))
    ? [
        {
          path: ['domain'],
          message: `is ${domain}, a name inside of the cluster that nobody outside can look up; take a domain of your own, e.g. cloud.example.com`,
        },
      ]
    : [];

const checkLoadBalancer = ({network: {loadBalancer, provider}}: Profile): Finding[] => {
  const findings: Finding[] = [];
  if (loadBalancer.mode === 'bgp' && loadBalancer.peers.length === 0) {
    findings.push({
      path: ['network', 'loadBalancer', 'peers'],
      message: 'is empty and network.loadBalancer.mode is bgp; name a router, or take layer2',
    });
  }
  provider.vlanRanges.forEach((range, index) => {
    const [first = 0, last = 0] = range.split(':').map(Number);
    if (first > last || last > 4094) {
      findings.push({
        path: ['network', 'provider', 'vlanRanges', index],
        message: `is ${quoted(range)} and must be first:last of VLAN numbers from 1 to 4094, the smaller first`,
      });
    }
  });
  return findings;
};

const checkCertificates = ({certificates}: Profile): Finding[] => {
  const findings: Finding[] = [];
  if (certificates.issuer !== 'self-signed' && certificates.email === undefined) {
    findings.push({
      path: ['certificates', 'email'],
      message: `is missing; certificates.issuer is ${certificates.issuer}, which asks for an e-mail address`,
    });
  }
  if (certificates.issuer === 'acme-dns01' && certificates.dns01 === undefined) {
    findings.push({
      path: ['certificates', 'dns01'],
      message: 'is missing; certificates.issuer is acme-dns01, which asks for provider and secretName',
    });
  }
  if (certificates.dns01?.provider === 'rfc2136' && certificates.dns01.nameserver === undefined) {
    findings.push({
      path: ['certificates', 'dns01', 'nameserver'],
      message: 'is missing; the provider rfc2136 asks for the address of the name server',
    });
  }
  return findings;
};

const checkReplicas = (profile: Profile): Finding[] =>
  ownNodesOf(profile)
    .filter(({count, role}) => count > profile.nodes[roleKeys[role]].count)
    .map(({path, count, role, each}) => ({
      path,
      message: `is ${count} and there are ${profile.nodes[roleKeys[role]].count} ${role} nodes (nodes.${roleKeys[role]}.count); every ${each} needs a node of its own`,
    }));

const checkNodes = ({nodes}: Profile): Finding[] => {
  const {hyperconverged, ...roles} = nodes;
  const [first, ...others] = Object.entries(roles);
  const miscounted = Object.entries(roles).flatMap(([role, {count, names}]) =>
    names === undefined || names.length === count
      ? []
      : [
          {
            path: ['nodes', role, 'count'],
            message: `is ${count} and nodes.${role}.names names ${names.length}; they are the same nodes`,
          },
        ],
  );
  return miscounted.length === 0 && hyperconverged && first
    ? others
        .filter(([, {count}]) => count !== first[1].count)
        .map(([role, {count}]) => ({
          path: ['nodes', role, 'count'],
          message: `is ${count} and nodes.${first[0]}.count is ${first[1].count}; nodes.hyperconverged is true, where every node has every role and the counts are equal`,
        }))
    : miscounted;
};

const checkComponents = ({components}: Profile, names: readonly string[]): Finding[] =>
  Object.keys(components)
    .filter(name => !names.includes(name))
    .map(name => {
      const near = didYouMean(name, names);
      return {
        path: ['components', name],
        message: `is no component${near === undefined ? '; plan prints those there are' : `; did you mean ${near}?`}`,
      };
    });
