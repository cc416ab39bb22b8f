import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../../source/cluster/kubernetes-object.js';
import {missingOf} from '../../../source/rehearsal/simulation/missing.js';
import {podWith, readyPod, worldOf} from './small-world.js';

const slice = (ready: boolean): KubernetesObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {name: 'mariadb-x', namespace: 'openstack', labels: {'kubernetes.io/service-name': 'mariadb'}},
  endpoints: [{addresses: ['10.0.0.1'], conditions: {ready}}],
});
const job = (succeeded?: number): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {name: 'db-sync', namespace: 'openstack'},
  status: {succeeded},
});

test('a service counts when it has a ready endpoint', () => {
  const pod = podWith({DEPENDENCY_SERVICE: 'openstack:mariadb'});
  const wanted = ['Service openstack/mariadb has no ready endpoint'];
  expect(missingOf(pod, worldOf())).toEqual(wanted);
  expect(missingOf(pod, worldOf(slice(false)))).toEqual(wanted);
  expect(missingOf(pod, worldOf(slice(true)))).toEqual([]);
});

test('a job counts when it is complete', () => {
  const pod = podWith({DEPENDENCY_JOBS: 'db-sync'});
  expect(missingOf(pod, worldOf(job()))).toEqual(['Job openstack/db-sync is not complete']);
  expect(missingOf(pod, worldOf(job(1)))).toEqual([]);
});

test('a name that is empty holds the pod for good', () => {
  expect(missingOf(podWith({DEPENDENCY_SERVICE: 'openstack:mariadb,,'}), worldOf(slice(true)))).toEqual([
    expect.stringContaining('without a name'),
  ]);
});

test('a pod on the same node counts only on that node', () => {
  const pod = podWith({DEPENDENCY_POD_JSON: '[{"labels":{"a":"b"},"requireSameNode":true}]'});
  expect(missingOf(pod, worldOf(readyPod({a: 'b'}, 'node-2')))).toEqual([
    'no pod openstack/a=b on the same node is ready',
  ]);
  expect(missingOf(pod, worldOf(readyPod({a: 'b'}, 'node-1')))).toEqual([]);
});

test('a daemon set without a pod on the node is no obstacle, one that is not ready is', () => {
  const pod = podWith({DEPENDENCY_DAEMONSET: 'ovs'});
  const set: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'ovs', namespace: 'openstack'},
    spec: {selector: {matchLabels: {a: 'b'}}},
  };
  expect(missingOf(pod, worldOf())).toEqual(['DaemonSet openstack/ovs is not there']);
  expect(missingOf(pod, worldOf(set, readyPod({a: 'b'}, 'node-2')))).toEqual([]);
  expect(missingOf(pod, worldOf(set, {...readyPod({a: 'b'}, 'node-1'), status: {}}))).toHaveLength(1);
});

test('a custom resource counts when its fields are as wanted', () => {
  const pod = podWith({
    DEPENDENCY_CUSTOM_RESOURCE:
      '[{"apiVersion":"a/v1","kind":"A","name":"x","fields":[{"key":"status.phase","value":"Ready"}]}]',
  });
  const resource = (phase: string): KubernetesObject => ({
    apiVersion: 'a/v1',
    kind: 'A',
    metadata: {name: 'x', namespace: 'openstack'},
    status: {phase},
  });
  expect(missingOf(pod, worldOf(resource('Creating')))).toEqual(['A openstack/x has not status.phase=Ready']);
  expect(missingOf(pod, worldOf(resource('Ready')))).toEqual([]);
});

test('mounted Secrets, ConfigMaps and claims must be there, unless they are optional', () => {
  const pod = podWith(
    {},
    {
      volumes: [
        {name: 'a', secret: {secretName: 'keys', items: [{key: 'tls.crt'}]}},
        {name: 'b', secret: {secretName: 'extra', optional: true}},
        {name: 'c', projected: {sources: [{configMap: {name: 'settings'}}]}},
        {name: 'd', persistentVolumeClaim: {claimName: 'data'}},
      ],
      containers: [{name: 'main', env: [{valueFrom: {secretKeyRef: {name: 'admin', key: 'password'}}}]}],
    },
  );
  const core = (kind: string, name: string, rest: object): KubernetesObject => ({
    apiVersion: 'v1',
    kind,
    metadata: {name, namespace: 'openstack'},
    ...rest,
  });
  expect(missingOf(pod, worldOf(core('Secret', 'keys', {data: {}})))).toEqual([
    'Secret openstack/keys has no key tls.crt',
    'ConfigMap openstack/settings is not there',
    'PersistentVolumeClaim openstack/data is not there',
    'Secret openstack/admin is not there',
  ]);
  const whole = worldOf(
    core('Secret', 'keys', {data: {'tls.crt': ''}}),
    core('ConfigMap', 'settings', {}),
    core('PersistentVolumeClaim', 'data', {status: {phase: 'Bound'}}),
    core('Secret', 'admin', {data: {password: ''}}),
  );
  expect(missingOf(pod, whole)).toEqual([]);
});
