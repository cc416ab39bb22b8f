import type {KindRef} from '../cluster/kubernetes-object.js';
import type {ReflectOptions} from '../cluster/reflector.js';
import {servedTroubleKinds} from '../cluster/troubles.js';
import * as kept from './kept.js';

/** A kind that the monitor looks at. */
export interface WatchedKind {
  /** Empty for the core group. */
  readonly group: string;
  /** Of Kubernetes' own kinds; of an operator's kind the one that causes know is taken, else the one that the API prefers. */
  readonly version?: string;
  readonly kind: string;
  /** As a rule names it, and as a person is told of it. */
  readonly plural: string;
  /** Whether the role `view` holds it by itself; ours holds the others. */
  readonly isInView?: true;
  /** Several are several watches. */
  readonly how?: How | readonly How[];
}

type How = Pick<ReflectOptions, 'isMetadataOnly' | 'fieldSelector' | 'namespace' | 'keep'>;

/** Kubernetes' own kinds, and how little of each is enough. */
export const ownKinds: readonly WatchedKind[] = [
  {
    group: '',
    version: 'v1',
    kind: 'Pod',
    plural: 'pods',
    isInView: true,
    how: {keep: kept.pod},
  },
  ...(['Deployment', 'StatefulSet', 'DaemonSet'] as const).map(kind => ({
    group: 'apps',
    version: 'v1',
    kind,
    plural: `${kind.toLowerCase()}s`,
    isInView: true as const,
    how: {keep: kept.workload},
  })),
  {
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    isInView: true,
    how: {isMetadataOnly: true, keep: kept.plain},
  },
  {group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs', isInView: true, how: {keep: kept.workload}},
  {
    group: 'batch',
    version: 'v1',
    kind: 'CronJob',
    plural: 'cronjobs',
    isInView: true,
    how: {keep: kept.workload},
  },
  {
    group: '',
    version: 'v1',
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    isInView: true,
    how: {keep: kept.plain},
  },
  {group: '', version: 'v1', kind: 'Service', plural: 'services', isInView: true, how: {keep: kept.service}},
  {
    group: '',
    version: 'v1',
    kind: 'Event',
    plural: 'events',
    isInView: true,
    // What went as it should is most of all events; of that only that a claim was taken tells something.
    how: ['type!=Normal', 'type=Normal,reason=Provisioning'].map(fieldSelector => ({
      fieldSelector,
      keep: kept.event,
    })),
  },
  {
    group: '',
    version: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    isInView: true,
    how: {keep: kept.plain},
  },
  {
    group: 'policy',
    version: 'v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    isInView: true,
    how: {keep: kept.plain},
  },
  {
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    isInView: true,
    how: {keep: kept.plain},
  },
  {group: '', version: 'v1', kind: 'Node', plural: 'nodes', how: {keep: kept.node}},
  {group: '', version: 'v1', kind: 'PersistentVolume', plural: 'persistentvolumes', how: {keep: kept.plain}},
  {
    group: 'storage.k8s.io',
    version: 'v1',
    kind: 'StorageClass',
    plural: 'storageclasses',
    how: {keep: kept.plain},
  },
  {
    group: 'coordination.k8s.io',
    version: 'v1',
    kind: 'Lease',
    plural: 'leases',
    how: {namespace: 'kube-system', fieldSelector: 'metadata.name=genestack-driver', keep: kept.plain},
  },
];

const operatorKind = (group: string, kind: string, plural: string): WatchedKind => ({
  group,
  kind,
  plural,
  how: {keep: kept.plain},
});

/** What operators say of what they run; looked at where the API has the group. */
export const operatorKinds: readonly WatchedKind[] = [
  operatorKind('k8s.mariadb.com', 'MariaDB', 'mariadbs'),
  operatorKind('k8s.mariadb.com', 'MaxScale', 'maxscales'),
  operatorKind('k8s.mariadb.com', 'Database', 'databases'),
  operatorKind('k8s.mariadb.com', 'User', 'users'),
  operatorKind('k8s.mariadb.com', 'Grant', 'grants'),
  operatorKind('rabbitmq.com', 'RabbitmqCluster', 'rabbitmqclusters'),
  operatorKind('rabbitmq.com', 'User', 'users'),
  operatorKind('rabbitmq.com', 'Vhost', 'vhosts'),
  operatorKind('rabbitmq.com', 'Queue', 'queues'),
  operatorKind('rabbitmq.com', 'Permission', 'permissions'),
  operatorKind('ceph.rook.io', 'CephCluster', 'cephclusters'),
  operatorKind('ceph.rook.io', 'CephBlockPool', 'cephblockpools'),
  operatorKind('ceph.rook.io', 'CephFilesystem', 'cephfilesystems'),
  operatorKind('ceph.rook.io', 'CephObjectStore', 'cephobjectstores'),
  operatorKind('cert-manager.io', 'Certificate', 'certificates'),
  operatorKind('cert-manager.io', 'Issuer', 'issuers'),
  operatorKind('cert-manager.io', 'ClusterIssuer', 'clusterissuers'),
  operatorKind('acme.cert-manager.io', 'Challenge', 'challenges'),
  operatorKind('metallb.io', 'IPAddressPool', 'ipaddresspools'),
  operatorKind('gateway.networking.k8s.io', 'GatewayClass', 'gatewayclasses'),
  operatorKind('gateway.networking.k8s.io', 'Gateway', 'gateways'),
  operatorKind('gateway.networking.k8s.io', 'HTTPRoute', 'httproutes'),
  operatorKind('operator.tigera.io', 'TigeraStatus', 'tigerastatuses'),
  operatorKind('operator.tigera.io', 'Installation', 'installations'),
  operatorKind('kubeovn.io', 'Subnet', 'subnets'),
  operatorKind('acid.zalan.do', 'postgresql', 'postgresqls'),
  operatorKind('mongodbcommunity.mongodb.com', 'MongoDBCommunity', 'mongodbcommunity'),
  operatorKind('redis.redis.opstreelabs.in', 'RedisCluster', 'redisclusters'),
  operatorKind('redis.redis.opstreelabs.in', 'RedisReplication', 'redisreplications'),
  operatorKind('redis.redis.opstreelabs.in', 'RedisSentinel', 'redissentinels'),
  operatorKind('monitoring.coreos.com', 'Prometheus', 'prometheuses'),
  operatorKind('monitoring.coreos.com', 'Alertmanager', 'alertmanagers'),
  operatorKind('monitoring.coreos.com', 'ThanosRuler', 'thanosrulers'),
  operatorKind('metal3.io', 'BareMetalHost', 'baremetalhosts'),
  operatorKind('ironic.metal3.io', 'Ironic', 'ironics'),
];

const everyKind: readonly WatchedKind[] = [...ownKinds, ...operatorKinds];

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

const operatorGroups: ReadonlySet<string> = new Set(operatorKinds.map(({group}) => group));

export const isOfOperator = ({apiVersion}: KindRef): boolean => operatorGroups.has(groupOf(apiVersion));

/** Whether it is of a group that Kubernetes itself brings, whose kinds nobody else defines. */
export const isOwn = ({apiVersion}: KindRef): boolean =>
  /^(v1|(apps|batch|storage\.k8s\.io|coordination\.k8s\.io)\/v1)$/.test(apiVersion);

export const watchedKind = ({apiVersion, kind}: KindRef): WatchedKind | undefined => {
  const group = groupOf(apiVersion);
  return everyKind.find(one => one.group === group && one.kind === kind);
};

export const ownRefs: readonly KindRef[] = ownKinds.map(({group, version = 'v1', kind}) => ({
  apiVersion: group === '' ? version : `${group}/${version}`,
  kind,
}));

/** Of the operators' kinds those that the API has, by the answer of `/apis`. */
export const servedRefs = (answer: unknown): KindRef[] => {
  const {groups = []} = answer as {
    groups?: {
      name: string;
      versions?: {groupVersion?: string}[];
      preferredVersion?: {groupVersion?: string};
    }[];
  };
  const byName = new Map(groups.map(group => [group.name, group]));
  return operatorKinds.flatMap(({group, kind}) => {
    const {versions = [], preferredVersion} = byName.get(group) ?? {};
    const known = servedTroubleKinds.find(
      trouble => trouble.kind === kind && groupOf(trouble.apiVersion) === group,
    );
    // A group may prefer a version in which it has other kinds, as MetalLB's does.
    const isServed = versions.some(({groupVersion}) => groupVersion === known?.apiVersion);
    const apiVersion = isServed ? known?.apiVersion : preferredVersion?.groupVersion;
    return apiVersion === undefined ? [] : [{apiVersion, kind}];
  });
};

/** How the kinds are watched by who may see little and asks rarely. */
export const howWatched = (kind: KindRef): readonly ReflectOptions[] =>
  [watchedKind(kind)?.how ?? {}].flat().map(how => ({
    ...how,
    pageSize: 100,
    isOptional: true,
    unknownMilliseconds: 300_000,
  }));
