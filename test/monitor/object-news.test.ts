import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import type {Change} from '../../source/cluster/reflector.js';
import {createObjectNews} from '../../source/monitor/object-news.js';

const now = Date.parse('2026-11-23T14:00:00Z');
const news = () => createObjectNews(() => now);
const change = (type: Change['type'], object: object): Change =>
  ({type, object: object as KubernetesObject}) as Change;

const pod = (restarts: number, finishedAt?: string) => ({
  ...{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'nova-0', namespace: 'openstack', uid: 'p'}},
  spec: {containers: [{name: 'nova'}]},
  status: {
    phase: 'Running',
    containerStatuses: [
      {name: 'nova', restartCount: restarts, ...(finishedAt && {lastState: {terminated: {finishedAt}}})},
    ],
  },
});
const node = (ready: string) => ({
  ...{apiVersion: 'v1', kind: 'Node', metadata: {name: 'compute-1', uid: 'n'}},
  status: {conditions: [{type: 'Ready', status: ready}]},
});
const deployment = (generation: number) => ({
  ...{apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'keystone-api', uid: 'd', generation}},
  writer: 'kubectl-edit',
});

test('a pod that had restarted when it was first seen did so when it says', () => {
  expect(news()(change('added', pod(3, '2026-11-23T13:00:00Z')), false)).toMatchObject({
    at: Date.parse('2026-11-23T13:00:00Z'),
    text: 'restarted, 3rd time',
  });
  expect(news()(change('added', pod(3)), false)).toBeUndefined();
});

test('a restart is news once, and of another pod of the same name again', () => {
  const tell = news();
  expect(tell(change('added', pod(0)), true)).toBeUndefined();
  expect(tell(change('modified', pod(1)), true)).toMatchObject({at: now, what: 'nova-0', text: 'restarted'});
  expect(tell(change('modified', pod(1)), true)).toBeUndefined();
  tell(change('deleted', pod(1)), true);
  expect(tell(change('modified', pod(1)), true)).toMatchObject({text: 'restarted'});
});

test('a node that changes is news after all was seen once, and one that leaves always', () => {
  const tell = news();
  expect(tell(change('added', node('True')), false)).toBeUndefined();
  expect(tell(change('modified', node('False')), false)).toBeUndefined();
  expect(tell(change('modified', node('True')), true)?.text).toMatch(/ gone$/);
  expect(tell(change('deleted', node('True')), true)).toMatchObject({
    what: 'node compute-1',
    text: 'left the cluster',
  });
});

test('another generation of a workload is told with who wrote it', () => {
  const tell = news();
  expect(tell(change('added', deployment(1)), true)).toBeUndefined();
  expect(tell(change('modified', deployment(1)), true)).toBeUndefined();
  expect(tell(change('modified', deployment(2)), true)).toMatchObject({
    kind: 'changed',
    what: 'keystone-api',
    text: 'was changed by kubectl-edit',
  });
});

test('an operator’s object of the same kind is none of these', () => {
  const own = {...deployment(1), apiVersion: 'example.com/v1'};
  const tell = news();
  tell(change('added', own), true);
  expect(
    tell(change('modified', {...own, metadata: {...own.metadata, generation: 2}}), true),
  ).toBeUndefined();
});
