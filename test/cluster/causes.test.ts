import {expect, it} from 'vitest';
import {causeOf, type Evidence} from '../../source/cluster/causes.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {judge} from '../../source/cluster/readiness.js';
import {condition, make} from './objects.js';

const namespace = 'openstack';

const statefulSet = make('apps/v1', 'StatefulSet', {
  name: 'mariadb-cluster',
  namespace,
  metadata: {uid: 'set'},
  spec: {replicas: 3},
  status: {observedGeneration: 1, replicas: 3, readyReplicas: 2, updatedReplicas: 3},
});

const pod = (name: string, spec: object, status: object, labels = {}): KubernetesObject =>
  make('v1', 'Pod', {
    name,
    namespace,
    metadata: {
      labels,
      ownerReferences: [{apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'x', uid: 'set'}],
    },
    spec,
    status,
  });

const evidence = (given: Partial<Evidence>): Evidence => ({
  pods: [],
  claims: [],
  events: [],
  storageClasses: [],
  jobs: [],
  ...given,
});

const warning = (
  kind: string,
  name: string,
  reason: string,
  message: string,
  lastTimestamp = '1',
): KubernetesObject =>
  make('v1', 'Event', {
    type: 'Warning',
    reason,
    message,
    lastTimestamp,
    involvedObject: {kind, namespace, name},
  });

const told = (object: KubernetesObject, given: Partial<Evidence>) =>
  causeOf(object, judge(object), evidence(given));

const claimed = pod(
  'mariadb-cluster-2',
  {volumes: [{name: 's', persistentVolumeClaim: {claimName: 'storage-mariadb-cluster-2'}}]},
  {phase: 'Pending', conditions: [condition('PodScheduled', 'False', {message: 'has unbound claims'})]},
);
const claim = (storageClassName?: string): KubernetesObject =>
  make('v1', 'PersistentVolumeClaim', {
    name: 'storage-mariadb-cluster-2',
    namespace,
    spec: {...(storageClassName !== undefined && {storageClassName})},
    status: {phase: 'Pending'},
  });

it('follows a workload to its pod, the claim and the class', () => {
  expect(told(statefulSet, {pods: [claimed], claims: [claim('general')]})).toEqual({
    root: 'StorageClass general',
    code: 'GS-POD-01',
    text: '2 of 3 pods are ready; pod mariadb-cluster-2 waits for claim storage-mariadb-cluster-2, unbound: StorageClass general does not exist',
  });
});

it('says that there is no default class', () => {
  expect(told(claim(), {}).text).toBe(
    'it is unbound: it names no StorageClass and the cluster has no default one',
  );
});

it('gives the words of the provisioner', () => {
  const general = make('storage.k8s.io/v1', 'StorageClass', {name: 'general', provisioner: 'topolvm.io'});
  const events = [
    warning('PersistentVolumeClaim', 'storage-mariadb-cluster-2', 'ProvisioningFailed', 'old words', '1'),
    warning('PersistentVolumeClaim', 'storage-mariadb-cluster-2', 'ProvisioningFailed', 'no room left', '2'),
  ];
  expect(told(claim('general'), {storageClasses: [general], events}).text).toBe(
    'it is unbound: no room left',
  );
});

type Row = readonly [title: string, spec: object, status: object, code: string, text: string];

const waiting = (reason: string, message = '', rest: object = {}): object => ({
  phase: 'Pending',
  containerStatuses: [{name: 'api', restartCount: 0, state: {waiting: {reason, message}}, ...rest}],
});
const running = (rest: object): object => ({phase: 'Running', containerStatuses: [{name: 'api', ...rest}]});

it.each<Row>([
  [
    'has no node',
    {},
    {
      phase: 'Pending',
      conditions: [
        condition('PodScheduled', 'False', {message: '0/5 nodes are available: 5 Insufficient cpu.'}),
      ],
    },
    'GS-POD-02',
    'has no node: 0/5 nodes are available: 5 Insufficient cpu',
  ],
  [
    'cannot pull its image',
    {containers: [{name: 'api', image: 'r/keystone:1'}]},
    waiting('ImagePullBackOff', 'not found'),
    'GS-POD-03',
    'cannot pull the image r/keystone:1 (ImagePullBackOff): not found',
  ],
  [
    'lacks what its container names',
    {},
    waiting('CreateContainerConfigError', 'secret "x" not found'),
    'GS-POD-05',
    'cannot make its container api (CreateContainerConfigError): secret "x" not found',
  ],
  [
    'crashes',
    {},
    running({
      restartCount: 4,
      state: {waiting: {reason: 'CrashLoopBackOff'}},
      lastState: {terminated: {exitCode: 137, reason: 'OOMKilled'}},
    }),
    'GS-POD-04',
    'container api crashes, 4 restarts so far, exit code 137 (OOMKilled)',
  ],
  [
    'runs but is not ready',
    {},
    running({restartCount: 0, state: {running: {}}}),
    'GS-POD-17',
    'runs but is not ready',
  ],
  ['is starting', {nodeName: 'node-1'}, waiting('ContainerCreating'), 'GS-POD-00', 'is starting on node-1'],
  [
    'was evicted',
    {nodeName: 'n'},
    {phase: 'Failed', reason: 'Evicted', message: 'disk pressure'},
    'GS-POD-13',
    'failed (Evicted): disk pressure',
  ],
])('says that a pod %s', (_title, spec, status, code, text) => {
  expect(told(statefulSet, {pods: [pod('p', spec, status)]})).toMatchObject({
    code,
    text: `2 of 3 pods are ready; pod p ${text}`,
  });
});

const init = {
  initContainers: [
    {
      name: 'init',
      env: [
        {name: 'NAMESPACE', value: namespace},
        {name: 'DEPENDENCY_SERVICE', value: 'openstack:mariadb,monitoring:cache'},
        {name: 'DEPENDENCY_JOBS', value: 'keystone-db-sync,keystone-bootstrap'},
      ],
    },
  ],
};
const inInit = {
  phase: 'Pending',
  initContainerStatuses: [{name: 'init', restartCount: 0, state: {running: {}}}],
};

it('names what an entrypoint waits for, less what is there', () => {
  const jobs = [make('batch/v1', 'Job', {name: 'keystone-db-sync', namespace, status: {succeeded: 1}})];
  expect(told(statefulSet, {pods: [pod('p', init, inInit)], jobs})).toEqual({
    root: 'Service openstack/mariadb',
    waitsFor: ['Job openstack/keystone-bootstrap'],
    code: 'GS-POD-07',
    text: '2 of 3 pods are ready; pod p waits for Service mariadb, Service monitoring/cache, Job keystone-bootstrap',
  });
});

it('does not name a Service that has a ready pod', () => {
  const services = [make('v1', 'Service', {name: 'mariadb', namespace, spec: {selector: {app: 'db'}}})];
  const database = make('v1', 'Pod', {
    name: 'db',
    namespace,
    metadata: {labels: {app: 'db'}},
    status: {phase: 'Running', conditions: [condition('Ready', 'True')]},
  });
  expect(told(statefulSet, {pods: [pod('p', init, inInit), database], services}).text).not.toContain(
    'mariadb,',
  );
});

it('prefers what does not pass by itself', () => {
  const pods = [
    pod('a', {nodeName: 'n'}, waiting('ContainerCreating')),
    pod('b', {}, waiting('ErrImagePull')),
  ];
  expect(told(statefulSet, {pods}).text).toContain('pod b cannot pull');
});

it('finds the pods of a Deployment by its selector, and why none can be made', () => {
  const deployment = make('apps/v1', 'Deployment', {
    name: 'keystone-api',
    namespace,
    metadata: {uid: 'd'},
    spec: {selector: {matchLabels: {app: 'keystone'}}},
    status: {observedGeneration: 1, updatedReplicas: 1},
  });
  const own = {...pod('k', {}, waiting('ErrImagePull'), {app: 'keystone'})};
  expect(told(deployment, {pods: [own]}).code).toBe('GS-POD-03');
  const events = [warning('ReplicaSet', 'keystone-api-5d8f', 'FailedCreate', 'exceeded quota')];
  expect(told(deployment, {events})).toEqual({
    code: 'GS-POD-10',
    text: '0 of 1 pod is ready; its pods cannot be made: exceeded quota',
  });
});

it('adds the last warning about what has no pods', () => {
  const service = make('v1', 'Service', {name: 'public', namespace, spec: {type: 'LoadBalancer'}});
  const events = [warning('Service', 'public', 'AllocationFailed', 'no \u001b[31maddress left')];
  expect(told(service, {events}).text).toBe('it has no load balancer address yet; no address left');
});
