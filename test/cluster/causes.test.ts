import {expect, it} from 'vitest';
import {causeOf} from '../../source/cluster/causes.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {judge} from '../../source/cluster/readiness.js';
import {evidenceOf} from './evidence.js';
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

const told = (object: KubernetesObject, ...others: readonly KubernetesObject[]) => {
  const {code, text, root, waitsFor} = causeOf(object, judge(object), evidenceOf(object, ...others));
  return {code, text, root, waitsFor};
};

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
  expect(told(statefulSet, claimed, claim('general'))).toEqual({
    code: 'GS-VOL-01',
    text: '2 of 3 pods are ready; pod mariadb-cluster-2 waits for claim storage-mariadb-cluster-2, unbound: StorageClass general does not exist',
    root: 'StorageClass general',
    waitsFor: [],
  });
});

it('prefers what does not pass by itself', () => {
  const pods = [
    pod('a', {nodeName: 'n'}, waiting('ContainerCreating')),
    pod('b', {}, waiting('ErrImagePull')),
  ];
  expect(told(statefulSet, ...pods).text).toContain('pod b cannot pull');
});

const waiting = (reason: string): object => ({
  phase: 'Pending',
  containerStatuses: [{name: 'api', restartCount: 0, state: {waiting: {reason}}}],
});

const init = {
  initContainers: [
    {
      name: 'init',
      env: [
        {name: 'NAMESPACE', value: namespace},
        {name: 'DEPENDENCY_SERVICE', value: 'openstack:mariadb,monitoring:cache'},
        {name: 'DEPENDENCY_JOBS', value: 'keystone-db-sync,keystone-bootstrap'},
        {name: 'DEPENDENCY_DAEMONSET', value: 'ovs'},
      ],
    },
  ],
};
const inInit = {
  phase: 'Pending',
  initContainerStatuses: [{name: 'init', restartCount: 0, state: {running: {}}}],
};
const ovs = make('apps/v1', 'DaemonSet', {name: 'ovs', namespace, metadata: {uid: 'ovs'}});

it('names what an entrypoint waits for, less what is there', () => {
  const sync = make('batch/v1', 'Job', {name: 'keystone-db-sync', namespace, status: {succeeded: 1}});
  expect(told(statefulSet, pod('p', init, inInit), sync, ovs)).toEqual({
    code: 'GS-POD-07',
    text: '2 of 3 pods are ready; pod p waits for Service mariadb, Service monitoring/cache, Job keystone-bootstrap',
    root: 'Service openstack/mariadb',
    waitsFor: ['Job openstack/keystone-bootstrap'],
  });
});

it("knows the workload behind a Service by its template, and an operator's by its owner", () => {
  const by = (selector: object, metadata: object = {}): KubernetesObject =>
    make('v1', 'Service', {name: 'mariadb', namespace, metadata, spec: {selector}});
  const owner = {ownerReferences: [{apiVersion: 'k8s.mariadb.com/v1', kind: 'MariaDB', name: 'm', uid: 'm'}]};
  const database = make('apps/v1', 'StatefulSet', {
    name: 'db',
    namespace,
    metadata: owner,
    spec: {template: {metadata: {labels: {app: 'db'}}}},
  });
  const waits = (service: KubernetesObject) =>
    told(statefulSet, pod('p', init, inInit), service, database).waitsFor;
  expect(waits(by({app: 'db'}))).toContain('StatefulSet openstack/db');
  expect(waits(by({'statefulset.kubernetes.io/pod-name': 'db-0'}, owner))).toContain(
    'StatefulSet openstack/db',
  );
  expect(waits(by({app: 'other'}))).not.toContain('StatefulSet openstack/db');
});

it('does not name a Service that has a ready pod', () => {
  const service = make('v1', 'Service', {name: 'mariadb', namespace, spec: {selector: {app: 'db'}}});
  const database = make('v1', 'Pod', {
    name: 'db',
    namespace,
    metadata: {labels: {app: 'db'}},
    status: {phase: 'Running', conditions: [condition('Ready', 'True')]},
  });
  expect(told(statefulSet, pod('p', init, inInit), database, service).text).not.toContain('mariadb,');
});

const unscheduled = (message: string, spec: object = {}): KubernetesObject =>
  pod('p', spec, {phase: 'Pending', conditions: [condition('PodScheduled', 'False', {message})]});
const node = (
  name: string,
  labels: Record<string, string>,
  taints: readonly object[] = [],
): KubernetesObject => make('v1', 'Node', {name, metadata: {labels}, spec: {taints}});

it('takes the nodes that came nearest for what keeps a pod away', () => {
  const words =
    '0/5 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 3 node(s) had untolerated taint {a: b}, 1 node(s) had volume node affinity conflict.';
  expect(told(statefulSet, unscheduled(words)).code).toBe('GS-SCH-04');
  expect(told(statefulSet, unscheduled(words.replace(/, 1 node.s. had volume.*/, '.')))).toMatchObject({
    code: 'GS-SCH-01',
    text: expect.stringContaining(
      'on 1 of 5 nodes too little cpu and memory is left (3 node(s) had untolerated taint {a: b})',
    ),
  });
});

it('does not blame labels where nodes have them, and reads the taint from the node where nobody says it', () => {
  const spec = {nodeSelector: {role: 'compute'}, tolerations: [{key: 'old', operator: 'Exists'}]};
  const words =
    "0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) didn't match Pod's node affinity/selector.";
  const tainted = node('c', {role: 'compute'}, [
    {key: 'old', effect: 'NoExecute'},
    {key: 'gpu', value: 'yes', effect: 'NoSchedule'},
    {key: 'soft', effect: 'PreferNoSchedule'},
  ]);
  expect(told(statefulSet, unscheduled(words, spec), tainted)).toMatchObject({
    code: 'GS-SCH-02',
    text: expect.stringContaining('has the taint gpu=yes, which'),
  });
  expect(told(statefulSet, unscheduled(words, spec), node('d', {})).code).toBe('GS-SCH-03');
});

it('names the nodes that the scheduler only counts: those that would do otherwise', () => {
  const spec = {nodeSelector: {role: 'compute'}};
  const nodes = [
    ...['c-10', 'c-2', 'c-1'].map(name => node(name, {role: 'compute'})),
    node('tainted', {role: 'compute'}, [{key: 'gpu', effect: 'NoSchedule'}]),
    make('v1', 'Node', {name: 'away', metadata: {labels: {role: 'compute'}}, spec: {unschedulable: true}}),
    node('other', {}),
  ];
  const words = (said: string): string => told(statefulSet, unscheduled(said, spec), ...nodes).text;
  expect(
    words('0/6 nodes are available: 3 Insufficient cpu, 1 node(s) had untolerated taint {gpu: }.'),
  ).toContain('on 3 of 6 nodes (c-1, c-2, c-10) too little cpu is left');
  expect(words('0/6 nodes are available: 1 Insufficient cpu, 2 Insufficient memory.')).toContain(
    'on 2 of 6 nodes (of c-1, c-2, c-10) too little',
  );
  expect(words('0/6 nodes are available: 6 node(s) had untolerated taint {gpu: }.')).toContain(
    '1 of 6 nodes (tainted) has the taint gpu',
  );
  expect(words('0/6 nodes are available: 1 node(s) were unschedulable.')).toContain(
    '1 of 6 nodes (away) has been cordoned',
  );
  const nodeSelectorTerms = [{matchFields: [{key: 'metadata.name', operator: 'In', values: ['c-2']}]}];
  const required = {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms}};
  const ofDaemonSet = unscheduled(
    "0/6 nodes are available: 1 Insufficient memory, 5 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    {affinity: {nodeAffinity: required}},
  );
  expect(told(statefulSet, ofDaemonSet, ...nodes).text).toContain('on 1 of 6 nodes (c-2) too little memory');
  // More than the nodes that are known here: nobody knows which.
  expect(words('0/9 nodes are available: 5 Insufficient cpu.')).toContain('on 5 of 9 nodes too little');
  const many = Array.from({length: 9}, (_, index) => node(`n-${index}`, {role: 'compute'}));
  expect(
    told(statefulSet, unscheduled('0/9 nodes are available: 9 Too many pods.', spec), ...many).text,
  ).toContain('9 of 9 nodes (n-0, n-1, n-2 and 6 more) run as many');
});

it.each([
  ['node storage-2', [[{key: 'topology.topolvm.io/node', operator: 'In', values: ['storage-2']}]]],
  [
    'a node with topology.kubernetes.io/zone in b',
    [[{key: 'topology.kubernetes.io/zone', operator: 'In', values: ['b']}]],
  ],
  ['another node', []],
])('says that a volume is on %s', (place, terms) => {
  const bound = make('v1', 'PersistentVolumeClaim', {
    ...{name: 'storage-mariadb-cluster-2', namespace, status: {phase: 'Bound'}},
    spec: {volumeName: 'pv-1'},
  });
  const nodeSelectorTerms = terms.map(matchExpressions => ({matchExpressions}));
  const volume = make('v1', 'PersistentVolume', {
    name: 'pv-1',
    spec: {nodeAffinity: {required: {nodeSelectorTerms}}},
  });
  const words = '0/3 nodes are available: 3 node(s) had volume node affinity conflict.';
  expect(told(statefulSet, unscheduled(words, claimed.spec), bound, volume).text).toContain(
    `the volume of claim storage-mariadb-cluster-2 is on ${place}`,
  );
});

const pool = (name: string, spec: object, status: object): KubernetesObject =>
  make('metallb.io/v1beta1', 'IPAddressPool', {name, spec, status});

it.each([
  ['GS-NET-01', undefined, [pool('a', {}, {availableIPv4: 0, availableIPv6: 0})]],
  [
    'GS-NET-01',
    undefined,
    [pool('a', {}, {availableIPv4: 0}), pool('by-name', {autoAssign: false}, {availableIPv4: 9})],
  ],
  ['GS-POD-16', undefined, [pool('a', {}, {availableIPv4: 0}), pool('b', {}, {availableIPv4: 1})]],
  ['GS-POD-16', undefined, [pool('a', {}, {availableIPv4: 0, availableIPv6: 7})]],
  ['GS-POD-16', undefined, [pool('a', {}, {availableIPv4: 0}), pool('uncounted', {}, {})]],
  ['GS-POD-16', undefined, []],
  ['GS-NET-01', 'a', [pool('a', {}, {availableIPv4: 0}), pool('b', {}, {availableIPv4: 1})]],
  ['GS-NET-02', 'c', [pool('a', {}, {availableIPv4: 0})]],
])('says %s of a Service of pool %s by what the pools count, without an event', (code, named, pools) => {
  const annotations = named === undefined ? {} : {'metallb.io/address-pool': named};
  const service = make('v1', 'Service', {
    ...{name: 'public', namespace, spec: {type: 'LoadBalancer'}, metadata: {annotations}},
  });
  expect(told(service, ...pools).code).toBe(code);
});

it('does not wait for a volume that is made when its pod has a node', () => {
  const local = make('storage.k8s.io/v1', 'StorageClass', {
    name: 'general',
    provisioner: 'topolvm.io',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  const full = unscheduled('0/1 nodes are available: 1 Insufficient cpu.', claimed.spec);
  expect(told(statefulSet, full, claim('general'), local).code).toBe('GS-SCH-01');
});

it('finds the pods of a Deployment by its selector, and why none can be made', () => {
  const deployment = make('apps/v1', 'Deployment', {
    name: 'keystone-api',
    namespace,
    metadata: {uid: 'd'},
    spec: {selector: {matchLabels: {app: 'keystone'}}},
    status: {observedGeneration: 1, updatedReplicas: 1},
  });
  const own = pod('k', {}, waiting('ErrImagePull'), {app: 'keystone'});
  expect(told(deployment, own).code).toBe('GS-POD-03');
  const replicaSet = make('apps/v1', 'ReplicaSet', {
    name: 'keystone-api-5d8f',
    namespace,
    metadata: {ownerReferences: [{apiVersion: 'apps/v1', kind: 'Deployment', name: 'k', uid: 'd'}]},
  });
  const refused = warning('ReplicaSet', 'keystone-api-5d8f', 'FailedCreate', 'no such field');
  expect(told(deployment, replicaSet, refused)).toMatchObject({
    code: 'GS-POD-10',
    text: '0 of 1 pod is ready; its pods cannot be made: no such field',
  });
});

it('does not repeat an escape that the cluster sends', () => {
  const service = make('v1', 'Service', {name: 'public', namespace, spec: {type: 'LoadBalancer'}});
  const refused = warning('Service', 'public', 'Other', 'no \u001b[31maddress left');
  expect(told(service, refused).text).toBe('has no load balancer address yet: no address left');
});

it('says of a definition that its names are taken', () => {
  const definition = make('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
    status: {conditions: [condition('NamesAccepted', 'False', {message: '"x" is already in use'})]},
  });
  expect(told(definition)).toMatchObject({
    code: 'GS-POD-15',
    text: expect.stringContaining('"x" is already in use'),
  });
});
