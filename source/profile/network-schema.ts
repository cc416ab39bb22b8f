import {z} from 'zod';
import {address, domainName, interfaceName, network, objectName, range, webAddress, word} from './forms.js';

const asn = (description: string) => z.int().min(1).max(4_294_967_295).describe(description);

const peer = z
  .strictObject({
    address: address('Address of the router.'),
    asn: asn('Autonomous system number of the router.'),
    myAsn: asn('Autonomous system number that the cluster takes.'),
  })
  .describe('One router that MetalLB speaks BGP with.');

/** The networks of the cluster and of the cloud. */
export const networkSchema = z
  .strictObject({
    plugin: z
      .enum(['kube-ovn', 'calico'])
      .describe(
        'What connects the pods. kube-ovn shares its OVN with Neutron; calico brings Open vSwitch and OVN of their own for Neutron.',
      ),
    interface: interfaceName(
      'Management interface of every node: the traffic of pods and of the OpenStack services goes over it.',
    ),
    mtu: z
      .int()
      .min(1280)
      .max(9216)
      .describe(
        'Bytes of the largest packet that the physical network takes; what tunnels add is taken off by us.',
      ),
    podCIDR: network('Addresses of the pods.'),
    serviceCIDR: network('Addresses of the Kubernetes services.'),
    joinCIDR: network('Addresses that Kube-OVN joins nodes and pods with; Calico does not use it.'),
    dnsServers: z
      .array(address('A name server.'))
      .min(1)
      .describe('Name servers outside of the cluster, for instances of the cloud.'),
    provider: z
      .strictObject({
        interface: interfaceName(
          'Interface that carries the traffic of instances to the outside. It becomes a port of the bridge and loses its address, so it is never the management interface.',
        ),
        physicalNetwork: word('Name by which Neutron knows the physical network.'),
        bridge: interfaceName('Open vSwitch bridge that the interface is put into.'),
        vlanRanges: z
          .array(
            z
              .string()
              .regex(
                /^[1-9][0-9]{0,3}:[1-9][0-9]{0,3}$/,
                'must be first:last of VLAN numbers from 1 to 4094, e.g. 100:200',
              ),
          )
          .describe('VLAN numbers that tenants may be given, each first:last; none by default.'),
      })
      .describe('The way from instances to the outside.'),
    loadBalancer: z
      .strictObject({
        mode: z
          .enum(['layer2', 'bgp'])
          .describe(
            'How MetalLB makes its addresses known: layer2 answers ARP and NDP on the local network, bgp tells the routers in peers.',
          ),
        external: z
          .array(range('Addresses that users of the cloud reach.'))
          .min(1)
          .describe('Addresses for the ingress, which users of the cloud reach.'),
        internal: z
          .array(range('Addresses for services inside.'))
          .min(1)
          .describe('Addresses for services that only the operator reaches, such as the database.'),
        interfaces: z
          .array(interfaceName('An interface.'))
          .describe('Interfaces that layer2 answers on; all of them where the list is empty.'),
        peers: z.array(peer).describe('Routers for the mode bgp.'),
      })
      .describe('What MetalLB hands out.'),
  })
  .describe('The networks of the cluster and of the cloud; none of them may overlap another.');

/** How users reach the cloud, and what proves to them that it is the right one. */
export const ingressSchema = z
  .strictObject({
    controller: z
      .enum(['ingress-nginx', 'envoy-gateway'])
      .describe(
        'What takes requests from outside. ingress-nginx is the row of the matrix and was retired by its makers in March 2026; envoy-gateway is its successor.',
      ),
  })
  .describe('How requests come in.');

export const certificatesSchema = z
  .strictObject({
    issuer: z
      .enum(['self-signed', 'acme-http01', 'acme-dns01'])
      .describe(
        'Who signs the certificates: an authority of our own, or an ACME service that asks over http (the domain must be reachable from it) or over DNS.',
      ),
    email: z
      .email('must be an e-mail address')
      .optional()
      .describe('Where the ACME service writes to; asked for by both acme issuers.'),
    server: webAddress('Directory of the ACME service.'),
    dns01: z
      .strictObject({
        provider: z
          .enum(['cloudflare', 'route53', 'digitalocean', 'rfc2136'])
          .describe('Who runs the DNS zone of the domain.'),
        secretName: objectName(
          'Secret in the namespace cert-manager that holds what the DNS service asks for; you make it beforehand. Its keys: api-token (cloudflare), access-token (digitalocean), access-key-id and secret-access-key (route53), tsig-secret of a key named genestack, hmac-sha512 (rfc2136).',
        ),
        region: z
          .string()
          .regex(/^[a-z0-9-]{1,40}$/, 'must be the name of an AWS region, e.g. us-east-1')
          .optional()
          .describe(
            'For route53: region of AWS; us-east-1 where it is left out, which does for all but those of China and the government.',
          ),
        nameserver: z
          .string()
          .optional()
          .describe('For rfc2136: address and port of the name server, e.g. 192.0.2.53:53.'),
      })
      .optional()
      .describe('For acme-dns01 only.'),
  })
  .describe('Certificates of the public endpoints.');

export const domainSchema = domainName(
  'Domain below which the cloud is reached from outside, e.g. keystone.DOMAIN. Not a domain of the cluster itself.',
);
