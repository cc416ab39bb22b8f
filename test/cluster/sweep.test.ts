import {expect, test} from 'vitest';
import {ApiError} from '../../source/cluster/api-error.js';
import {deletableKinds, sweep} from '../../source/cluster/sweep.js';
import {bareRehearsal} from '../helpers/bare-rehearsal.js';

const verbs = ['list', 'delete'];
const groupVersion = (name: string) => ({groupVersion: `metallb.io/${name}`});
const answers: Readonly<Record<string, object>> = {
  '/apis': {
    groups: [
      {
        name: 'metallb.io',
        preferredVersion: groupVersion('v1beta2'),
        versions: [groupVersion('v1beta2'), groupVersion('v1beta1')],
      },
    ],
  },
  '/api/v1': {resources: [{name: 'secrets', kind: 'Secret', verbs}]},
  '/apis/metallb.io/v1beta2': {resources: [{name: 'bgppeers', kind: 'BGPPeer', verbs}]},
  '/apis/metallb.io/v1beta1': {
    resources: [
      {name: 'bgppeers', kind: 'BGPPeer', verbs},
      {name: 'ipaddresspools', kind: 'IPAddressPool', verbs},
    ],
  },
};

test('a kind that the preferred version of its group has not is looked for in the others', async () => {
  expect(await deletableKinds({request: async (_method, path) => answers[path]})).toEqual([
    [{apiVersion: 'v1', kind: 'Secret'}],
    [
      {apiVersion: 'metallb.io/v1beta2', kind: 'BGPPeer'},
      {apiVersion: 'metallb.io/v1beta1', kind: 'BGPPeer'},
    ],
    [{apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool'}],
  ]);
});

const sweepRefused = (status: number) =>
  sweep({
    request: async (_method, path) => answers[path],
    list: async ({kind}) => {
      if (kind === 'BGPPeer') throw new ApiError(status, '', `status ${status}`);
      return {items: [{apiVersion: 'v1', kind, metadata: {name: 'one'}}], resourceVersion: '1'};
    },
  });

test.each([403, 404, 405])('a kind whose list is answered %i is left out', async status => {
  expect((await sweepRefused(status)).map(({kind}) => kind).sort()).toEqual(['IPAddressPool', 'Secret']);
});

test.each([410, 429, 500, 503])('a list that could not be had (%i) is not an empty one', async status => {
  await expect(sweepRefused(status)).rejects.toThrow(`status ${status}`);
});

const version = (name: string, storage: boolean) => ({
  ...{name, storage, served: true},
  schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
});

test('objects whose conversion webhook went before them are found in the version that is stored', {
  timeout: 180_000,
}, async () => {
  const {client, stop} = await bareRehearsal();
  try {
    const service = {namespace: 'gone', name: 'gone', path: '/convert'};
    await client.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: 'rings.example.org'},
      spec: {
        group: 'example.org',
        names: {kind: 'Ring', plural: 'rings'},
        scope: 'Cluster',
        versions: [version('v2', false), version('v1', true)],
        conversion: {
          strategy: 'Webhook',
          webhook: {conversionReviewVersions: ['v1'], clientConfig: {service}},
        },
      },
    });
    const ring = {apiVersion: 'example.org/v1', kind: 'Ring', metadata: {name: 'one'}};
    await expect.poll(() => client.create(ring).catch(() => undefined), {timeout: 60_000}).toBeDefined();
    await expect(client.list({apiVersion: 'example.org/v2', kind: 'Ring'})).rejects.toThrow('webhook');
    expect((await sweep(client)).filter(({kind}) => kind === 'Ring')).toMatchObject([ring]);
  } finally {
    await stop();
  }
});
