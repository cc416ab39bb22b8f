import {sanitiseLine} from '../sanitise.js';
import {
  conditionOf,
  conditionsOf,
  isCurrent,
  type Judge,
  progressing,
  ready,
  saying,
  whenConditions,
  whenField,
  whenThere,
} from './verdict.js';

/** `Ready` stays True while Ceph is degraded, so what Ceph itself says is asked too. */
const cephCluster: Judge = ({status}) => {
  const {phase, state, message, ceph} = status ?? {};
  if (phase !== 'Ready' || !['Created', 'Connected'].includes(state))
    return progressing(
      `its phase is ${sanitiseLine(String(phase ?? 'not reported yet'), 60)}${message ? `: ${sanitiseLine(String(message), 300)}` : ''}`,
    );
  if (ceph?.health === undefined) return progressing('the health of Ceph is not reported yet');
  if (ceph.health === 'HEALTH_ERR') return progressing('Ceph reports HEALTH_ERR', undefined, 'GS-POD-20');
  return ceph.health === 'HEALTH_WARN' ? ready(1, 'Ceph reports HEALTH_WARN') : ready();
};

/** Every condition counts: a MariaDB may be Ready and still be scaling or resizing. */
const mariadb: Judge = object => {
  const conditions = conditionsOf(object.status);
  const main = conditionOf(object.status, 'Ready');
  if (main === undefined) return progressing('its condition Ready is not reported yet');
  const against =
    conditions.find(({status}) => status === 'False') ?? conditions.find(c => !isCurrent(c, object));
  // Its operator tries again after a failure, so that even the reason Failed is not the end.
  if (against !== undefined)
    return progressing(saying(against), undefined, against.reason === 'Failed' ? 'GS-POD-21' : undefined);
  return main.status === 'True' ? ready() : progressing(saying(main));
};

/** One that runs by schedule has nothing to complete now. */
const mariadbTask: Judge = object =>
  object.spec?.schedule === undefined ? whenConditions('Complete')(object) : ready();

const rabbitmqCluster: Judge = object => {
  const reconciled = conditionOf(object.status, 'ReconcileSuccess');
  if (reconciled?.status === 'False') return progressing(saying(reconciled), undefined, 'GS-POD-22');
  return whenConditions('ClusterAvailable', 'AllReplicasReady')(object);
};

const certificate: Judge = object => {
  const issuing = conditionOf(object.status, 'Issuing');
  return issuing?.status === 'True' ? progressing(saying(issuing)) : whenConditions('Ready')(object);
};

const bareMetalHost: Judge = ({status}) => {
  if (status?.operationalStatus === 'error')
    return progressing(
      `it reports an error${status.errorMessage ? `: ${sanitiseLine(String(status.errorMessage), 300)}` : ''}`,
      undefined,
      'GS-POD-23',
    );
  return whenField(
    ['provisioning', 'state'],
    ['available', 'ready', 'provisioned', 'externally provisioned'],
  )({status} as Parameters<Judge>[0]);
};

export const operators: Readonly<Record<string, Judge>> = {
  'ceph.rook.io/CephCluster': cephCluster,
  'ceph.rook.io/*': whenField(['phase'], ['Ready', 'Connected']),
  // Its operator reports nothing: the DaemonSets that it makes are judged beside them.
  'csi.ceph.io/*': whenThere,

  'k8s.mariadb.com/MariaDB': mariadb,
  'k8s.mariadb.com/MaxScale': mariadb,
  'k8s.mariadb.com/Backup': mariadbTask,
  'k8s.mariadb.com/PhysicalBackup': mariadbTask,
  'k8s.mariadb.com/Restore': mariadbTask,
  'k8s.mariadb.com/SqlJob': mariadbTask,
  'k8s.mariadb.com/PointInTimeRecovery': whenThere,
  'k8s.mariadb.com/*': whenConditions('Ready'),

  'rabbitmq.com/RabbitmqCluster': rabbitmqCluster,
  'rabbitmq.com/*': whenConditions('Ready'),

  'acid.zalan.do/postgresql': whenField(['PostgresClusterStatus'], ['Running']),
  'acid.zalan.do/*': whenThere,

  'mongodbcommunity.mongodb.com/MongoDBCommunity': whenField(['phase'], ['Running']),
  'mongodb.com/*': whenField(['phase'], ['Running']),

  // Their status says nothing of readiness: the StatefulSets that they make are judged beside them.
  'redis.redis.opstreelabs.in/Redis': whenThere,
  'redis.redis.opstreelabs.in/RedisReplication': whenThere,
  'redis.redis.opstreelabs.in/RedisSentinel': whenThere,
  'redis.redis.opstreelabs.in/RedisCluster': whenField(['state'], ['Ready']),

  'cert-manager.io/Certificate': certificate,
  'cert-manager.io/*': whenConditions('Ready'),
  'acme.cert-manager.io/*': whenField(['state'], ['valid', 'ready']),

  'monitoring.coreos.com/Prometheus': whenConditions('Available', 'Reconciled'),
  'monitoring.coreos.com/PrometheusAgent': whenConditions('Available', 'Reconciled'),
  'monitoring.coreos.com/Alertmanager': whenConditions('Available', 'Reconciled'),
  'monitoring.coreos.com/ThanosRuler': whenConditions('Available', 'Reconciled'),
  'monitoring.coreos.com/*': whenThere,

  'metal3.io/BareMetalHost': bareMetalHost,
  'metal3.io/*': whenThere,
  'ironic.metal3.io/*': whenConditions('Ready'),
};
