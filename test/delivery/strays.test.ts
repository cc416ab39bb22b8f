import {afterEach, beforeEach, expect, it} from 'vitest';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {type LiveObservation, observe} from '../../source/cluster/observe.js';
import {inquire} from '../../source/delivery/inquire.js';
import {condition, make} from '../cluster/objects.js';
import {pod, statefulSet} from '../cluster/small-cluster.js';
import {type SmallObserver, smallObserver} from '../cluster/small-observer.js';

const now = Date.parse('2026-11-23T14:03:22Z');

let observer: SmallObserver;
let live: LiveObservation;

beforeEach(() => {
  observer = smallObserver(now);
  live = observe(observer, [
    {name: 'db', isCarried: false, release: {name: 'db', namespace: 'openstack'}, objects: []},
  ]);
});
afterEach(() => live.close());

const waiting = (reason: string) => ({
  status: {
    phase: 'Running',
    conditions: [condition('Initialized', 'True'), condition('Ready', 'False')],
    containerStatuses: [{name: 'main', ready: false, restartCount: 4, state: {waiting: {reason}}}],
  },
});

const placed = (object: KubernetesObject, namespace: string): KubernetesObject => ({
  ...object,
  metadata: {...object.metadata, namespace, uid: `${namespace}/${object.metadata.uid}`},
});

/** A StatefulSet of no component, and its pod. */
const stray = (namespace: string, reason = '') => {
  const set = placed(statefulSet('none', 'web', 1, reason === '' ? 1 : 0), namespace);
  const metadata = {...set.metadata, annotations: {}};
  const made = {...set, metadata};
  return [made, placed(pod(made, 'web-0', reason === '' ? {} : waiting(reason)), namespace)];
};

const bare = (name: string, rest: object): KubernetesObject => {
  const made = make('v1', 'Pod', {
    name,
    namespace: 'kube-system',
    metadata: {uid: name},
    spec: {nodeName: 'n'},
    ...rest,
  });
  return made;
};

const told = () =>
  live
    .troubles()
    .map(
      ({kind, namespace, name, component, cause}) =>
        `${kind} ${namespace}/${name} ${component} ${cause.code}`,
    );

it('a workload of no component that has failed is told, and one that is well or begins is not', () => {
  observer.put(
    ...stray('team-a', 'CrashLoopBackOff'),
    ...stray('team-b'),
    ...stray('team-c', 'ContainerCreating'),
  );
  expect(told()).toEqual(['StatefulSet team-a/web null GS-POD-04']);
  for (const object of stray('team-a')) observer.put(object);
  expect(told()).toEqual([]);
});

it('a Job of no component that has failed is told at once', () => {
  const job = (status: object) =>
    make('batch/v1', 'Job', {name: 'load', namespace: 'team-a', metadata: {uid: 'j'}, spec: {}, status});
  observer.put(job({active: 1}));
  expect(told()).toEqual([]);
  observer.put(job({conditions: [condition('Failed', 'True', {reason: 'BackoffLimitExceeded'})]}));
  expect(told()).toEqual([expect.stringMatching(/^Job team-a\/load null GS-/)]);
});

it('so is a pod that no workload is above, and nobody tells of one beneath a workload twice', () => {
  observer.put(bare('etcd-1', waiting('CrashLoopBackOff')), ...stray('team-a', 'CrashLoopBackOff'));
  expect(told()).toEqual(['StatefulSet team-a/web null GS-POD-04', 'Pod kube-system/etcd-1 null GS-POD-04']);
  // Whatever else is in trouble, it is told as soon as it is well.
  observer.put(bare('etcd-1', {status: pod(bare('x', {}), 'y').status}));
  expect(told()).toEqual(['StatefulSet team-a/web null GS-POD-04']);
});

it('is no more of no component once its owner is known', () => {
  const [set, its] = stray('openstack', 'CrashLoopBackOff') as [KubernetesObject, KubernetesObject];
  observer.put(set, its);
  expect(told()).toHaveLength(1);
  observer.put({
    ...set,
    metadata: {
      ...set.metadata,
      annotations: {'meta.helm.sh/release-name': 'db', 'meta.helm.sh/release-namespace': 'openstack'},
    },
  });
  expect(told()).toEqual([]);
  expect(live.observation().get('db')).toMatchObject([{name: 'web', state: 'progressing'}]);
});

const ask = (row: {workload?: string; pod?: string; namespace?: string}) =>
  inquire(live, undefined, {component: '', ...row}, now);

it('why can be asked of whatever is seen, by its kind, name and namespace', () => {
  const release = {'meta.helm.sh/release-name': 'db', 'meta.helm.sh/release-namespace': 'openstack'};
  const ours = statefulSet('db', 'mariadb', 1, 0);
  observer.put(
    ...stray('team-b'),
    ...stray('team-a', 'CrashLoopBackOff'),
    bare('etcd-1', waiting('CrashLoopBackOff')),
    {...ours, metadata: {...ours.metadata, annotations: release}},
    pod(ours, 'mariadb-0', waiting('CrashLoopBackOff')),
    make('v1', 'Node', {name: 'compute-1', status: {conditions: [condition('Ready', 'True')]}}),
    make('gateway.networking.k8s.io/v1', 'HTTPRoute', {name: 'horizon', namespace: 'openstack', spec: {}}),
  );
  expect(ask({workload: 'StatefulSet/web', namespace: 'team-a'})).toMatchObject({
    code: 'GS-POD-04',
    chain: ['StatefulSet web', 'pod web-0'],
  });
  expect(ask({workload: 'StatefulSet/web', namespace: 'team-b'})).toMatchObject({
    code: '',
    sentence: 'StatefulSet web is ready: 1 of 1.',
  });
  expect(ask({pod: 'web-0', namespace: 'team-a'})).toMatchObject({
    code: 'GS-POD-04',
    chain: ['StatefulSet web', 'pod web-0'],
  });
  expect(ask({pod: 'etcd-1', namespace: 'kube-system'})).toMatchObject({
    code: 'GS-POD-04',
    chain: ['pod etcd-1'],
  });
  // A row that does not know of which component it is.
  expect(ask({pod: 'mariadb-0', namespace: 'openstack'})).toMatchObject({
    code: 'GS-POD-04',
    chain: ['db', 'StatefulSet mariadb', 'pod mariadb-0'],
  });
  expect(ask({workload: 'Node/compute-1'})).toMatchObject({code: '', sentence: 'Node compute-1 is ready.'});
  expect(ask({workload: 'HTTPRoute/horizon', namespace: 'openstack'})).toMatchObject({
    code: 'GS-POD-18',
    sentence: 'HTTPRoute horizon: no gateway has taken it yet.',
  });
  expect(ask({workload: 'Node/gone'}).sentence).toBe('It is no longer there.');
});
