import {z} from 'zod';

/** The name of a Kubernetes object or a DNS label (RFC 1123). */
export const label = (description: string) =>
  z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'must be lower-case letters, digits and -, 63 at most, e.g. genestack',
    )
    .describe(description);

/** The name of a Secret or a StorageClass (RFC 1123 subdomain). */
export const objectName = (description: string) =>
  z
    .string()
    .max(253)
    .regex(
      /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
      'must be the name of a Kubernetes object: lower-case letters, digits, - and .',
    )
    .describe(description);

/** A DNS domain of two labels or more (RFC 1123), whose last label is no number, since that would be an address. */
export const domainName = (description: string) =>
  z
    .string()
    .max(253)
    .regex(
      /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'must be a domain name in lower case, e.g. cloud.example.com',
    )
    .describe(description);

/** A word that OpenStack and Neutron take for a name: region, zone, physical network. */
export const word = (description: string) =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9]([-_.A-Za-z0-9]{0,62})$/,
      'must be letters, digits, -, _ and ., 63 at most, e.g. RegionOne',
    )
    .describe(description);

/** Linux takes 15 characters for the name of an interface (IFNAMSIZ less its end mark). */
export const interfaceName = (description: string) =>
  z
    .string()
    .regex(
      /^(?!\.{1,2}$)[-_.A-Za-z0-9]{1,15}$/,
      'must be the name of a Linux network interface, 15 characters at most, e.g. eth0 or bond0.100',
    )
    .describe(description);

/** A Kubernetes quantity of storage or memory. */
export const quantity = (description: string) =>
  z
    .string()
    .regex(
      /^[1-9][0-9]{0,8}(\.[0-9]{1,3})?(Ki|Mi|Gi|Ti|Pi)$/,
      'must be a size with a binary unit, e.g. 10Gi or 512Mi',
    )
    .describe(description);

const binaryUnits = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** The bytes of such a quantity. */
export const bytesOf = (size: string): number =>
  Number.parseFloat(size) * 1024 ** (binaryUnits.indexOf(size.slice(-2)) + 1);

/** A duration as Prometheus writes it. */
export const duration = (description: string) =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,5}(m|h|d|w|y)$/, 'must be a number and one of m, h, d, w, y, e.g. 15d')
    .describe(description);

/** Name of an LVM volume group. */
export const volumeGroup = (description: string) =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9_+.][-A-Za-z0-9_+.]{0,62}$/,
      'must be the name of an LVM volume group, e.g. cinder-volumes',
    )
    .describe(description);

/** An address that something is downloaded from or that answers; credentials in it are refused before. */
export const webAddress = (description: string) =>
  z.url({protocol: /^https?$/, error: 'must be an http or https address'}).describe(description);

/** A network as CIDR; networks.ts judges it, since only there a wrong one can be told what would be right. */
export const network = (description: string) =>
  z.string().describe(`${description} A network as CIDR, IPv4.`);

/** A range of addresses; networks.ts judges it. */
export const range = (description: string) =>
  z.string().describe(`${description} A range as CIDR, as first-last, or a single address; IPv4.`);

/** An address; networks.ts judges it. */
export const address = (description: string, families = 'IPv4 or IPv6') =>
  z.string().describe(`${description} An ${families} address.`);
