import {expect, it} from 'vitest';
import {judge} from '../../../source/cluster/readiness.js';
import {condition, make} from '../objects.js';

type Row = readonly [
  title: string,
  apiVersion: string,
  kind: string,
  rest: Record<string, unknown>,
  verdict: object,
];

const crd = 'apiextensions.k8s.io/v1';

it.each<Row>([
  ['a bound claim is ready', 'v1', 'PersistentVolumeClaim', {status: {phase: 'Bound'}}, {state: 'ready'}],
  [
    'a pending claim is not, and names its class',
    'v1',
    'PersistentVolumeClaim',
    {spec: {storageClassName: 'general'}, status: {phase: 'Pending'}},
    {state: 'progressing', reason: 'it is unbound (StorageClass general)'},
  ],
  [
    'a released volume is kept, and well',
    'v1',
    'PersistentVolume',
    {status: {phase: 'Released'}},
    {state: 'ready'},
  ],
  ['a lost claim has failed', 'v1', 'PersistentVolumeClaim', {status: {phase: 'Lost'}}, {state: 'failed'}],
  [
    'an established CRD is ready',
    crd,
    'CustomResourceDefinition',
    {status: {conditions: [condition('NamesAccepted', 'True'), condition('Established', 'True')]}},
    {state: 'ready'},
  ],
  ['a CRD without a status is not', crd, 'CustomResourceDefinition', {}, {state: 'progressing'}],
  [
    'a CRD whose names are taken has failed',
    crd,
    'CustomResourceDefinition',
    {status: {conditions: [condition('NamesAccepted', 'False', {reason: 'PluralConflict'})]}},
    {state: 'failed'},
  ],
  ['a Service of the cluster is ready', 'v1', 'Service', {spec: {type: 'ClusterIP'}}, {state: 'ready'}],
  [
    'a LoadBalancer without an address is not',
    'v1',
    'Service',
    {spec: {type: 'LoadBalancer', clusterIP: '10.0.0.1'}, status: {loadBalancer: {}}},
    {state: 'progressing', code: 'GS-POD-16'},
  ],
  [
    'a LoadBalancer with an address is',
    'v1',
    'Service',
    {spec: {type: 'LoadBalancer'}, status: {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}}},
    {state: 'ready'},
  ],
  ['an active Namespace is ready', 'v1', 'Namespace', {status: {phase: 'Active'}}, {state: 'ready'}],
  [
    'a terminating Namespace is not',
    'v1',
    'Namespace',
    {status: {phase: 'Terminating'}},
    {state: 'progressing'},
  ],
  [
    'an APIService that nobody serves is not',
    'apiregistration.k8s.io/v1',
    'APIService',
    {status: {conditions: [condition('Available', 'False', {reason: 'MissingEndpoints'})]}},
    {state: 'progressing'},
  ],
])('%s', (_title, apiVersion, kind, rest, verdict) => {
  expect(judge(make(apiVersion, kind, rest))).toMatchObject(verdict);
});

it.each([
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['v1', 'ServiceAccount'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['batch/v1', 'CronJob'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['storage.k8s.io/v1', 'StorageClass'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
])('%s %s is ready when it exists', (apiVersion, kind) => {
  expect(judge(make(apiVersion, kind)).state).toBe('ready');
});
