import {expect, test} from 'vitest';
import {labelsOfRole} from '../../source/catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../../source/catalogue/schema.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import type {CheckWorld} from '../../source/delivery/check.js';
import {checks} from '../../source/delivery/checks.js';
import {defaultProfile} from '../../source/profile/defaults.js';

const nodesWith = (roles: readonly NodeRole[], count: number): KubernetesObject[] =>
  Array.from({length: count}, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `${roles.join('-')}-${index}`,
      labels: Object.assign({}, ...roles.map(role => labelsOfRole[role])),
    },
  }));
const check = (items: KubernetesObject[], edition: 'flex' | 'enterprise' = 'flex', replicas: 1 | 3 = 3) => {
  const profile = defaultProfile(edition);
  const world = {
    profile: {
      ...profile,
      database: {...profile.database, replicas},
      messaging: {...profile.messaging, replicas},
    },
    roles: nodeRoles,
    list: async () => ({items}),
  } satisfies Partial<CheckWorld> as unknown as CheckWorld;
  return checks['node-roles']?.(world);
};
const [control, compute, network, storage] = nodeRoles.map(role => [role]) as [
  NodeRole[],
  NodeRole[],
  NodeRole[],
  NodeRole[],
];
const flex = [
  ...nodesWith(control, 3),
  ...nodesWith(compute, 2),
  ...nodesWith(network, 1),
  ...nodesWith(storage, 1),
];

test('nodes as the profile counts them are met without a word', async () => {
  expect(await check(flex)).toMatchObject({state: 'met', notes: []});
});

test('a role without a node is refused with the label that would give it', async () => {
  expect(await check(flex.slice(0, 6))).toMatchObject({
    state: 'unmet',
    text: expect.stringContaining('No node has the role storage'),
    remedy: expect.stringContaining('openstack-storage-node=enabled'),
  });
});

test('another number of nodes is said, and computes are not counted as network nodes', async () => {
  expect(await check([...flex, ...nodesWith(['compute'], 5).slice(2)])).toMatchObject({
    state: 'met',
    notes: [
      'nodes.compute.count of the profile is 2, and the cluster has 5 nodes of the role compute; sizes follow the cluster',
    ],
  });
});

test('fewer nodes than there are servers that want one each are refused, and are enough for a single one', async () => {
  const two = [...flex.slice(1)];
  expect(await check(two)).toMatchObject({
    state: 'unmet',
    text: 'database.replicas is 3, every server on a node of its own, and the cluster has 2 nodes of the role control-plane',
    remedy: expect.stringMatching(
      /openstack-control-plane=enabled.*nodes\.controlPlane\.names.*lower database\.replicas/,
    ),
  });
  expect(await check(two, 'flex', 1)).toMatchObject({
    state: 'met',
    notes: [expect.stringContaining('2 nodes')],
  });
});

test('a copy of Ceph wants a storage node of its own', async () => {
  expect(await check([...flex, ...nodesWith(['storage'], 2).slice(1)], 'enterprise')).toMatchObject({
    state: 'unmet',
    text: expect.stringMatching(/^storage\.ceph\.replicas is 3, every copy .* 2 nodes of the role storage$/),
  });
});

test('one node with every role counts for each of them', async () => {
  const verdict = await check(nodesWith(nodeRoles, 1), 'flex', 1);
  expect(verdict).toMatchObject({state: 'met'});
  expect(verdict?.state === 'met' && verdict.notes.map(note => note.split('.')[1])).toEqual([
    'controlPlane',
    'compute',
  ]);
});
