/** What of a component is data: it stays when the component is removed, unless a person names its kind. */
export const dataKinds = [
  'claims',
  'secrets',
  'databases',
  'messages',
  'definitions',
  'namespaces',
  'kept',
] as const;
export type DataKind = (typeof dataKinds)[number];

/** What is lost with each kind. */
export const dataKindFacts: Readonly<Record<DataKind, {readonly noun: string; readonly loss: string}>> = {
  claims: {noun: 'claim', loss: 'the volumes behind them are deleted where their class says so'},
  secrets: {
    noun: 'secret',
    loss: 'passwords and keys that Genestack or a chart made; what they locked stays locked',
  },
  databases: {noun: 'database object', loss: 'MariaDB drops the database, its user and its grants'},
  messages: {noun: 'message object', loss: 'RabbitMQ drops the virtual host, its user and its queues'},
  definitions: {noun: 'definition', loss: 'one of which an object is left stays'},
  namespaces: {
    noun: 'namespace',
    loss: 'what is still in them goes with them; one that holds other data stays',
  },
  kept: {noun: 'other object', loss: 'what the chart wants kept when it is uninstalled'},
};

/** Whether it is data that only its component has: definitions and namespaces may be of others as well. */
export const isOwnData = (kind: DataKind | undefined): boolean =>
  kind !== undefined && kind !== 'definitions' && kind !== 'namespaces';

/** Of Rook: what is stored in them goes with them. */
const pools: readonly string[] = ['CephBlockPool', 'CephFilesystem', 'CephObjectStore'];

/** Whether something would be lost with an object that goes with its component all the same. */
export const bearsData = (object: Belonging): boolean =>
  dataKindOf(object, {isKept: false, isTaken: false, isSecretMade: false}) !== undefined ||
  (groupOf(object.apiVersion) === 'ceph.rook.io' && pools.includes(object.kind));

interface Belonging {
  readonly apiVersion: string;
  readonly kind: string;
}

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

/** The kind of data that an object is; undefined where it is none and goes with its component. */
export const dataKindOf = (
  {apiVersion, kind}: Belonging,
  is: {
    readonly isKept: boolean;
    /** Whether Helm takes it along with its release. */
    readonly isTaken: boolean;
    readonly isSecretMade: boolean;
  },
): DataKind | undefined => {
  if (is.isTaken) {
    return undefined;
  }
  const group = groupOf(apiVersion);
  if (kind === 'PersistentVolumeClaim' && group === '') {
    return 'claims';
  }
  if (kind === 'CustomResourceDefinition') {
    return 'definitions';
  }
  if (kind === 'Namespace') {
    return 'namespaces';
  }
  if (kind === 'Secret' && (is.isSecretMade || is.isKept)) {
    return 'secrets';
  }
  if (group === 'k8s.mariadb.com' && ['Database', 'User', 'Grant'].includes(kind)) {
    return 'databases';
  }
  if (group === 'rabbitmq.com' && kind !== 'RabbitmqCluster') {
    return 'messages';
  }
  return is.isKept ? 'kept' : undefined;
};
