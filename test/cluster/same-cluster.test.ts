import {afterEach, expect, it} from 'vitest';
import {toSameCluster} from '../../source/cluster/same-cluster.js';
import {createTransport} from '../../source/cluster/transport.js';
import {json, type SmallApi, smallApi} from './small-api.js';

const apis: SmallApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.stop();
});

const leading = async (known: string | undefined) => {
  const api = await smallApi((_, response) => json(response, 200, {metadata: {uid: 'second'}}));
  apis.push(api);
  const heard: string[] = [];
  const contact = {heard: () => heard.push('heard'), missed: (why: string) => heard.push(why)};
  const transport = toSameCluster(told => createTransport(api.kubeConfig, {contact: told}), known, contact);
  return {transport, heard, asked: () => api.asked.map(({method, url}) => `${method} ${url}`)};
};

const write = {method: 'POST', path: '/api/v1/namespaces', body: {}};

it('nothing is carried to another cluster, and its answer is no sign of life', async () => {
  const {transport, heard, asked} = await leading('first');
  await expect(transport.send(write)).rejects.toMatchObject({code: 'GS-K8S-16'});
  expect(asked()).toEqual(['GET /api/v1/namespaces/kube-system']);
  expect(heard).toEqual([expect.stringContaining('another cluster')]);
  await transport.close();
});

it('the same one is asked once who it is, and one that nobody knows yet is not', async () => {
  const same = await leading('second');
  await Promise.all([same.transport.send(write), same.transport.send(write)]);
  await same.transport.send(write);
  const [ask, carry] = ['GET /api/v1/namespaces/kube-system', 'POST /api/v1/namespaces'];
  expect(same.asked()).toEqual([ask, carry, carry, carry]);
  const unknown = await leading(undefined);
  await unknown.transport.send(write);
  expect(unknown.asked()).toEqual([carry]);
  await same.transport.close();
  await unknown.transport.close();
});
