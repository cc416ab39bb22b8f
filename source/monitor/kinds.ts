import type {KindRef} from '../cluster/kubernetes-object.js';
import type {ReflectOptions} from '../cluster/reflector.js';
import * as kept from './kept.js';

/** A kind that the monitor looks at. */
export interface WatchedKind {
  /** Empty for the core group. */
  readonly group: string;
  /** Of Kubernetes' own kinds; of an operator's kind the one that the API prefers is taken. */
  readonly version?: string;
  readonly kind: string;
  /** As a rule names it, and as a person is told of it. */
  readonly plural: string;
  /** Whether the role `view` holds it by itself; ours holds the others. */
  readonly isInView?: true;
  readonly how?: Pick<ReflectOptions, 'isMetadataOnly' | 'fieldSelector' | 'namespace' | 'keep'>;
}

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
    // What went as it should is most of all events.
    how: {fieldSelector: 'type!=Normal', keep: kept.event},
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
  operatorKind('rabbitmq.com', 'RabbitmqCluster', 'rabbitmqclusters'),
  operatorKind('ceph.rook.io', 'CephCluster', 'cephclusters'),
  operatorKind('ceph.rook.io', 'CephBlockPool', 'cephblockpools'),
  operatorKind('ceph.rook.io', 'CephFilesystem', 'cephfilesystems'),
  operatorKind('ceph.rook.io', 'CephObjectStore', 'cephobjectstores'),
  operatorKind('cert-manager.io', 'Certificate', 'certificates'),
  operatorKind('cert-manager.io', 'Issuer', 'issuers'),
  operatorKind('cert-manager.io', 'ClusterIssuer', 'clusterissuers'),
  operatorKind('metallb.io', 'IPAddressPool', 'ipaddresspools'),
  operatorKind('gateway.networking.k8s.io', 'GatewayClass', 'gatewayclasses'),
  operatorKind('gateway.networking.k8s.io', 'Gateway', 'gateways'),
  operatorKind('gateway.networking.k8s.io', 'HTTPRoute', 'httproutes'),
  operatorKind('operator.tigera.io', 'TigeraStatus', 'tigerastatuses'),
  operatorKind('kubeovn.io', 'Subnet', 'subnets'),
  operatorKind('acid.zalan.do', 'postgresql', 'postgresqls'),
  operatorKind('mongodbcommunity.mongodb.com', 'MongoDBCommunity', 'mongodbcommunity'),
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
    groups?: {name: string; preferredVersion?: {groupVersion?: string}}[];
  };
  const preferred = new Map(groups.map(group => [group.name, group.preferredVersion?.groupVersion]));
  return operatorKinds.flatMap(({group, kind}) => {
    const apiVersion = preferred.get(group);
    return apiVersion === undefined ? [] : [{apiVersion, kind}];
  });
};

/** How the kinds are watched by who may see little and asks rarely. */
export const howWatched = (kind: KindRef): ReflectOptions => ({
  ...watchedKind(kind)?.how,
  pageSize: 100,
  asksOnce: true,
  unknownMilliseconds: 300_000,
});
