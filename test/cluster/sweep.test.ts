import {expect, test} from 'vitest';
import {deletableKinds} from '../../source/cluster/sweep.js';

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
