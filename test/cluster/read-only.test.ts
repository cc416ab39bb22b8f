import {afterEach, expect, it} from 'vitest';
import {clientOver} from '../../source/cluster/client.js';
import {queryPath} from '../../source/cluster/prometheus.js';
import {readOnly} from '../../source/cluster/read-only.js';
import {createTransport} from '../../source/cluster/transport.js';
import {json, type SmallApi, smallApi} from './small-api.js';

let api: SmallApi;
afterEach(() => api?.stop());

const started = async () => {
  api = await smallApi(({url}, response) =>
    json(
      response,
      200,
      url === '/api/v1'
        ? {
            resources: [
              {name: 'pods', kind: 'Pod', namespaced: true},
              {name: 'secrets', kind: 'Secret', namespaced: true},
            ],
          }
        : {metadata: {resourceVersion: '1'}, items: []},
    ),
  );
  return readOnly(createTransport(api.kubeConfig));
};

it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'get', 'OPTIONS'])(
  '%s is refused before anything is connected',
  async method => {
    const transport = await started();
    await expect(transport.send({method, path: '/api/v1/pods'})).rejects.toMatchObject({code: 'GS-K8S-50'});
    await expect(transport.stream({method, path: '/api/v1/pods'})).rejects.toMatchObject({code: 'GS-K8S-50'});
    expect(api.asked).toEqual([]);
  },
);

it.each([
  '/api/v1/namespaces/openstack/pods/x-0/exec',
  '/api/v1/namespaces/openstack/pods/x-0/attach',
  '/api/v1/namespaces/openstack/pods/x-0/portforward',
  '/api/v1/namespaces/openstack/services/horizon/proxy/auth/logout',
  '/api/v1/nodes/node-1/proxy/stats/summary',
  '/api/v1/namespaces/monitoring/services/http:kube-prometheus-stack-prometheus:9090/proxy/api/v1/status/config',
  '/api/v1/namespaces/monitoring/services/http:kube-prometheus-stack-prometheus:9090/proxy/api/v1/query/../../-/quit',
  '/api/v1/namespaces/monitoring/services/https:kube-prometheus-stack-prometheus:9090/proxy/api/v1/query',
  '/api/v1/namespaces/monitoring/services/kube-prometheus-stack-prometheus/proxy/api/v1/query',
  '/api/v1/namespaces/x/services/y/proxy/api/v1/namespaces/monitoring/services/http:kube-prometheus-stack-prometheus:9090/proxy/api/v1/query',
  '/api/v1/namespaces/monitoring/pods/http:kube-prometheus-stack-prometheus:9090/proxy/api/v1/query',
  '/api/v1/secrets',
  '/api/v1/namespaces/openstack/secrets',
  '/api/v1/namespaces/openstack/secrets/mariadb',
])('a GET of %s is refused too', async path => {
  const transport = await started();
  await expect(transport.send({method: 'GET', path})).rejects.toMatchObject({code: 'GS-K8S-50'});
  expect(api.asked).toEqual([]);
});

it('a query of Prometheus goes through', async () => {
  const transport = await started();
  await transport.send({method: 'GET', path: queryPath('monitoring'), query: {query: 'up'}});
  await expect(transport.send({method: 'POST', path: queryPath('monitoring')})).rejects.toMatchObject({
    code: 'GS-K8S-50',
  });
  expect(api.asked.map(({method, url}) => `${method} ${url}`)).toEqual([
    `GET ${queryPath('monitoring')}?query=up`,
  ]);
});

it('lists, reads and watches go through, a client over it cannot write', async () => {
  const client = clientOver(await started());
  const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'x', namespace: 'secrets'}};
  await expect(client.list(pod)).resolves.toEqual({items: [], resourceVersion: '1'});
  await expect(client.read({...pod, name: 'exec', namespace: 'proxy'})).resolves.toBeDefined();
  await expect(client.create(pod)).rejects.toMatchObject({code: 'GS-K8S-50'});
  await expect(client.apply(pod, {fieldManager: 'x'})).rejects.toMatchObject({code: 'GS-K8S-50'});
  await expect(client.patch({...pod, name: 'x'}, {})).rejects.toMatchObject({code: 'GS-K8S-50'});
  await expect(client.delete({...pod, name: 'x'})).rejects.toMatchObject({code: 'GS-K8S-50'});
  await expect(client.list({apiVersion: 'v1', kind: 'Secret'})).rejects.toMatchObject({code: 'GS-K8S-50'});
  expect(new Set(api.asked.map(({method}) => method))).toEqual(new Set(['GET']));
  await client.close();
});
