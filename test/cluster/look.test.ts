import {afterEach, expect, test} from 'vitest';
import {lookAt} from '../../source/cluster/look.js';
import {json, type SmallApi, smallApi} from './small-api.js';

let api: SmallApi;
afterEach(() => api.stop());

const resources = (groupVersion: string, kinds: Readonly<Record<string, string>>) => ({
  kind: 'APIResourceList',
  groupVersion,
  resources: Object.entries(kinds).map(([name, kind]) => ({
    name,
    kind,
    namespaced: kind === 'ConfigMap',
    verbs: [],
  })),
});

const node = (name: string, ready: string, labels: object, cpu: string, memory: string) => ({
  metadata: {name, labels},
  status: {conditions: [{type: 'Ready', status: ready}], allocatable: {cpu, memory}},
});

const kubeadm = 'networking:\n  serviceSubnet: 10.96.0.0/12,fd00::/108\n';
const answers: Readonly<Record<string, object>> = {
  '/version': {gitVersion: 'v1.35.4'},
  '/api/v1': resources('v1', {nodes: 'Node', configmaps: 'ConfigMap'}),
  '/apis/storage.k8s.io/v1': resources('storage.k8s.io/v1', {storageclasses: 'StorageClass'}),
  '/apis/networking.k8s.io/v1': resources('networking.k8s.io/v1', {servicecidrs: 'ServiceCIDR'}),
  '/api/v1/nodes': {
    metadata: {resourceVersion: '1'},
    items: [
      node('node-10', 'False', {'openstack-compute-node': 'enabled'}, '7920m', '16Gi'),
      node(
        'node-2',
        'True',
        {'node-role.kubernetes.io/control-plane': '', 'openstack-control-plane': 'enabled'},
        '64',
        '263985916Ki',
      ),
    ],
  },
  '/apis/storage.k8s.io/v1/storageclasses': {
    metadata: {resourceVersion: '1'},
    items: [{metadata: {name: 'general'}}, {metadata: {name: 'fast'}}],
  },
  '/apis/networking.k8s.io/v1/servicecidrs': {
    metadata: {resourceVersion: '1'},
    items: [{metadata: {name: 'kubernetes'}, spec: {cidrs: ['10.233.0.0/18']}}],
  },
  '/api/v1/namespaces/kube-system/configmaps/kubeadm-config': {data: {ClusterConfiguration: kubeadm}},
};

const cluster = async (changed: Readonly<Record<string, object | number>> = {}) => {
  api = await smallApi(({url}, response) => {
    const path = url.split('?')[0] ?? '';
    const answer = changed[path] ?? answers[path] ?? 404;
    return typeof answer === 'number'
      ? json(response, answer, {kind: 'Status', status: 'Failure', message: 'no', code: answer})
      : json(response, 200, answer);
  });
  return lookAt(api.kubeConfig, new AbortController().signal);
};

test('a cluster says its version, its nodes with their roles and sizes, its classes and its service network', async () => {
  expect(await cluster()).toEqual({
    version: 'v1.35.4',
    nodes: [
      {
        name: 'node-2',
        isReady: true,
        isControlPlane: true,
        roles: ['control-plane'],
        cpu: 64,
        memoryGiB: 251,
      },
      {name: 'node-10', isReady: false, isControlPlane: false, roles: ['compute'], cpu: 7, memoryGiB: 16},
    ],
    storageClasses: ['fast', 'general'],
    serviceCIDR: '10.233.0.0/18',
  });
  expect(api.asked.filter(({method}) => method !== 'GET')).toEqual([]);
});

test('an older cluster says its service network by what kubeadm wrote, or not at all', async () => {
  const older = {'/apis/networking.k8s.io/v1': resources('networking.k8s.io/v1', {})};
  expect(await cluster(older)).toMatchObject({serviceCIDR: '10.96.0.0/12'});
  await api.stop();
  const neither = {...older, '/api/v1/namespaces/kube-system/configmaps/kubeadm-config': 404};
  expect(await cluster(neither)).toMatchObject({serviceCIDR: null});
});

test('who may not list nodes is told so, who may not list classes sees none', async () => {
  await expect(cluster({'/api/v1/nodes': 403})).rejects.toMatchObject({code: 'GS-K8S-13', exitCode: 3});
  await api.stop();
  expect(await cluster({'/apis/storage.k8s.io/v1/storageclasses': 403})).toMatchObject({storageClasses: []});
});

test('a look that nobody waits for any more ends at once', async () => {
  api = await smallApi(() => {});
  const controller = new AbortController();
  const looking = lookAt(api.kubeConfig, controller.signal);
  controller.abort(new Error('left'));
  await expect(looking).rejects.toThrow('left');
});
