import {describe, expect, it} from 'vitest';
import {judge} from '../../../source/cluster/readiness.js';
import {condition, make} from '../objects.js';

const yes = (...types: string[]): {conditions: object[]} => ({
  conditions: types.map(type => condition(type, 'True')),
});

/** Kinds that are judged by conditions alone: all of these have to be True. */
const byConditions: readonly (readonly [string, string, ...string[]])[] = [
  ['k8s.mariadb.com/v1alpha1', 'MariaDB', 'Ready'],
  ['k8s.mariadb.com/v1alpha1', 'Database', 'Ready'],
  ['k8s.mariadb.com/v1alpha1', 'Grant', 'Ready'],
  ['k8s.mariadb.com/v1alpha1', 'Backup', 'Complete'],
  ['rabbitmq.com/v1beta1', 'RabbitmqCluster', 'ClusterAvailable', 'AllReplicasReady'],
  ['rabbitmq.com/v1beta1', 'Vhost', 'Ready'],
  ['rabbitmq.com/v1beta1', 'User', 'Ready'],
  ['cert-manager.io/v1', 'Certificate', 'Ready'],
  ['cert-manager.io/v1', 'ClusterIssuer', 'Ready'],
  ['monitoring.coreos.com/v1', 'Prometheus', 'Available', 'Reconciled'],
  ['monitoring.coreos.com/v1', 'Alertmanager', 'Available', 'Reconciled'],
  ['ironic.metal3.io/v1alpha1', 'Ironic', 'Ready'],
  ['gateway.networking.k8s.io/v1', 'GatewayClass', 'Accepted'],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'Accepted', 'Programmed'],
  ['operator.tigera.io/v1', 'TigeraStatus', 'Available'],
  ['operator.tigera.io/v1', 'Installation', 'Ready'],
  ['kubeovn.io/v1', 'Subnet', 'Ready'],
  ['unheard-of.example.org/v1', 'Thing', 'Ready'],
];

describe.each(byConditions)('%s %s', (apiVersion, kind, ...types) => {
  it('is ready by its conditions, never without a status, nor by an old one', () => {
    expect(judge(make(apiVersion, kind, {status: yes(...types)}))).toMatchObject({state: 'ready'});
    expect(judge(make(apiVersion, kind)).state).toBe('progressing');
    expect(judge(make(apiVersion, kind, {status: {}})).state).toBe('progressing');
    expect(
      judge(make(apiVersion, kind, {generation: 2, status: {...yes(...types), observedGeneration: 1}})).state,
    ).toBe('progressing');
    const old = types.map(type => condition(type, 'True', {observedGeneration: 1}));
    expect(judge(make(apiVersion, kind, {generation: 2, status: {conditions: old}})).state).toBe(
      'progressing',
    );
    for (const missing of types)
      expect(
        judge(make(apiVersion, kind, {status: yes(...types.filter(type => type !== missing))})).state,
      ).toBe('progressing');
    const no = types.map(type => condition(type, 'False', {reason: 'NotYet', message: 'wait'}));
    expect(judge(make(apiVersion, kind, {status: {conditions: no}})).reason).toContain('(NotYet): wait');
  });
});

const byField: readonly (readonly [string, string, object, object])[] = [
  ['ceph.rook.io/v1', 'CephBlockPool', {phase: 'Ready'}, {phase: 'Progressing'}],
  ['acid.zalan.do/v1', 'postgresql', {PostgresClusterStatus: 'Running'}, {PostgresClusterStatus: 'Creating'}],
  ['mongodbcommunity.mongodb.com/v1', 'MongoDBCommunity', {phase: 'Running'}, {phase: 'Pending'}],
  [
    'metal3.io/v1alpha1',
    'BareMetalHost',
    {provisioning: {state: 'available'}},
    {provisioning: {state: 'inspecting'}},
  ],
  ['kubeovn.io/v1', 'ProviderNetwork', {ready: true}, {ready: false}],
];

it.each(byField)('%s %s is ready by its field', (apiVersion, kind, good, bad) => {
  expect(judge(make(apiVersion, kind, {status: good})).state).toBe('ready');
  expect(judge(make(apiVersion, kind, {status: bad})).state).toBe('progressing');
  expect(judge(make(apiVersion, kind)).state).toBe('progressing');
});

it.each([
  ['redis.redis.opstreelabs.in/v1beta2', 'RedisReplication'],
  ['redis.redis.opstreelabs.in/v1beta2', 'RedisSentinel'],
  ['metallb.io/v1beta1', 'IPAddressPool'],
  ['metallb.io/v1beta1', 'L2Advertisement'],
  ['monitoring.coreos.com/v1', 'ServiceMonitor'],
  ['monitoring.coreos.com/v1', 'PrometheusRule'],
  ['gateway.envoyproxy.io/v1alpha1', 'EnvoyProxy'],
  ['crd.projectcalico.org/v1', 'IPPool'],
])('%s %s has no readiness of its own', (apiVersion, kind) => {
  expect(judge(make(apiVersion, kind)).state).toBe('ready');
});

describe('CephCluster', () => {
  const status = (health?: string, phase = 'Ready') => ({
    phase,
    state: 'Created',
    ...(health && {ceph: {health}}),
  });
  it.each([
    ['HEALTH_OK', 'ready', ''],
    ['HEALTH_WARN', 'ready', 'Ceph reports HEALTH_WARN'],
    ['HEALTH_ERR', 'progressing', 'Ceph reports HEALTH_ERR'],
    [undefined, 'progressing', 'the health of Ceph is not reported yet'],
  ])('with %s is %s', (health, state, reason) => {
    expect(judge(make('ceph.rook.io/v1', 'CephCluster', {status: status(health)}))).toMatchObject({
      state,
      reason,
    });
  });
  it('is not ready in another phase', () => {
    expect(
      judge(make('ceph.rook.io/v1', 'CephCluster', {status: status('HEALTH_OK', 'Progressing')})).state,
    ).toBe('progressing');
  });
});

it('holds any condition against a MariaDB', () => {
  const conditions = [
    condition('Ready', 'True'),
    condition('GaleraReady', 'False', {reason: 'GaleraNotReady'}),
  ];
  expect(judge(make('k8s.mariadb.com/v1alpha1', 'MariaDB', {status: {conditions}})).reason).toContain(
    'GaleraReady',
  );
});

it('does not wait for a backup that runs by schedule', () => {
  expect(
    judge(make('k8s.mariadb.com/v1alpha1', 'Backup', {spec: {schedule: {cron: '0 0 * * *'}}})).state,
  ).toBe('ready');
});

it('says that RabbitMQ could not be reconciled before anything else', () => {
  const status = {
    conditions: [
      ...yes('ClusterAvailable', 'AllReplicasReady').conditions,
      condition('ReconcileSuccess', 'False', {message: 'no quota'}),
    ],
  };
  expect(judge(make('rabbitmq.com/v1beta1', 'RabbitmqCluster', {status}))).toMatchObject({
    state: 'progressing',
    code: 'GS-POD-22',
    reason: expect.stringContaining('no quota'),
  });
});

it('waits while a certificate is issued anew', () => {
  expect(judge(make('cert-manager.io/v1', 'Certificate', {status: yes('Ready', 'Issuing')})).state).toBe(
    'progressing',
  );
});

it('waits for each listener of a Gateway', () => {
  const spec = {listeners: [{name: 'http'}, {name: 'https'}]};
  const good = {name: 'http', ...yes('Accepted', 'Programmed', 'ResolvedRefs')};
  const bad = {
    name: 'https',
    conditions: [...yes('Accepted', 'Programmed').conditions, condition('ResolvedRefs', 'False')],
  };
  const verdict = (listeners: object[]) =>
    judge(
      make('gateway.networking.k8s.io/v1', 'Gateway', {
        spec,
        status: {...yes('Accepted', 'Programmed'), listeners},
      }),
    ).state;
  expect(verdict([good, good])).toBe('ready');
  expect(verdict([good])).toBe('progressing');
  expect(verdict([good, bad])).toBe('progressing');
});

it('waits for each parent of an HTTPRoute', () => {
  const verdict = (parents: object[]) =>
    judge(make('gateway.networking.k8s.io/v1', 'HTTPRoute', {status: {parents}})).state;
  expect(verdict([yes('Accepted', 'ResolvedRefs')])).toBe('ready');
  expect(verdict([yes('Accepted', 'ResolvedRefs'), {conditions: [condition('Accepted', 'False')]}])).toBe(
    'progressing',
  );
  expect(verdict([])).toBe('progressing');
});

it('never calls ready what is being deleted', () => {
  expect(judge(make('v1', 'ConfigMap', {metadata: {deletionTimestamp: '2026-01-01T00:00:00Z'}})).state).toBe(
    'progressing',
  );
});

it('lets no control sequence of a condition through', () => {
  const conditions = [condition('Ready', 'False', {message: 'a\u001b[31mred\u202eb'})];
  expect(judge(make('rabbitmq.com/v1beta1', 'Vhost', {status: {conditions}})).reason).toContain(': aredb');
});
