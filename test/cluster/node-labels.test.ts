import {afterAll, beforeAll, expect, test} from 'vitest';
import {labelNodes, type NodeTerms} from '../../source/delivery/node-labels.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';

let rehearsal: BareRehearsal;
const {nodes, network, availabilityZone} = defaultProfile('flex');
const terms = (over: NodeTerms['nodes'] = nodes): NodeTerms => ({
  nodes: over,
  network,
  availabilityZone,
  mappings: 'physnet1:br-ex',
});
const noted: string[] = [];
const label = (given: NodeTerms) => labelNodes(rehearsal.client, given, text => noted.push(text));
const named = (
  names: Partial<Record<'controlPlane' | 'compute' | 'network' | 'storage', readonly string[]>>,
) =>
  terms({
    ...nodes,
    controlPlane: {count: 1, names: [...(names.controlPlane ?? [])]},
    network: {count: 1, names: [...(names.network ?? [])]},
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
  expect(await label(profile)).toBe('changed');
  expect(await labels('a')).toMatchObject({
    'openstack-compute-node': 'enabled',
    role: 'storage-node',
    rack: '7',
  });
  expect(await labels('b')).not.toHaveProperty('openstack-compute-node');
  expect(await label(profile)).toBe('unchanged');
});

test('a role that is taken from a node takes its labels with it, and leaves what is of others', async () => {
  expect(await label(named({compute: ['b'], storage: ['b']}))).toBe('changed');
  expect(await labels('a')).toEqual(expect.objectContaining({rack: '7', openvswitch: 'enabled'}));
  expect(await labels('a')).not.toHaveProperty('openstack-compute-node');
  expect(await labels('a')).not.toHaveProperty('role');
});

test('a profile that names an absent node is refused', async () => {
  await expect(label(named({compute: ['c']}))).rejects.toMatchObject({
    code: 'GS-NODE-01',
    message: expect.stringContaining('c, and the cluster has no such node'),
  });
});

const node = (name: string) => rehearsal.client.read({apiVersion: 'v1', kind: 'Node', name});
const ovn = async (name: string) =>
  Object.fromEntries(
    Object.entries((await node(name))?.metadata.annotations ?? {}).filter(([key]) =>
      key.startsWith('ovn.openstack.org/'),
    ),
  );

test('what routes is told of its bridges, a changed value is applied, and what routes no more is told nothing', async () => {
  const profile = named({compute: ['a'], network: ['b']});
  await label(profile);
  const compute = {
    'ovn.openstack.org/int_bridge': 'br-int',
    'ovn.openstack.org/bridges': 'br-ex',
    'ovn.openstack.org/ports': 'br-ex:eth1',
    'ovn.openstack.org/mappings': 'physnet1:br-ex',
    'ovn.openstack.org/availability_zones': 'az1',
  };
  expect(await ovn('a')).toEqual(compute);
  expect(await ovn('b')).toEqual({...compute, 'ovn.openstack.org/gateway': 'enabled'});
  expect(await label(profile)).toBe('unchanged');
  expect(await label({...profile, availabilityZone: 'az2'})).toBe('changed');
  expect(await ovn('a')).toMatchObject({'ovn.openstack.org/availability_zones': 'az2'});
  await label(named({storage: ['a']}));
  expect([await ovn('a'), await ovn('b')]).toEqual([{}, {}]);
});

test('a control plane of OpenStack loses what keeps it and MetalLB away, and nothing else', async () => {
  const exclude = 'node.kubernetes.io/exclude-from-external-load-balancers';
  const other = {key: 'maintenance', effect: 'NoSchedule'};
  const own = {key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'};
  for (const name of ['a', 'b']) {
    await rehearsal.client.patch(
      {apiVersion: 'v1', kind: 'Node', name},
      {metadata: {labels: {[exclude]: ''}}, spec: {taints: [own, other]}},
    );
  }
  noted.length = 0;
  const profile = named({controlPlane: ['a']});
  expect(await label(profile)).toBe('changed');
  const keys = async (name: string) =>
    (((await node(name))?.spec?.taints ?? []) as {key: string}[])
      .map(({key}) => key)
      .filter(key => !key.startsWith('node.kubernetes.io/'));
  expect(await keys('a')).toEqual(['maintenance']);
  expect(await labels('a')).not.toHaveProperty([exclude]);
  expect(await keys('b')).toEqual([own.key, 'maintenance']);
  expect(await labels('b')).toHaveProperty([exclude]);
  expect(noted).toEqual([expect.stringMatching(/^took the taint .*:NoSchedule and the label .* from a: /)]);
  expect(await label(profile)).toBe('unchanged');
});

test('where the profile names no node, the labels that are there say the roles, and what goes with them comes and goes', async () => {
  const byHand = (name: string, ...keys: string[]) =>
    rehearsal.client.apply(
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {name, labels: Object.fromEntries(keys.map(key => [key, 'enabled']))},
      },
      {fieldManager: 'somebody', force: true},
    );
  const [control, network, compute] = ['control-plane', 'network-node', 'compute-node'].map(
    role => `openstack-${role}`,
  ) as [string, string, string];
  await label(named({storage: ['b']}));
  await byHand('a', control, network);
  await byHand('b', compute, network);
  expect(await label(terms())).toBe('changed');
  expect(await labels('a')).toMatchObject({
    [control]: 'enabled',
    'kube-ovn/role': 'master',
    openvswitch: 'enabled',
  });
  expect(await labels('b')).not.toHaveProperty('kube-ovn/role');
  expect(await ovn('a')).toHaveProperty(['ovn.openstack.org/gateway'], 'enabled');
  expect(await ovn('b')).toHaveProperty(['ovn.openstack.org/bridges'], 'br-ex');
  // What another profile gave by name stays.
  expect(await labels('b')).toMatchObject({'openstack-storage-node': 'enabled', role: 'storage-node'});
  expect(await ovn('b')).not.toHaveProperty(['ovn.openstack.org/gateway']);
  expect(await label(terms())).toBe('unchanged');

  await byHand('a', control);
  expect(await label(terms())).toBe('changed');
  // No node is for the network alone any more, so what is left of it routes.
  expect(await ovn('b')).toHaveProperty(['ovn.openstack.org/gateway'], 'enabled');
  expect(await ovn('a')).toEqual({});
  await byHand('a');
  await byHand('b');
  expect(await label(terms())).toBe('changed');
  expect(await labels('a')).not.toHaveProperty('kube-ovn/role');
  expect([await ovn('a'), await ovn('b')]).toEqual([{}, {}]);
});
