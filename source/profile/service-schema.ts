import {z} from 'zod';
import {
  address,
  domainName,
  duration,
  interfaceName,
  network,
  objectName,
  quantity,
  range,
  webAddress,
  word,
} from './forms.js';

export const glanceSchema = z
  .strictObject({size: quantity('Volume that images are kept on.')})
  .describe('Images.');

export const novaSchema = z
  .strictObject({
    virtualization: z
      .enum(['kvm', 'qemu'])
      .describe('kvm uses the processor; qemu emulates it, slowly, for nodes that are virtual themselves.'),
    cpuRatio: z
      .number()
      .min(1)
      .max(64)
      .describe('Virtual processors that may be promised for each real one.'),
  })
  .describe('Compute.');

export const octaviaSchema = z
  .strictObject({
    provider: z
      .enum(['amphora', 'ovn'])
      .describe('amphora makes an instance for each load balancer; ovn balances TCP and UDP in the network.'),
    managementCIDR: network('Network between Octavia and its amphorae.'),
    imageURL: webAddress('Image of the amphora, downloaded once during the installation.'),
    topology: z
      .enum(['SINGLE', 'ACTIVE_STANDBY'])
      .describe('One amphora for each load balancer, or two that stand in for each other.'),
  })
  .describe('Load balancers for tenants.');

export const designateSchema = z
  .strictObject({
    nameServers: z
      .array(domainName('Name of a name server, without the last dot.'))
      .min(1)
      .describe('Names that the zones name as their servers.'),
  })
  .describe('DNS for tenants, served by PowerDNS, which is installed with it.');

export const ironicSchema = z
  .strictObject({
    interface: interfaceName('Interface of the conductors on the provisioning network.'),
    provisioningCIDR: network('Network that machines start over.'),
    provisioningRange: range('Addresses of it that machines are given while they start.'),
    gateway: address('Router of it.', 'IPv4'),
    physicalNetwork: word('Name by which Neutron knows it.'),
    bridge: interfaceName(
      'Open vSwitch bridge that leads to it; it is made where it is not there, and its port is yours to put in, since the interface may hold an address that is needed.',
    ),
  })
  .describe('Bare metal for tenants.');

export const metal3Schema = z
  .strictObject({
    interface: interfaceName('Interface on the provisioning network of metal3.'),
    provisioningCIDR: network(
      'Network that hosts of the platform start over; another one than that of ironic, since both answer DHCP.',
    ),
    dhcpRange: range('Addresses of it that hosts are given while they start.'),
  })
  .describe('Bare metal for the platform itself.');

export const monitoringSchema = z
  .strictObject({
    retention: duration('How long Prometheus keeps what it measured; Thanos keeps it longer.'),
    size: quantity('Volume of Prometheus.'),
    alertmanager: z
      .strictObject({
        size: quantity('Volume of Alertmanager.'),
        configSecretName: objectName(
          'Secret in the namespace monitoring whose key alertmanager.yaml names the receivers; you make it. Without it alerts are shown and sent to nobody.',
        ).optional(),
      })
      .describe('Alertmanager.'),
  })
  .describe('Prometheus and Alertmanager.');

export const thanosSchema = z
  .strictObject({
    objectStore: z
      .strictObject({
        secretName: objectName(
          'Secret in the namespace monitoring whose key objstore.yml describes the store, keys included.',
        ),
      })
      .describe('An S3 store.'),
    retention: duration('How long it is kept at full resolution.'),
  })
  .describe('Metrics kept for long.');

export const redfishSchema = z
  .strictObject({
    hosts: z
      .array(z.string().min(1).max(253))
      .describe('Addresses or names of the management controllers whose health is measured.'),
    secretName: objectName(
      'Secret in the namespace monitoring whose keys username and password the controllers take.',
    ),
  })
  .describe('Health of the machines.');
