import {expect, test} from 'vitest';
import {watchActivity} from '../../source/cluster/activity.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {condition, make} from './objects.js';
import {smallObserver} from './small-observer.js';

const namespace = 'openstack';
const ownedBy = ({kind, metadata: {name, uid = ''}}: KubernetesObject) => ({
  ownerReferences: [{apiVersion: 'apps/v1', kind, name, uid, controller: true}],
});
const workload = (name: string) =>
  make('apps/v1', 'Deployment', {name, namespace, metadata: {uid: `${name}-d`}});
const replicas = (of: KubernetesObject) =>
  make('apps/v1', 'ReplicaSet', {
    ...{name: `${of.metadata.name}-5f`, namespace},
    metadata: {uid: `${of.metadata.name}-rs`, ...ownedBy(of)},
  });
const podOf = (of: KubernetesObject, rest: object = {}) =>
  make('v1', 'Pod', {
    ...{name: `${of.metadata.name}-5f-1`, namespace},
    metadata: {uid: `${of.metadata.name}-pod`, ...ownedBy(replicas(of))},
    ...rest,
  });
const waiting = (reason: string) => ({
  status: {phase: 'Pending', containerStatuses: [{name: 'api', state: {waiting: {reason}}}]},
});

let number = 0;
const event = (pod: KubernetesObject, reason: string, second: number, type = 'Normal') => {
  number += 1;
  return make('v1', 'Event', {
    ...{name: `e-${number}`, namespace, type, reason},
    lastTimestamp: new Date(second * 1000).toISOString(),
    involvedObject: {kind: 'Pod', ...pod.metadata, fieldPath: 'spec.containers{api}'},
  });
};

/** Two components with a Deployment each, of which one is listened to, and a clock of the test's own. */
const watched = () => {
  const observer = smallObserver();
  const [keystone, glance] = [workload('keystone'), workload('glance')];
  observer.put(keystone, glance, replicas(keystone), replicas(glance));
  let now = 0;
  let tick = () => {};
  let isTicking = true;
  const components = ['keystone', 'glance'].map(name => ({
    ...{name, isCarried: false},
    objects: [{kind: 'Deployment', namespace, name}],
  }));
  const activity = watchActivity(observer, components, {
    elapsed: () => now,
    every(_, call) {
      tick = call;
      return () => {
        isTicking = false;
      };
    },
  });
  let signs = 0;
  activity.listen('keystone', () => {
    signs += 1;
  });
  return {
    ...{observer, activity, keystone, glance},
    /** Signs of life since it was asked before. */
    signs(): number {
      const before = signs;
      signs = 0;
      return before;
    },
    pass(minutes: number) {
      now += minutes * 60_000;
      tick();
    },
    isTicking: () => isTicking,
  };
};

test('a pod that gets on is a sign of life of its component alone, one that crashes again is none', () => {
  const {observer, keystone, glance, signs} = watched();
  observer.put(podOf(glance, waiting('ContainerCreating')));
  expect(signs()).toBe(0);
  observer.put(podOf(keystone, waiting('ContainerCreating')));
  expect(signs()).toBe(1);
  observer.put(podOf(keystone, {spec: {nodeName: 'n1'}, ...waiting('ContainerCreating')}));
  expect(signs()).toBe(1);
  const running = {phase: 'Running', conditions: [condition('Initialized', 'True')]};
  observer.put(podOf(keystone, {spec: {nodeName: 'n1'}, status: running}));
  expect(signs()).toBe(1);
  const crashed = {...running, containerStatuses: [{name: 'api', restartCount: 7}]};
  observer.put(podOf(keystone, {spec: {nodeName: 'n1'}, status: crashed}));
  expect(signs()).toBe(0);
  observer.remove(podOf(keystone));
  expect(signs()).toBe(1);
});

test('what Kubernetes says of getting on is a sign of life, a warning and its repetition are none', () => {
  const {observer, keystone, signs} = watched();
  const pod = podOf(keystone);
  observer.put(pod);
  signs();
  observer.put(event(pod, 'Scheduled', 1), event(pod, 'Started', 2));
  expect(signs()).toBe(2);
  observer.put(event(pod, 'FailedScheduling', 3, 'Warning'), event(pod, 'BackOff', 4));
  expect(signs()).toBe(0);
});

test('an image that is pulled for longer than any step may be quiet is a sign of life until it is there', () => {
  const {observer, keystone, signs, pass} = watched();
  const pod = podOf(keystone, waiting('ContainerCreating'));
  observer.put(pod, event(pod, 'Pulling', 100));
  signs();
  for (let minutes = 0; minutes < 45; minutes += 5) {
    pass(5);
    expect(signs()).toBe(1);
  }
  observer.put(event(pod, 'Pulled', 100 + 45 * 60));
  signs();
  pass(1);
  expect(signs()).toBe(0);
});

test.each([
  ['failed', 'Failed', waiting('ContainerCreating')],
  ['is waited with after a failure', 'BackOff', waiting('ContainerCreating')],
  ['is known not to be had', undefined, waiting('ErrImagePull')],
  ['is of a container that runs', undefined, {status: {phase: 'Running'}}],
])('an image whose pull %s is none, until it is pulled again', (_, reason, status) => {
  const {observer, keystone, signs, pass} = watched();
  const pod = podOf(keystone, status);
  // As a list brings them, in any order.
  observer.put(pod, ...(reason ? [event(pod, reason, 200, 'Warning')] : []), event(pod, 'Pulling', 100));
  signs();
  pass(1);
  expect(signs()).toBe(0);
  const again = podOf(keystone, waiting('ContainerCreating'));
  observer.put(again, event(again, 'Pulling', 300));
  signs();
  pass(1);
  expect(signs()).toBe(1);
});

test('a pull of which nothing is heard for an hour, or whose pod is gone, is none any more', () => {
  const {observer, keystone, signs, pass} = watched();
  const pod = podOf(keystone, waiting('ContainerCreating'));
  observer.put(pod, event(pod, 'Pulling', 100));
  pass(59);
  signs();
  pass(1);
  expect(signs()).toBe(0);
  observer.put(event(pod, 'Pulling', 4000));
  signs();
  pass(1);
  expect(signs()).toBe(1);
  observer.remove(pod);
  signs();
  pass(1);
  expect(signs()).toBe(0);
});

test('nobody hears anything after it was closed', () => {
  const {observer, activity, keystone, signs, pass, isTicking} = watched();
  const pod = podOf(keystone, waiting('ContainerCreating'));
  observer.put(pod, event(pod, 'Pulling', 100));
  signs();
  activity.close();
  observer.put(event(pod, 'Started', 200));
  pass(1);
  expect(signs()).toBe(0);
  expect(isTicking()).toBe(false);
});
