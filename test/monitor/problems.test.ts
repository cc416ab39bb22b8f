import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import type {ObservedCause, ObservedWorkload} from '../../source/cluster/observation.js';
import {judged, monitoredComponent} from '../../source/monitor/components.js';
import {healthLine} from '../../source/monitor/lines.js';
import {problemsOf, type Scene} from '../../source/monitor/problems.js';
import type {MonitoredNode} from '../../source/monitor/view.js';

const now = Date.parse('2026-11-23T14:00:00Z');
const day = 86_400_000;

const nothing: Scene = {
  components: [],
  observation: new Map(),
  troubles: [],
  resources: [],
  nodes: [],
  certificates: [],
  volumes: [],
  pools: [],
  services: [],
};

const object = (kind: string, name: string, rest: object): KubernetesObject => ({
  apiVersion: 'example.org/v1',
  kind,
  metadata: {name, namespace: 'openstack'},
  ...rest,
});

const told = (scene: Partial<Scene>): string[] =>
  problemsOf({...nothing, ...scene}, now).map(({weight, what, text, code}) =>
    `${weight}: ${what} ${text} ${code}`.trim(),
  );

const workload = (name: string, cause?: Partial<ObservedCause>): ObservedWorkload => ({
  kind: 'Deployment',
  name,
  namespace: 'openstack',
  ready: cause === undefined ? 2 : 1,
  desired: 2,
  state: cause === undefined ? 'ready' : 'progressing',
  reason: cause?.text ?? '',
  ...(cause !== undefined && {
    cause: {code: 'GS-POD-04', text: '', remedy: '', root: name, waitsFor: [], passes: false, ...cause},
  }),
  pods: [],
});

const component = (name: string, ...workloads: readonly ObservedWorkload[]) => {
  const made = monitoredComponent({name, row: name, group: 'OpenStack'}, workloads, []);
  if (made === undefined) throw new Error('nothing is there');
  return made;
};

test('one cause that holds up many is one problem, at its root', () => {
  const rabbit = workload('rabbitmq', {
    text: 'pod rabbitmq-0 waits for claim x',
    root: 'StorageClass general',
  });
  const waits = (name: string) =>
    workload(name, {code: 'GS-POD-07', text: 'waits', waitsFor: ['Deployment openstack/rabbitmq']});
  const [nova, heat] = [waits('nova'), waits('heat')];
  const observation = new Map([
    ['rabbitmq', [rabbit]],
    ['nova', [nova]],
    ['heat', [heat]],
  ]);
  const components = [component('rabbitmq', rabbit), component('nova', nova), component('heat', heat)];
  const problems = problemsOf({...nothing, observation, components}, now);
  expect(problems).toEqual([
    expect.objectContaining({
      what: 'rabbitmq',
      weight: 'failed',
      ready: 1,
      desired: 2,
      behind: ['nova', 'heat'],
    }),
  ]);
  expect(components.map(({state}) => state)).toEqual(['failed', 'rolling-out', 'rolling-out']);
});

test('what starts is no failure', () => {
  const starting = workload('nova', {code: 'GS-POD-00', text: 'is starting', passes: true});
  expect(
    told({observation: new Map([['nova', [starting]]]), components: [component('nova', starting)]}),
  ).toEqual(['rolling-out: nova is starting GS-POD-00']);
});

test.each([
  [{notAfter: now + 90 * day, renewalTime: now + 60 * day}, undefined],
  [
    {notAfter: now + 10 * day, renewalTime: now - 20 * day},
    'attention: certificate openstack/tls ends in 10 days and was not renewed GS-MON-01',
  ],
  [{notAfter: now + 10 * day, renewalTime: now + 5 * day}, undefined],
  [
    {notAfter: now + day / 2},
    'attention: certificate openstack/tls ends in less than a day and was not renewed GS-MON-01',
  ],
  [
    {notAfter: now - day, renewalTime: now - 30 * day},
    'failed: certificate openstack/tls ended on 2026-11-22 GS-MON-01',
  ],
  [{}, undefined],
])('certificate %o: %s', (times, sentence) => {
  const status = Object.fromEntries(
    Object.entries(times).map(([key, at]) => [key, new Date(at).toISOString()]),
  );
  expect(told({certificates: [object('Certificate', 'tls', {status})]})).toEqual(
    sentence === undefined ? [] : [sentence],
  );
});

test('a Ceph that is Ready and has a warning is said', () => {
  const ceph = judged({
    ...object('CephCluster', 'rook-ceph', {
      status: {phase: 'Ready', state: 'Created', ceph: {health: 'HEALTH_WARN'}},
    }),
    apiVersion: 'ceph.rook.io/v1',
  });
  const rook = monitoredComponent(
    {name: 'rook-ceph-cluster', row: 'Ceph Rook', group: 'OpenStack'},
    [],
    [ceph],
  );
  expect(rook?.state).toBe('ready');
  expect(told({components: rook ? [rook] : [], resources: [ceph]})).toEqual([
    'attention: rook-ceph-cluster CephCluster rook-ceph: Ceph reports HEALTH_WARN',
  ]);
});

const node = (name: string, troubles: readonly string[], isReady = true): MonitoredNode => ({
  ...{name, troubles, isReady, roles: [], version: 'v1.37.2', pods: [], notWell: 0},
});

test('nodes, pools, volumes and services that are in trouble, the worst first', () => {
  expect(
    told({
      nodes: [node('node-1', []), node('node-2', ['cordoned']), node('node-3', ['not heard of'], false)],
      pools: [
        object('IPAddressPool', 'empty', {status: {availableIPv4: 0, assignedIPv4: 8}}),
        object('IPAddressPool', 'old', {}),
        object('IPAddressPool', 'six', {status: {availableIPv4: 0, availableIPv6: 9}}),
      ],
      volumes: [
        object('PersistentVolume', 'pv-1', {status: {phase: 'Failed'}, spec: {claimRef: {name: 'data-0'}}}),
      ],
      services: [
        object('Service', 'inside', {spec: {type: 'ClusterIP'}}),
        object('Service', 'outside', {spec: {type: 'LoadBalancer'}, status: {loadBalancer: {}}}),
      ],
    }),
  ).toEqual([
    'failed: node node-3 not heard of GS-MON-02',
    'rolling-out: service outside has no load balancer address yet GS-POD-16',
    'attention: node node-2 cordoned GS-MON-02',
    'attention: volume pv-1 could not be given back after claim data-0 GS-MON-03',
    'attention: address pool empty has no free address left GS-MON-04',
  ]);
});

test.each([
  [['ready', 'ready'], 'all well'],
  [['ready', 'failed'], 'all well but 1'],
  [['failed', 'rolling-out', 'ready'], '2 not well'],
  [[], 'nothing of Genestack is there'],
] as const)('%o: %s', (states, line) => {
  const components = states.map((state, index) => ({
    ...{name: `c${index}`, row: null, group: 'OpenStack' as const, ready: 1, desired: 1, reason: '', state},
  }));
  expect(healthLine({components, problems: [], isComplete: true})).toBe(line);
});
