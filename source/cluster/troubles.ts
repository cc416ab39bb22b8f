import {setOfClaim} from './causes/claim-trouble.js';
import type {Evidence} from './causes/evidence.js';
import {objectName} from './causes/evidence.js';
import {type Cause, causeOf, causeOfObject} from './causes.js';
import type {KindRef, KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {type Membership, ownerOf} from './membership.js';
import {judge} from './readiness.js';
import {sceneKinds, type TroubleScene} from './scene.js';

/** Kinds of Kubernetes itself, beside those of scenes, that may hold others up. */
export const builtInTroubleKinds: readonly KindRef[] = [
  {apiVersion: 'v1', kind: 'Namespace'},
  {apiVersion: 'v1', kind: 'PersistentVolume'},
  {apiVersion: 'policy/v1', kind: 'PodDisruptionBudget'},
  {apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler'},
];

/** Kinds of operators; each is looked at from when the API serves its group. */
export const servedTroubleKinds: readonly KindRef[] = [
  {apiVersion: 'cert-manager.io/v1', kind: 'Certificate'},
  {apiVersion: 'cert-manager.io/v1', kind: 'Issuer'},
  {apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer'},
  {apiVersion: 'acme.cert-manager.io/v1', kind: 'Challenge'},
  {apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway'},
  {apiVersion: 'k8s.mariadb.com/v1alpha1', kind: 'MariaDB'},
  {apiVersion: 'k8s.mariadb.com/v1alpha1', kind: 'MaxScale'},
  {apiVersion: 'k8s.mariadb.com/v1alpha1', kind: 'Database'},
  {apiVersion: 'k8s.mariadb.com/v1alpha1', kind: 'User'},
  {apiVersion: 'k8s.mariadb.com/v1alpha1', kind: 'Grant'},
  {apiVersion: 'rabbitmq.com/v1beta1', kind: 'RabbitmqCluster'},
  {apiVersion: 'rabbitmq.com/v1beta1', kind: 'User'},
  {apiVersion: 'rabbitmq.com/v1beta1', kind: 'Vhost'},
  {apiVersion: 'rabbitmq.com/v1beta1', kind: 'Queue'},
  {apiVersion: 'rabbitmq.com/v1beta1', kind: 'Permission'},
  {apiVersion: 'ceph.rook.io/v1', kind: 'CephCluster'},
  {apiVersion: 'ceph.rook.io/v1', kind: 'CephBlockPool'},
  {apiVersion: 'ceph.rook.io/v1', kind: 'CephFilesystem'},
  {apiVersion: 'ceph.rook.io/v1', kind: 'CephObjectStore'},
  {apiVersion: 'acid.zalan.do/v1', kind: 'postgresql'},
  {apiVersion: 'mongodbcommunity.mongodb.com/v1', kind: 'MongoDBCommunity'},
  {apiVersion: 'redis.redis.opstreelabs.in/v1beta2', kind: 'RedisCluster'},
  {apiVersion: 'redis.redis.opstreelabs.in/v1beta2', kind: 'RedisReplication'},
  {apiVersion: 'metal3.io/v1alpha1', kind: 'BareMetalHost'},
  {apiVersion: 'operator.tigera.io/v1', kind: 'TigeraStatus'},
  {apiVersion: 'operator.tigera.io/v1', kind: 'Installation'},
  {apiVersion: 'kubeovn.io/v1', kind: 'Subnet'},
  {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool'},
];

const kinds: readonly KindRef[] = [
  sceneKinds.Node,
  sceneKinds.PersistentVolumeClaim,
  sceneKinds.Service,
  ...builtInTroubleKinds,
  ...servedTroubleKinds,
];

const keyOf = ({apiVersion, kind}: KindRef): string => `${apiVersion}/${kind}`;
const keys: ReadonlySet<string> = new Set(kinds.map(keyOf));

export const mayBeTrouble = (object: KindRef): boolean => keys.has(keyOf(object));

const workloadKinds = [sceneKinds.StatefulSet, sceneKinds.Deployment, sceneKinds.DaemonSet] as const;

/**
 * Whatever is no workload and not well, of all components and of none; and of the strays those that have failed. Pure.
 * @param strays workloads of no component, and pods of no workload.
 */
export const troublesOf = (
  evidence: Evidence,
  membership: Membership,
  find: (ref: ObjectRef) => KubernetesObject | undefined,
  strays: readonly KubernetesObject[] = [],
): TroubleScene[] => {
  let owned: ReadonlyMap<string, readonly string[]> | undefined;
  const unwellOf = (uid: string | undefined): readonly string[] => {
    owned ??= unwellByOwner(evidence);
    return owned.get(uid ?? '') ?? [];
  };
  /** A claim of a StatefulSet's template has no owner, and often no label but those of its pods. */
  const ofItsSet = (object: KubernetesObject): string | undefined => {
    const set = object.kind === 'PersistentVolumeClaim' ? setOfClaim(object, evidence) : undefined;
    return set && membership(set, find);
  };
  const others = kinds.flatMap(kind =>
    evidence.all(kind).flatMap((object): TroubleScene[] => {
      const cause = causeOfObject(object, evidence);
      if (cause === undefined) return [];
      return [
        {
          object,
          component: membership(object, find) ?? ofItsSet(object) ?? null,
          state: judge(object).state === 'failed' ? ('failed' as const) : ('progressing' as const),
          cause: heldUpBy(cause, unwellOf(object.metadata.uid)),
          evidence,
        },
      ];
    }),
  );
  return [...others, ...strays.flatMap(object => strayTrouble(object, evidence))];
};

/** What begins, or waits for another, is nobody's concern here: it is not ours. */
const strayTrouble = (object: KubernetesObject, evidence: Evidence): TroubleScene[] => {
  if (object.kind === 'Pod') {
    const cause = causeOfObject(object, evidence);
    return cause?.nature === 'lasting'
      ? [{object, component: null, state: 'progressing', cause, evidence}]
      : [];
  }
  const verdict = judge(object);
  if (verdict.state === 'ready') return [];
  const cause = causeOf(object, verdict, evidence);
  return cause.nature === 'lasting' || verdict.state === 'failed'
    ? [{object, component: null, state: verdict.state, cause, evidence}]
    : [];
};

/** A resource of an operator is not well as long as the workloads that were made of it are not. */
const heldUpBy = (cause: Cause, made: readonly string[]): Cause =>
  made.length === 0 ? cause : {...cause, waitsFor: [...cause.waitsFor, ...made]};

const unwellByOwner = (evidence: Evidence): ReadonlyMap<string, readonly string[]> => {
  const byOwner = new Map<string, string[]>();
  for (const workload of workloadKinds.flatMap(kind => evidence.all(kind))) {
    const owner = ownerOf(workload.metadata.ownerReferences)?.uid;
    if (owner === undefined || judge(workload).state === 'ready') continue;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), objectName(workload)]);
  }
  return byOwner;
};
