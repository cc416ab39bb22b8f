import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import type {ObservedCause, ObservedTrouble, ObservedWorkload} from '../../source/cluster/observation.js';
import {judged, monitoredComponent} from '../../source/monitor/components.js';
import {healthLine} from '../../source/monitor/lines.js';
import {problemsOf, type Scene} from '../../source/monitor/problems.js';
import {healthOf} from '../../source/monitor/view.js';

const nothing: Scene = {
  components: [],
  observation: new Map(),
  troubles: [],
  resources: [],
  unheard: [],
};

const object = (kind: string, name: string, rest: object): KubernetesObject => ({
  apiVersion: 'example.org/v1',
  kind,
  metadata: {name, namespace: 'openstack'},
  ...rest,
});

const told = (scene: Partial<Scene>): string[] =>
  problemsOf({...nothing, ...scene}).map(({weight, what, text, code}) =>
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

const delivery = {kind: 'checked', check: 'dns'} as const;

const component = (name: string, ...workloads: readonly ObservedWorkload[]) => {
  const made = monitoredComponent({name, row: name, group: 'OpenStack', delivery}, workloads, []);
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
  const problems = problemsOf({...nothing, observation, components});
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

test('a Ceph that is Ready and has a warning is said', () => {
  const ceph = judged({
    ...object('CephCluster', 'rook-ceph', {
      status: {phase: 'Ready', state: 'Created', ceph: {health: 'HEALTH_WARN'}},
    }),
    apiVersion: 'ceph.rook.io/v1',
  });
  const rook = monitoredComponent(
    {name: 'rook-ceph-cluster', row: 'Ceph Rook', group: 'OpenStack', delivery},
    [],
    [ceph],
  );
  expect(rook?.state).toBe('ready');
  expect(told({components: rook ? [rook] : [], resources: [ceph]})).toEqual([
    'attention: rook-ceph-cluster CephCluster rook-ceph: Ceph reports HEALTH_WARN',
  ]);
});

const trouble = (
  kind: string,
  name: string,
  cause: Partial<ObservedCause>,
  rest: Partial<ObservedTrouble> = {},
): ObservedTrouble => ({
  ...{kind, name, namespace: '', component: null, state: 'progressing', ...rest},
  cause: {
    ...{code: 'GS-NOD-01', text: '', remedy: '', root: name, waitsFor: [], passes: false},
    ...cause,
  },
});

test('what is no workload and in trouble is told with its kind, the worst first', () => {
  expect(
    told({
      troubles: [
        trouble('Node', 'node-2', {code: 'GS-NOD-05', text: 'is cordoned', isComing: true}),
        trouble('Node', 'node-3', {text: 'is not ready: Kubelet stopped posting node status'}),
        trouble(
          'Service',
          'outside',
          {code: 'GS-POD-16', text: 'has no load balancer address yet', passes: true},
          {namespace: 'envoy'},
        ),
        trouble(
          'Certificate',
          'keystone-public',
          {code: 'GS-CRT-05', text: 'ends in 5 days and was not renewed', isComing: true},
          {namespace: 'openstack', component: 'keystone'},
        ),
      ],
    }),
  ).toEqual([
    'failed: node node-3 is not ready: Kubelet stopped posting node status GS-NOD-01',
    'rolling-out: Service envoy/outside has no load balancer address yet GS-POD-16',
    'attention: node node-2 is cordoned GS-NOD-05',
    'attention: keystone Certificate openstack/keystone-public ends in 5 days and was not renewed GS-CRT-05',
  ]);
});

test('what is of no component can be asked about by its kind', () => {
  const [problem] = problemsOf({...nothing, troubles: [trouble('Node', 'node-3', {})]});
  expect(problem?.target).toEqual({component: '', workload: 'Node/node-3'});
});

test('a resource of a kind that no cause is asked of is told by its verdict, and no other twice', () => {
  const condition = {conditions: [{type: 'Available', status: 'False', reason: 'NoPods', message: 'none'}]};
  const of = (kind: string, apiVersion: string) =>
    judged({...object(kind, 'x', {status: condition}), apiVersion});
  expect(
    told({
      resources: [of('Prometheus', 'monitoring.coreos.com/v1'), of('TigeraStatus', 'operator.tigera.io/v1')],
    }).map(line => line.replace(/ .*/, '')),
  ).toHaveLength(1);
});

test.each([
  [['ready', 'ready'], 'all well'],
  [['ready', 'failed'], 'all well but 1'],
  [['failed', 'rolling-out', 'ready'], '2 not well'],
  [[], 'nothing of Genestack is seen'],
] as const)('%o: %s', (states, line) => {
  const components = states.map((state, index) => ({
    ...{name: `c${index}`, row: null, group: 'OpenStack' as const, isDelivered: true, state},
    ...{ready: 1, desired: 1, reason: ''},
  }));
  expect(healthLine({components, problems: [], isComplete: true})).toBe(line);
});

test('a cluster of which nothing is seen is not told to be well, nor one in which Kubernetes alone is', () => {
  expect(healthOf({components: [], problems: []})).toMatchObject({isWell: false, isEmpty: true});
  const dns = {...component('coredns', workload('coredns'))};
  expect(dns).toMatchObject({state: 'ready', isDelivered: false});
  expect(healthLine({components: [dns], problems: [], isComplete: true})).toBe(
    'nothing of Genestack is seen',
  );
  expect(
    healthOf({components: [dns, {...dns, name: 'memcached', isDelivered: true}], problems: []}),
  ).toMatchObject({
    ...{isWell: true, isEmpty: false},
  });
});

test('a resource without a cause of its own can be asked about all the same', () => {
  const status = {conditions: [{type: 'Available', status: 'False'}]};
  const prometheus = {...object('Prometheus', 'x', {status}), apiVersion: 'monitoring.coreos.com/v1'};
  expect(problemsOf({...nothing, resources: [judged(prometheus)]})[0]?.target).toEqual({
    ...{component: '', workload: 'Prometheus/x', namespace: 'openstack'},
  });
});
