import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf, saying} from '../readiness/verdict.js';
import {nameIn} from './evidence.js';
import {judged} from './judged.js';
import type {CauseRecord, Found} from './record.js';

/** `OSD_FULL (1 full osd(s)), …`. */
const cephDetails = ({status}: KubernetesObject): string =>
  Object.entries((status?.ceph?.details ?? {}) as Record<string, {message?: string}>)
    .map(([check, {message}]) => `${check} (${message ?? ''})`)
    .join(', ');

const failedCondition = ({status}: KubernetesObject, ...types: readonly string[]): Found | undefined => {
  const against = types
    .map(type => conditionOf(status, type))
    .find(condition => condition?.status === 'False');
  return against && {facts: {because: saying(against)}};
};

const cephTools = 'kubectl -n {namespace} exec deploy/rook-ceph-tools -- ceph health detail';

export const operatorCauses: readonly CauseRecord[] = [
  {
    code: 'GS-POD-20',
    title: 'Ceph reports an error',
    kinds: ['ceph.rook.io/CephCluster'],
    recognise: object =>
      object.status?.ceph?.health === 'HEALTH_ERR' ? {facts: {details: cephDetails(object)}} : undefined,
    clause: 'its Ceph reports HEALTH_ERR: {details}',
    remedy: 'Ask Ceph in its toolbox what is wrong, and mend that first: volumes may be read-only.',
    command: cephTools,
    about: 'Ceph itself says that data is in danger or cannot be written.',
  },
  {
    code: 'GS-OPR-02',
    title: 'The Ceph operator cannot go on',
    kinds: ['ceph.rook.io/CephCluster'],
    recognise: ({status}) =>
      status?.state === 'Error' || status?.phase === 'Failure'
        ? {facts: {because: String(status.message ?? status.phase ?? '')}}
        : undefined,
    clause: 'its Ceph does not come up: {because}',
    remedy:
      "Read the operator's log; monitors need a disk, a network between the nodes and clocks that agree.",
    command: 'kubectl -n {namespace} logs deploy/rook-ceph-operator --tail=50',
    about: 'The Rook operator tries again and again with the same steps.',
  },
  {
    code: 'GS-OPR-01',
    title: 'Ceph warns',
    kinds: ['ceph.rook.io/CephCluster'],
    recognise: object =>
      object.status?.ceph?.health === 'HEALTH_WARN' ? {facts: {details: cephDetails(object)}} : undefined,
    clause: 'its Ceph warns: {details}',
    remedy: 'Ask Ceph in its toolbox; it works, and has less in reserve than it should.',
    command: cephTools,
    nature: 'coming',
    about: 'A monitor or a disk is missing, space becomes scarce, or a setting is not recommended.',
  },
  {
    code: 'GS-OPR-03',
    title: 'Galera is not ready',
    kinds: ['k8s.mariadb.com/MariaDB'],
    recognise: object => failedCondition(object, 'GaleraReady'),
    clause: 'its Galera cluster is not ready: {because}',
    remedy:
      'The operator recovers it by itself when all its pods can start. Where it does not, read its log, and do not delete claims.',
    command: 'kubectl -n {namespace} get mariadb {name} -o jsonpath={.status.galeraRecovery}',
    about:
      'After all nodes of Galera went away at once the operator looks for the one with the newest data and begins there.',
  },
  judged({
    code: 'GS-POD-21',
    title: 'The MariaDB operator reports a failure',
    kinds: ['k8s.mariadb.com/MariaDB', 'k8s.mariadb.com/MaxScale'],
    clause: '{because}',
    remedy: "Read the message of its condition and the log of the MariaDB operator's pod.",
    command: 'kubectl -n {namespace} describe mariadb {name}',
    about: 'The operator could not do a step and tries again.',
  }),
  {
    code: 'GS-OPR-10',
    title: 'MariaDB does not take a database, user or grant',
    kinds: ['k8s.mariadb.com/Database', 'k8s.mariadb.com/User', 'k8s.mariadb.com/Grant'],
    recognise: object => {
      const found = failedCondition(object, 'Ready');
      const {name, namespace = object.metadata.namespace} = object.spec?.mariaDbRef ?? {};
      return found && {...found, waitsFor: name ? [nameIn('MariaDB', namespace, name)] : []};
    },
    clause: 'is a {kind} that MariaDB has not taken: {because}',
    nature: 'waits',
    remedy:
      'It is tried again by itself once MariaDB answers; a refusal is mended in the Secret of its password.',
    command: 'kubectl -n {namespace} describe {kind} {name}',
    about:
      'Databases, users and grants of services are resources that the MariaDB operator sends to the server.',
  },
  judged({
    code: 'GS-POD-22',
    title: 'The RabbitMQ operator reports a failure',
    kinds: ['rabbitmq.com/RabbitmqCluster'],
    clause: '{because}',
    remedy: "Read the message of its condition and the log of the RabbitMQ cluster operator's pod.",
    command: 'kubectl -n {namespace} describe rabbitmqcluster {name}',
    about: 'The operator could not do a step and tries again.',
  }),
  {
    code: 'GS-OPR-04',
    title: 'RabbitMQ is not available',
    kinds: ['rabbitmq.com/RabbitmqCluster'],
    recognise: object => failedCondition(object, 'ClusterAvailable', 'AllReplicasReady'),
    clause: 'its RabbitMQ is not available: {because}',
    remedy: 'Look at the pods of its StatefulSet.',
    command: 'kubectl -n {namespace} get pods -l app.kubernetes.io/name={name}',
    about: 'No node of RabbitMQ is ready, or not all of them are.',
  },
  {
    code: 'GS-OPR-11',
    title: 'The RabbitMQ operator warns',
    kinds: ['rabbitmq.com/RabbitmqCluster'],
    recognise: object => failedCondition(object, 'NoWarnings'),
    clause: 'its RabbitMQ operator warns: {because}',
    remedy: 'Change what it names in the values of the component; RabbitMQ works meanwhile.',
    command: 'kubectl -n {namespace} describe rabbitmqcluster {name}',
    nature: 'coming',
    about:
      'The operator checks how the cluster is set up. A memory request below the limit lets a node of RabbitMQ be ended when memory becomes scarce.',
  },
  {
    code: 'GS-OPR-05',
    title: 'RabbitMQ does not take a user, vhost or queue',
    kinds: [
      'rabbitmq.com/User',
      'rabbitmq.com/Vhost',
      'rabbitmq.com/Queue',
      'rabbitmq.com/Permission',
      'rabbitmq.com/Policy',
    ],
    recognise: object => {
      const found = failedCondition(object, 'Ready');
      const {name, namespace = object.metadata.namespace} = object.spec?.rabbitmqClusterReference ?? {};
      return found && {...found, waitsFor: name ? [nameIn('RabbitmqCluster', namespace, name)] : []};
    },
    clause: 'is a {kind} that RabbitMQ has not taken: {because}',
    nature: 'waits',
    remedy: 'It is tried again by itself once RabbitMQ answers.',
    command: 'kubectl -n {namespace} get {kind}.rabbitmq.com {name} -o yaml',
    about: 'Users, vhosts and queues of services are resources that the topology operator sends to RabbitMQ.',
  },
  {
    code: 'GS-OPR-06',
    title: 'The PostgreSQL operator gave up',
    kinds: ['acid.zalan.do/postgresql'],
    recognise: ({status}) =>
      /Failed|Invalid/.test(String(status?.PostgresClusterStatus))
        ? {facts: {state: String(status.PostgresClusterStatus)}}
        : undefined,
    clause: 'its PostgreSQL is {state}',
    remedy:
      'Look at the pods of its StatefulSet, then at the log of postgres-operator; it tries again at its next sync.',
    command: 'kubectl -n {namespace} describe postgresql {name}',
    about:
      'The operator waits some minutes for the pods and then writes CreateFailed. The word stays while the pods come.',
  },
  {
    code: 'GS-OPR-07',
    title: 'MongoDB is not running',
    kinds: ['mongodbcommunity.mongodb.com/MongoDBCommunity'],
    recognise: ({status}) =>
      status?.phase !== undefined && status.phase !== 'Running'
        ? {facts: {phase: String(status.phase), because: String(status.message ?? '')}}
        : undefined,
    clause: 'its MongoDB is {phase}: {because}',
    remedy: 'Look at the pods of its StatefulSet and at the log of their mongodb-agent.',
    command: 'kubectl -n {namespace} describe mongodbcommunity {name}',
    about: 'The agent beside each server reaches the goal step by step and is ready when it has.',
  },
  {
    code: 'GS-OPR-08',
    title: 'Redis has failed',
    kinds: ['redis.redis.opstreelabs.in/RedisCluster'],
    recognise: ({status}) =>
      /^Failed$/i.test(String(status?.state))
        ? {facts: {state: String(status.state), because: String(status.reason ?? '')}}
        : undefined,
    clause: 'its Redis is {state}: {because}',
    remedy: 'Look at the pods of its StatefulSets.',
    command: 'kubectl -n {namespace} get pods -l app={name}',
    about: 'Too many nodes of the Redis cluster are unhealthy to serve all its slots.',
  },
  judged({
    code: 'GS-POD-23',
    title: 'A bare metal host reports an error',
    kinds: ['metal3.io/BareMetalHost'],
    clause: 'its BMC or its provisioning fails: {because}',
    remedy: 'See that its BMC answers at the address and with the credentials that the host names.',
    command: 'kubectl -n {namespace} describe baremetalhost {name}',
    about: 'Ironic speaks with the BMC of the host, over IPMI or Redfish.',
  }),
  judged({
    code: 'GS-POD-24',
    title: 'Calico is degraded',
    kinds: ['operator.tigera.io/TigeraStatus', 'operator.tigera.io/Installation'],
    clause: '{because}',
    remedy: "Read the message of its condition and the log of the Tigera operator's pod.",
    command: 'kubectl get tigerastatus',
    about:
      'The Tigera operator looks after the parts of Calico, reports each of them, and of the Installation whether it could make what that asks for.',
  }),
];
