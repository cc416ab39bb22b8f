import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import type {ComponentNames} from '../../source/cluster/component-names.js';
import {type LiveObservation, observe} from '../../source/cluster/observe.js';
import * as looks from '../../source/cluster/observed-workload.js';
import {condition, make} from './objects.js';
import {claim, deployment, event, namespace, pod, statefulSet, unbound} from './small-cluster.js';
import {type SmallObserver, smallObserver} from './small-observer.js';

vi.mock('../../source/cluster/observed-workload.js', {spy: true});

const helm = (name: string): ComponentNames => ({
  name,
  isCarried: false,
  release: {name, namespace},
  objects: [],
});

let observer: SmallObserver;
let live: LiveObservation;

const start = (names: readonly string[]): void => {
  live = observe(observer, names.map(helm));
};

beforeEach(() => {
  observer = smallObserver();
});

afterEach(() => {
  live.close();
  vi.mocked(looks.lookAt).mockClear();
});

it('shows a workload with its pods, and what holds up a pod, whatever came first', () => {
  start(['mariadb']);
  const set = statefulSet('mariadb', 'mariadb', 2, 1);
  const claimed = pod(set, 'mariadb-1', unbound('storage-mariadb-1'));
  observer.put(claimed, pod(set, 'mariadb-0'), set);
  expect(live.observation().get('mariadb')).toEqual([
    {
      kind: 'StatefulSet',
      name: 'mariadb',
      namespace,
      ready: 1,
      desired: 2,
      state: 'progressing',
      reason: '1 of 2 pods is ready; pod mariadb-1 waits for claim storage-mariadb-1, which does not exist',
      cause: expect.objectContaining({code: 'GS-VOL-05', root: 'claim openstack/storage-mariadb-1'}),
      pods: [
        {
          name: 'mariadb-0',
          namespace,
          status: 'Running',
          isReady: true,
          node: 'node-1',
          restarts: 0,
          reason: '',
        },
        {
          name: 'mariadb-1',
          namespace,
          status: 'Pending',
          isReady: false,
          node: null,
          restarts: 0,
          reason: 'waits for claim storage-mariadb-1, which does not exist',
        },
      ],
    },
  ]);
});

it('says another reason when the claim comes and when its class does', () => {
  start(['mariadb']);
  const set = statefulSet('mariadb', 'mariadb', 1, 0);
  observer.put(set, pod(set, 'mariadb-0', unbound('storage')));
  const reason = () => live.observation().get('mariadb')?.[0]?.pods[0]?.reason;
  expect(reason()).toContain('does not exist');
  observer.put(claim('storage', 'Pending'));
  expect(reason()).toContain('StorageClass general does not exist');
  observer.put(make('storage.k8s.io/v1', 'StorageClass', {name: 'general', provisioner: 'topolvm.io'}));
  expect(reason()).toContain('has not made its volume');
});

it('says no longer that a pod waits for what has come', () => {
  start(['nova', 'rabbitmq']);
  const {deployment: api, replicaSet} = deployment('nova', 'nova-api', 1, 0);
  const waits = {
    spec: {
      nodeName: 'node-1',
      initContainers: [{name: 'init', env: [{name: 'DEPENDENCY_JOBS', value: 'nova-db-sync,rabbit-init'}]}],
    },
    status: {
      phase: 'Pending',
      conditions: [condition('Initialized', 'False')],
      initContainerStatuses: [{name: 'init', state: {running: {}}}],
    },
  };
  observer.put(api, replicaSet, pod(replicaSet, 'nova-api-1-x', waits));
  const reason = () =>
    live
      .observation()
      .get('nova')
      ?.find(({kind}) => kind === 'Deployment')?.pods[0]?.reason;
  expect(reason()).toBe('waits for Job nova-db-sync, Job rabbit-init');
  observer.put(make('batch/v1', 'Job', {name: 'rabbit-init', namespace, status: {succeeded: 1}}));
  expect(reason()).toBe('waits for Job nova-db-sync');
});

it('shows the Jobs of a CronJob beneath it', () => {
  start(['nova']);
  const cron = make('batch/v1', 'CronJob', {
    name: 'nova-cell-setup',
    namespace,
    metadata: {uid: 'cron', labels: {release_group: 'nova'}},
  });
  const job = make('batch/v1', 'Job', {
    name: 'nova-cell-setup-1',
    namespace,
    metadata: {
      uid: 'job',
      labels: {release_group: 'nova'},
      ownerReferences: [{apiVersion: 'batch/v1', kind: 'CronJob', name: 'nova-cell-setup', uid: 'cron'}],
    },
  });
  observer.put(pod(job, 'nova-cell-setup-1-x', {status: {phase: 'Succeeded'}}), job, cron);
  expect(live.observation().get('nova')).toMatchObject([
    {
      kind: 'CronJob',
      ready: 0,
      desired: 0,
      state: 'ready',
      pods: [{name: 'nova-cell-setup-1-x', isReady: true}],
    },
  ]);
});

it('looks for an owner that nobody watches, and shows its workload when it is seen to be of a component', () => {
  start(['redis']);
  const cluster = make('redis.example.com/v1', 'Redis', {
    name: 'cache',
    namespace,
    metadata: {
      uid: 'cache',
      annotations: {'meta.helm.sh/release-name': 'redis', 'meta.helm.sh/release-namespace': namespace},
    },
  });
  const set = statefulSet('none', 'cache', 1);
  set.metadata.annotations = {};
  set.metadata.ownerReferences = [
    {apiVersion: 'redis.example.com/v1', kind: 'Redis', name: 'cache', uid: 'cache'},
  ];
  observer.put(set);
  expect(live.observation().size).toBe(0);
  expect(observer.watched).toContain('redis.example.com/v1/Redis');
  observer.put(cluster);
  expect(live.observation().get('redis')).toMatchObject([{name: 'cache'}]);
});

it('forgets what is gone', () => {
  start(['nova']);
  const {deployment: api, replicaSet} = deployment('nova', 'nova-api', 1);
  const one = pod(replicaSet, 'nova-api-1-x');
  observer.put(api, replicaSet, one);
  expect(live.observation().get('nova')?.[0]?.pods).toHaveLength(1);
  observer.remove(one);
  expect(live.observation().get('nova')?.[0]?.pods).toHaveLength(0);
  observer.remove(replicaSet);
  observer.remove(api);
  expect(live.observation().has('nova')).toBe(false);
});

it('looks at one component again when one pod of two thousand changes, and at none when nothing does', () => {
  const names = Array.from({length: 60}, (_, at) => `component-${at}`);
  for (const name of names) {
    const {deployment: api, replicaSet} = deployment(name, name, 34);
    observer.put(api, replicaSet);
    for (let at = 0; at < 34; at++) observer.put(pod(replicaSet, `${name}-1-${at}`));
  }
  start(names);
  const before = live.observation();
  expect(before.size).toBe(60);
  expect(looks.lookAt).toHaveBeenCalledTimes(60);

  const {replicaSet} = deployment('component-7', 'component-7', 34);
  observer.put(
    pod(replicaSet, 'component-7-1-3', {
      status: {phase: 'Running', conditions: [condition('Initialized', 'True'), condition('Ready', 'False')]},
    }),
  );
  const after = live.observation();
  expect(looks.lookAt).toHaveBeenCalledTimes(61);
  expect(live.observation()).toBe(after);
  expect(looks.lookAt).toHaveBeenCalledTimes(61);
  expect(names.filter(name => before.get(name) !== after.get(name))).toEqual(['component-7']);
  const pods = (seen: typeof after) => seen.get('component-7')?.[0]?.pods ?? [];
  expect(pods(after).filter((one, at) => one !== pods(before)[at])).toMatchObject([
    {name: 'component-7-1-3', reason: 'runs but is not ready'},
  ]);
});

it('calls back once a turn, and only when what is seen has changed', async () => {
  start(['nova']);
  const {deployment: api, replicaSet} = deployment('nova', 'nova-api', 1);
  const one = pod(replicaSet, 'nova-api-1-x');
  let calls = 0;
  live.subscribe(() => {
    calls++;
  });
  const turn = () => new Promise(setImmediate);
  observer.put(api, replicaSet, one);
  await turn();
  expect(calls).toBe(1);
  observer.put({...one, metadata: {...one.metadata, resourceVersion: '2'}}, event(one, 'Pulled'));
  await turn();
  expect(calls).toBe(1);
  observer.remove(one);
  await turn();
  expect(calls).toBe(2);
});

it('says when the API was last heard of', () => {
  start([]);
  expect(live.asOf()).toBe('2026-11-23T14:03:22.000Z');
});
