import {expect, test} from 'vitest';
import {ApiError} from '../../source/cluster/api-error.js';
import {deletableKinds, sweep} from '../../source/cluster/sweep.js';

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
    {apiVersion: 'v1', kind: 'Secret'},
    {apiVersion: 'metallb.io/v1beta2', kind: 'BGPPeer'},
    {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool'},
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
