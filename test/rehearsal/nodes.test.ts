import {expect, it} from 'vitest';
import {dealNodes, nodeObject} from '../../source/rehearsal/nodes.js';

const shape = {
  controlPlane: 3,
  compute: 3,
  network: 2,
  storage: 3,
  hyperconverged: false,
  serviceCIDR: '10.96.0.0/16',
  podCIDR: '10.244.0.0/16',
};

const counts = (nodes: ReturnType<typeof dealNodes>): Record<string, number> =>
  Object.fromEntries(
    (['control-plane', 'compute', 'network', 'storage'] as const).map(role => [
      role,
      nodes.filter(({roles}) => roles.includes(role)).length,
    ]),
  );

it('makes the nodes that the profile counts, one role each', () => {
  const nodes = dealNodes(shape);
  expect(counts(nodes)).toEqual({'control-plane': 3, compute: 3, network: 2, storage: 3});
  expect(nodes).toHaveLength(11);
  expect(new Set(nodes.map(({name}) => name)).size).toBe(11);
});

it('gives every node of a hyperconverged cluster every role', () => {
  expect(counts(dealNodes({...shape, hyperconverged: true}))).toEqual({
    'control-plane': 3,
    compute: 3,
    network: 3,
    storage: 3,
  });
  expect(dealNodes({...shape, hyperconverged: true}, 5)).toHaveLength(5);
});

it('keeps the proportion when another number of nodes is asked for', () => {
  expect(counts(dealNodes({...shape, compute: 30}, 12))).toEqual({
    'control-plane': 1,
    compute: 9,
    network: 1,
    storage: 1,
  });
  expect(counts(dealNodes(shape, 7))).toEqual({'control-plane': 2, compute: 2, network: 1, storage: 2});
});

it('leaves no role without a node when there are fewer nodes than roles', () => {
  for (const total of [1, 2, 3]) {
    const nodes = dealNodes(shape, total);
    expect(nodes).toHaveLength(total);
    expect(Object.values(counts(nodes)).every(count => count > 0)).toBe(true);
  }
});

it('labels a node with what the charts of its roles select', () => {
  const {metadata, status} = nodeObject({name: 'compute-1', roles: ['compute']}, '1.37.2', 10250);
  expect(metadata.labels).toMatchObject({
    'openstack-compute-node': 'enabled',
    'openstack-network-node': 'enabled',
    'kubernetes.io/os': 'linux',
  });
  expect(metadata.labels).not.toHaveProperty('openstack-control-plane');
  expect(status.allocatable).toHaveProperty('ephemeral-storage', '500Gi');
});

it('makes the nodes that the profile names', () => {
  const named = [{name: 'a', roles: ['compute', 'storage']}] as const;
  expect(dealNodes({...shape, named})).toEqual(named);
  expect(dealNodes({...shape, named}, 5)).toHaveLength(5);
});
