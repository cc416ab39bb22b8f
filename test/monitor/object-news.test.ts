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
const made = '2026-11-23T08:00:00Z';
const deployment = (generation: number, rest: object = {}) => ({
  ...{apiVersion: 'apps/v1', kind: 'Deployment'},
  metadata: {name: 'keystone-api', uid: 'd', generation, creationTimestamp: made},
  writer: {by: 'kubectl-edit', time: '2026-11-23T08:00:30Z'},
  ...rest,
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

const several = (init: number, main: number, sidecar: number) => {
  const status = (name: string, restartCount: number) => ({name, restartCount});
  return {
    ...pod(0),
    status: {
      phase: 'Running',
      initContainerStatuses: [status('init', init), status('proxy', sidecar)],
      containerStatuses: [status('nova', main)],
    },
  };
};

test('a restart is one of a container, whatever others did before', () => {
  const tell = news();
  tell(change('added', several(0, 0, 0)), true);
  expect(tell(change('modified', several(3, 0, 0)), true)).toMatchObject({text: 'restarted, 3rd time'});
  expect(tell(change('modified', several(3, 1, 0)), true)).toMatchObject({text: 'restarted'});
  // What is kept of a pod that is well says no more of its init containers.
  expect(tell(change('modified', pod(1)), true)).toBeUndefined();
  expect(tell(change('modified', several(3, 1, 0)), true)).toBeUndefined();
  expect(tell(change('modified', several(3, 1, 2)), true)).toMatchObject({text: 'restarted, 2nd time'});
});

test('a restart was when the run before ended, though it is heard of later', () => {
  const tell = news();
  tell(change('added', pod(0)), true);
  expect(tell(change('modified', pod(1, '2026-11-23T13:20:00Z')), true)?.at).toBe(
    Date.parse('2026-11-23T13:20:00Z'),
  );
  // The clock of a node may be ahead.
  expect(tell(change('modified', pod(2, '2026-11-23T14:20:00Z')), true)?.at).toBe(now);
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
  const scaled = {writer: {by: 'helm', time: made, scaledBy: 'kubectl'}, spec: {replicas: 2}};
  expect(tell(change('modified', deployment(3, scaled)), true)?.text).toBe('was scaled by kubectl');
  // Who scaled it before has not changed what it is made of.
  expect(tell(change('modified', deployment(4, scaled)), true)?.text).toBe('was changed by helm');
});

const available = (status: string, lastTransitionTime: string) => ({
  status: {conditions: [{type: 'Available', status, lastTransitionTime}]},
});

test.each([
  ['what it was delivered with is no news', {}, undefined],
  [
    'who wrote it since',
    {writer: {by: 'helm', time: '2026-11-23T11:00:00Z'}, ...available('True', made)},
    ['2026-11-23T11:00:00Z', 'was changed by helm'],
  ],
  [
    'that it became available since',
    available('True', '2026-11-23T12:00:00Z'),
    ['2026-11-23T12:00:00Z', 'became available'],
  ],
  [
    'that it is not available, which is newer',
    {
      writer: {by: 'helm', time: '2026-11-23T11:00:00Z'},
      ...available('False', '2026-11-23T11:30:00Z'),
    },
    ['2026-11-23T11:30:00Z', 'is not available any more'],
  ],
  ['it became available as it was delivered', available('True', '2026-11-23T08:04:00Z'), undefined],
])('of a workload that was there before: %s', (_, rest, told) => {
  const happening = news()(change('added', deployment(1, rest)), false);
  expect(happening && [new Date(happening.at).toISOString().replace('.000', ''), happening.text]).toEqual(
    told,
  );
});

test('of a node that was there before: since when it is ready, or not', () => {
  const since = (status: string) => {
    const conditions = [{type: 'Ready', status, lastTransitionTime: '2026-11-23T12:00:00Z'}];
    return news()(change('added', {...node(status), status: {conditions}}), false);
  };
  expect(since('True')).toMatchObject({at: Date.parse('2026-11-23T12:00:00Z'), text: 'became ready'});
  expect(since('Unknown')).toMatchObject({what: 'node compute-1', text: 'not ready'});
});

test('an operator’s object of the same kind is none of these', () => {
  const own = {...deployment(1), apiVersion: 'example.com/v1'};
  const tell = news();
  tell(change('added', own), true);
  expect(
    tell(change('modified', {...own, metadata: {...own.metadata, generation: 2}}), true),
  ).toBeUndefined();
});
