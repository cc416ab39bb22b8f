import {afterEach, beforeEach, expect, it} from 'vitest';
import {findingOf} from '../../source/cluster/finding.js';
import {type LiveObservation, observe} from '../../source/cluster/observe.js';
import {seenOf} from '../../source/cluster/seen.js';
import {condition, make} from './objects.js';
import {claim, deployment, event, namespace, pod, statefulSet, unbound} from './small-cluster.js';
import {type SmallObserver, smallObserver} from './small-observer.js';

const now = Date.parse('2026-11-23T14:03:22Z');

let observer: SmallObserver;
let live: LiveObservation;

beforeEach(() => {
  observer = smallObserver(now);
  live = observe(observer, [
    {name: 'nova', isCarried: false, release: {name: 'nova', namespace}, objects: []},
  ]);
});
afterEach(() => live.close());

const find = (row: {workload?: string; pod?: string} = {}) =>
  findingOf({scenes: live.scenes('nova'), troubles: []}, row, now);

const waitingForVolume = () => {
  const set = statefulSet('nova', 'db', 3, 2);
  const wanted = claim('storage-db-2', 'Pending');
  const third = pod(set, 'db-2', unbound('storage-db-2'));
  observer.put(
    set,
    pod(set, 'db-0'),
    third,
    wanted,
    event(wanted, 'ProvisioningFailed', {
      count: 6,
      message: 'storageclass.storage.k8s.io "general" not\u001b[31m found',
      lastTimestamp: '2026-11-23T14:03:10Z',
    }),
    event(third, 'FailedScheduling', {eventTime: '2026-11-23T14:01:00Z', message: 'unbound claims'}),
    event(pod(set, 'db-0'), 'Pulled', {lastTimestamp: '2026-11-23T14:03:20Z'}),
  );
};

it('goes from a component to the claim at the root, and says what was seen, newest first', () => {
  waitingForVolume();
  expect(find()).toEqual({
    code: 'GS-VOL-01',
    nature: 'lasting',
    root: 'StorageClass general',
    chain: ['StatefulSet db', 'pod db-2', 'claim storage-db-2', 'StorageClass general'],
    sentence:
      '2 of 3 pods are ready; pod db-2 waits for claim storage-db-2, unbound: StorageClass general does not exist.',
    remedy: expect.stringMatching(/^Choose another class/),
    command: 'kubectl get storageclass',
    seen: [
      'event ProvisioningFailed of claim storage-db-2, 6 times, last 12s ago: storageclass.storage.k8s.io "general" not found',
      'event FailedScheduling of pod db-2, 2m 22s ago: unbound claims',
      'claim storage-db-2 is Pending since 2m 31s',
      'condition PodScheduled of pod db-2 is False: has unbound claims',
    ],
  });
  expect(find({workload: 'db'})).toEqual(find());
  expect(find({workload: 'StatefulSet/db', pod: 'db-2'})).toMatchObject({
    code: 'GS-VOL-01',
    chain: find()?.chain,
    sentence: expect.stringMatching(/^Pod db-2 waits for claim storage-db-2, unbound/),
  });
});

it('says of what is well that it is', () => {
  waitingForVolume();
  expect(find({pod: 'db-0'})).toEqual({
    code: '',
    chain: ['StatefulSet db', 'pod db-0'],
    sentence: 'Pod db-0 runs and is ready.',
    remedy: '',
    nature: 'well',
    root: '',
    seen: ['event Pulled of pod db-0, 2s ago'],
  });
  const {deployment: api, replicaSet} = deployment('nova', 'api', 2);
  observer.put(api, replicaSet);
  expect(find({workload: 'api'})?.sentence).toBe('Deployment api is ready: 2 of 2.');
});

it('names the workload that is the root before those that wait for others', () => {
  const {deployment: api, replicaSet} = deployment('nova', 'api', 1, 0);
  const waits = pod(replicaSet, 'api-1-x', {
    spec: {nodeName: 'n', initContainers: [{name: 'init', env: [{name: 'DEPENDENCY_JOBS', value: 'sync'}]}]},
    status: {
      phase: 'Pending',
      conditions: [condition('Initialized', 'False')],
      initContainerStatuses: [{name: 'init', state: {running: {}}}],
    },
  });
  const sync = make('batch/v1', 'Job', {
    name: 'sync',
    namespace,
    metadata: {uid: 'sync', labels: {release_group: 'nova'}},
    status: {active: 1},
  });
  observer.put(api, replicaSet, waits, sync);
  expect(find()).toMatchObject({
    code: 'GS-POD-07',
    sentence: '0 of 1 pod is ready; pod api-1-x waits for Job sync.',
  });
  observer.put(
    pod(sync, 'sync-x', {
      status: {
        phase: 'Running',
        conditions: [condition('Initialized', 'True')],
        containerStatuses: [
          {
            name: 'sync',
            restartCount: 3,
            state: {waiting: {reason: 'CrashLoopBackOff'}},
            lastState: {terminated: {exitCode: 1}},
          },
        ],
      },
    }),
  );
  expect(find()).toMatchObject({code: 'GS-POD-04', chain: ['Job sync', 'pod sync-x', 'container sync']});
});

it('tells of nothing where nothing is', () => {
  expect(find()).toBeUndefined();
  expect(find({pod: 'db-0'})).toBeUndefined();
});

it('quotes of a node what is against it, and not that its disk is well', () => {
  const node = make('v1', 'Node', {
    name: 'compute-4',
    status: {
      conditions: [
        condition('Ready', 'True'),
        condition('MemoryPressure', 'False'),
        condition('DiskPressure', 'True', {reason: 'KubeletHasDiskPressure'}),
        condition('NetworkUnavailable', 'True', {message: 'Calico is shutting down on this node'}),
        condition('KernelDeadlock', 'True'),
      ],
    },
  });
  expect(seenOf([node], [], now).map(line => line.replace(/ since .*?(?= \(|:|$)/, ''))).toEqual([
    'condition DiskPressure of node compute-4 is True (KubeletHasDiskPressure)',
    'condition NetworkUnavailable of node compute-4 is True: Calico is shutting down on this node',
    'condition KernelDeadlock of node compute-4 is True',
  ]);
});
