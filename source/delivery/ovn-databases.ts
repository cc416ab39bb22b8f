import type {Client} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {exitCodes, GenestackError} from '../errors.js';
import type {Profile} from '../profile/schema.js';

type Plugin = Profile['network']['plugin'];

/** Where clients of OVN find its two databases, and what they prove themselves with. */
export interface OvnDatabases {
  /** `ssl:ADDRESS:PORT` or `tcp:ADDRESS:PORT`: the libraries of Neutron and Octavia take addresses, not names. */
  readonly northbound: string;
  readonly southbound: string;
  /** One where the databases ask for certificates, else none; PEM. */
  readonly clients: readonly {readonly cacert: string; readonly cert: string; readonly key: string}[];
}

const service = (namespace: string, name: string) => ({apiVersion: 'v1', kind: 'Service', namespace, name});

/** The Services before the databases; Calico brings no OVN, so openstack-helm's stands beside it. */
const services = {
  'kube-ovn': [service('kube-system', 'ovn-nb'), service('kube-system', 'ovn-sb')],
  calico: [service('openstack', 'ovn-ovsdb-nb'), service('openstack', 'ovn-ovsdb-sb')],
} as const satisfies Record<Plugin, readonly object[]>;

const central = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kube-system', name: 'ovn-central'};
const certificates = {apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name: 'kube-ovn-tls'};

/**
 * What the cluster's own objects say. Whether Kube-OVN speaks TLS is told by what runs: its values may have been given by
 * whoever installed it, and the Secret may be there unused.
 * @throws GenestackError GS-OVN-01 where an object that says it is not there.
 */
export const readOvnDatabases = async (
  client: Pick<Client, 'read'>,
  plugin: Plugin,
): Promise<OvnDatabases> => {
  const [northbound, southbound] = await Promise.all(services[plugin].map(ref => client.read(ref)));
  const deployment = plugin === 'kube-ovn' ? await client.read(central) : undefined;
  const speaksTls = environmentOf(deployment).some(
    ({name, value}) => name === 'ENABLE_SSL' && value === 'true',
  );
  const secret = speaksTls ? await client.read(certificates) : undefined;
  return ovnDatabases(plugin, {northbound, southbound, speaksTls, secret});
};

interface Objects {
  readonly northbound: KubernetesObject | undefined;
  readonly southbound: KubernetesObject | undefined;
  readonly speaksTls: boolean;
  readonly secret: KubernetesObject | undefined;
}

const ovnDatabases = (plugin: Plugin, {northbound, southbound, speaksTls, secret}: Objects): OvnDatabases => {
  const addresses = [northbound, southbound].map(addressOf);
  const [cacert = '', cert = '', key = ''] = ['cacert', 'cert', 'key'].map(name =>
    Buffer.from(String(secret?.data?.[name] ?? ''), 'base64').toString('utf8'),
  );
  if (addresses.includes(undefined) || (speaksTls && (cacert === '' || cert === '' || key === ''))) {
    const wanted = [
      ...services[plugin].map(({namespace, name}) => `Service ${namespace}/${name}`),
      ...(speaksTls ? ['Secret kube-system/kube-ovn-tls with cacert, cert and key'] : []),
    ];
    throw new GenestackError(
      'GS-OVN-01',
      `The way to OVN's databases was to be read from the cluster, and these are not all there: ${wanted.join(', ')}.`,
      'Look with kubectl whether OVN was installed whole, then run this again.',
      exitCodes.failed,
    );
  }
  const protocol = speaksTls ? 'ssl' : 'tcp';
  return {
    northbound: `${protocol}:${addresses[0]}`,
    southbound: `${protocol}:${addresses[1]}`,
    clients: speaksTls ? [{cacert, cert, key}] : [],
  };
};

interface Variable {
  readonly name: string;
  readonly value?: string;
}

const environmentOf = (deployment: KubernetesObject | undefined): readonly Variable[] => {
  const {template} = (deployment?.spec ?? {}) as {
    template?: {spec?: {containers?: {env?: Variable[]}[]}};
  };
  return (template?.spec?.containers ?? []).flatMap(({env = []}) => env);
};

const addressOf = (object: KubernetesObject | undefined): string | undefined => {
  const {clusterIP, ports} = (object?.spec ?? {}) as {clusterIP?: string; ports?: {port: number}[]};
  const port = ports?.[0]?.port;
  if (!clusterIP || clusterIP === 'None' || port === undefined) {
    return undefined;
  }
  return clusterIP.includes(':') ? `[${clusterIP}]:${port}` : `${clusterIP}:${port}`;
};

/** What a person sees of it where there is no cluster to read from. */
export const ovnDatabasesShown = (plugin: Plugin): OvnDatabases =>
  plugin === 'kube-ovn'
    ? {
        northbound: 'ssl:address.of.ovn-nb:6641',
        southbound: 'ssl:address.of.ovn-sb:6642',
        clients: [{cacert: '(of kube-ovn-tls)', cert: '(of kube-ovn-tls)', key: '(masked)'}],
      }
    : {
        northbound: 'tcp:address.of.ovn-ovsdb-nb:6641',
        southbound: 'tcp:address.of.ovn-ovsdb-sb:6642',
        clients: [],
      };

/** As a person may see it: addresses and certificates, and of keys only that there is one. */
export const maskedOvnDatabases = (found: OvnDatabases): OvnDatabases => ({
  ...found,
  clients: found.clients.map(client => ({...client, key: '(masked)'})),
});
