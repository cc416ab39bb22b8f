import {expect, it} from 'vitest';
import {observe} from '../../source/cluster/observe.js';
import {inquire} from '../../source/delivery/inquire.js';
import type {EngineEvent} from '../../source/engine/events.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {condition, make} from '../cluster/objects.js';
import {deployment, namespace, pod, statefulSet, unbound} from '../cluster/small-cluster.js';
import {smallObserver} from '../cluster/small-observer.js';
import {smallPlan} from '../helpers/small-plan.js';

const time = '2026-11-23T14:00:00Z';
const now = Date.parse('2026-11-23T14:03:30Z');
const plan = smallPlan({
  'db/apply': '',
  'db/ready': 'ready db/apply',
  'nova/apply': 'ready db/ready',
  'nova/ready': 'ready nova/apply',
});

const stateAfter = (...events: readonly object[]) =>
  events
    .map(event => ({time, component: 'db', ...event}) as unknown as EngineEvent)
    .reduce(reduce, initialState(plan));
const applied = [
  {type: 'step-started', step: 'db/apply'},
  {type: 'step-finished', step: 'db/apply', result: 'changed', seconds: 1},
  {type: 'step-started', step: 'db/ready'},
];
const failed = (code: string) => ({
  type: 'step-failed',
  step: 'db/ready',
  code,
  message: 'db did not change for 900 s',
  remedy: 'Look at it.',
});

const liveWith = (isBroken: boolean) => {
  const observer = smallObserver();
  const live = observe(observer, [
    {name: 'db', isCarried: false, release: {name: 'db', namespace}, objects: []},
  ]);
  const set = statefulSet('db', 'db', 1, isBroken ? 0 : 1);
  observer.put(set, pod(set, 'db-0', isBroken ? unbound('storage') : {}));
  return live;
};

it('follows a component that has not begun to the claim at the root, and counts who waits', () => {
  expect(inquire(liveWith(true), stateAfter(...applied), {component: 'nova'}, now)).toMatchObject({
    asOf: '2026-11-23T14:03:22.000Z',
    code: 'GS-VOL-05',
    chain: ['nova', 'db', 'StatefulSet db', 'pod db-0', 'claim storage'],
    sentence:
      'nova waits for db. 0 of 1 pod is ready; pod db-0 waits for claim storage, which does not exist. 1 component waits behind db.',
  });
});

it('says what the cluster shows where the engine only waited in vain, and the error where it is another', () => {
  const ask = (code: string, isBroken = true) =>
    inquire(liveWith(isBroken), stateAfter(...applied, failed(code)), {component: 'db'}, now);
  expect(ask('GS-ENG-03').code).toBe('GS-VOL-05');
  expect(ask('GS-HELM-04')).toMatchObject({
    code: 'GS-HELM-04',
    sentence: 'db did not change for 900 s. 1 component waits behind db.',
    remedy: 'Look at it.',
  });
  expect(ask('GS-ENG-03', false).code).toBe('GS-ENG-03');
});

it('says what the engine waits for where nothing beneath the component tells it', () => {
  const progress = {
    type: 'progress',
    step: 'db/ready',
    ready: 0,
    desired: 1,
    waitsFor: 'MariaDB openstack/db: its phase is Creating',
  };
  expect(inquire(liveWith(false), stateAfter(...applied, progress), {component: 'db'}, now)).toMatchObject({
    code: 'GS-POD-18',
    chain: ['db'],
    sentence: 'MariaDB openstack/db: its phase is Creating. 1 component waits behind db.',
  });
});

it('answers for one pod without the rest', () => {
  expect(
    inquire(liveWith(true), stateAfter(...applied), {component: 'db', workload: 'db', pod: 'db-0'}, now),
  ).toMatchObject({chain: ['db', 'StatefulSet db', 'pod db-0', 'claim storage']});
  expect(inquire(liveWith(true), stateAfter(...applied), {component: 'db', pod: 'db-9'}, now)).toMatchObject({
    code: '',
    chain: ['db'],
    sentence: 'It is no longer there.',
  });
});

it('follows what a pod waits for to its root where no run is known', () => {
  const observer = smallObserver();
  const live = observe(
    observer,
    ['db', 'nova'].map(name => ({name, isCarried: false, release: {name, namespace}, objects: []})),
  );
  const set = statefulSet('db', 'db', 1, 0);
  set.spec.template = {metadata: {labels: {app: 'db'}}};
  const {deployment: api, replicaSet} = deployment('nova', 'api', 1, 0);
  const waits = pod(replicaSet, 'api-1-x', {
    spec: {
      nodeName: 'n',
      initContainers: [{name: 'init', env: [{name: 'DEPENDENCY_SERVICE', value: 'db'}]}],
    },
    status: {
      phase: 'Pending',
      conditions: [condition('Initialized', 'False')],
      initContainerStatuses: [{name: 'init', state: {running: {}}}],
    },
  });
  const service = make('v1', 'Service', {name: 'db', namespace, spec: {selector: {app: 'db'}}});
  const broken = pod(set, 'db-0', unbound('storage'));
  broken.metadata.labels = {app: 'db'};
  observer.put(set, broken, api, replicaSet, waits, service);
  expect(inquire(live, undefined, {component: 'nova'}, now)).toMatchObject({
    code: 'GS-VOL-05',
    chain: ['nova', 'db', 'StatefulSet db', 'pod db-0', 'claim storage'],
    sentence: expect.stringMatching(/^nova waits for db\. .* 1 component waits behind db\.$/),
  });
  expect(inquire(live, undefined, {component: 'keystone'}, now)).toMatchObject({
    code: '',
    sentence: 'Nothing of it is in the cluster.',
  });
  observer.put(statefulSet('db', 'db', 1), pod(set, 'db-0'));
  observer.remove(replicaSet);
  observer.remove(api);
  expect(inquire(live, undefined, {component: 'db'}, now).sentence).toBe('It is ready, 1 of 1.');
});

it('says of a component that is ready that it is', () => {
  const finished = {type: 'step-finished', step: 'db/ready', result: 'unchanged', seconds: 1};
  expect(inquire(liveWith(false), stateAfter(...applied, finished), {component: 'db'}, now)).toMatchObject({
    code: '',
    sentence: 'It is ready.',
    remedy: '',
  });
});

it('what is of no component is asked about by its kind', () => {
  const observer = smallObserver();
  const live = observe(observer, []);
  const ready = condition('Ready', 'Unknown', {message: 'Kubelet stopped posting node status.'});
  observer.put(make('v1', 'Node', {name: 'compute-4', status: {conditions: [ready]}}));
  const answer = inquire(live, undefined, {component: '', workload: 'Node/compute-4'}, now);
  expect(answer).toMatchObject({
    code: 'GS-NOD-01',
    isCause: true,
    chain: ['node compute-4'],
    sentence: 'Node compute-4 is not ready: Kubelet stopped posting node status.',
  });
});
