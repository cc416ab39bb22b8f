import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../../source/cluster/kubernetes-object.js';
import {addressFor} from '../../../source/rehearsal/simulation/addresses.js';

const service = (name: string, annotations: Record<string, string> = {}, ip?: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace: 'openstack', annotations},
  spec: {type: 'LoadBalancer'},
  status: ip === undefined ? {} : {loadBalancer: {ingress: [{ip}]}},
});
const pool = (name: string, addresses: string[], autoAssign = true): KubernetesObject => ({
  apiVersion: 'metallb.io/v1beta1',
  kind: 'IPAddressPool',
  metadata: {name, namespace: 'metallb-system'},
  spec: {addresses, autoAssign},
});
const pools = [pool('external', ['198.51.100.8-198.51.100.9']), pool('internal', ['10.9.0.0/30'], false)];

test('the first free address of the pool that assigns by itself is taken', () => {
  expect(addressFor(service('a'), [], pools)).toBe('198.51.100.8');
  expect(addressFor(service('b'), [service('a', {}, '198.51.100.8')], pools)).toBe('198.51.100.9');
});

test('a service may name its pool', () => {
  expect(addressFor(service('a', {'metallb.io/address-pool': 'internal'}), [], pools)).toBe('10.9.0.0');
});

test('a pool that is exhausted, or is not there, gives nothing', () => {
  const others = [service('a', {}, '198.51.100.8'), service('b', {}, '198.51.100.9')];
  expect(addressFor(service('c'), others, pools)).toBeUndefined();
  expect(addressFor(service('c', {'metallb.io/address-pool': 'absent'}), [], pools)).toBeUndefined();
});

test('services that share a key share an address', () => {
  const key = {'metallb.io/allow-shared-ip': 'one'};
  expect(addressFor(service('b', key), [service('a', key, '198.51.100.9')], pools)).toBe('198.51.100.9');
});

test('without pools an address of the documentation range is taken', () => {
  expect(addressFor(service('a'), [], [])).toBe('203.0.113.1');
});

test('an address that was given stays', () => {
  expect(addressFor(service('a', {}, '1.2.3.4'), [], pools)).toBeUndefined();
});
