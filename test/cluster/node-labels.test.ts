import {afterAll, beforeAll, expect, test} from 'vitest';
import {labelNodes} from '../../source/delivery/node-labels.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import type {Profile} from '../../source/profile/schema.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';

let rehearsal: BareRehearsal;
const nodes = defaultProfile('flex').nodes;
const named = (names: Partial<Record<'compute' | 'storage', readonly string[]>>): Profile['nodes'] => ({
  ...nodes,
  compute: {count: 1, names: [...(names.compute ?? [])]},
  storage: {count: 1, names: [...(names.storage ?? [])]},
});
const labels = async (name: string) =>
  (await rehearsal.client.read({apiVersion: 'v1', kind: 'Node', name}))?.metadata.labels ?? {};

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  for (const name of ['a', 'b']) {
    await rehearsal.client.apply(
      {apiVersion: 'v1', kind: 'Node', metadata: {name, labels: {rack: '7', openvswitch: 'enabled'}}},
      {fieldManager: 'somebody'},
    );
  }
});
afterAll(() => rehearsal.stop());

test('named nodes get the labels of their roles; a second time nothing is written', async () => {
  const profile = named({compute: ['a'], storage: ['a', 'b']});
  expect(await labelNodes(rehearsal.client, profile)).toBe('changed');
  expect(await labels('a')).toMatchObject({
    'openstack-compute-node': 'enabled',
    role: 'storage-node',
    rack: '7',
  });
  expect(await labels('b')).not.toHaveProperty('openstack-compute-node');
  expect(await labelNodes(rehearsal.client, profile)).toBe('unchanged');
});

test('a role that is taken from a node takes its labels with it, and leaves what is of others', async () => {
  expect(await labelNodes(rehearsal.client, named({compute: ['b'], storage: ['b']}))).toBe('changed');
  expect(await labels('a')).toEqual(expect.objectContaining({rack: '7', openvswitch: 'enabled'}));
  expect(await labels('a')).not.toHaveProperty('openstack-compute-node');
  expect(await labels('a')).not.toHaveProperty('role');
});

test('a profile that names no node touches none, and one that names an absent node is refused', async () => {
  const before = await labels('b');
  expect(await labelNodes(rehearsal.client, nodes)).toBe('unchanged');
  expect(await labels('b')).toEqual(before);
  await expect(labelNodes(rehearsal.client, named({compute: ['c']}))).rejects.toMatchObject({
    code: 'GS-NODE-01',
    message: expect.stringContaining('c, and the cluster has no such node'),
  });
});
