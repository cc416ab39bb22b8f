import {expect, test} from 'vitest';
import {poolRange} from '../../source/profile/address-range.js';
import {head, load} from './documents.js';

test.each([
  ['10.0.0.1', '10.0.0.1/32'],
  ['10.0.0.1 - 10.0.0.9', '10.0.0.1-10.0.0.9'],
  ['10.0.0.0/28', '10.0.0.0/28'],
])('MetalLB, which takes no single address, is given %s as %s', (written, pool) => {
  expect(poolRange(written)).toBe(pool);
});

test('A profile that was read has ranges as MetalLB takes them', () => {
  const {loadBalancer} = load(`${head}network: {loadBalancer: {external: [10.74.8.5]}}\n`).profile.network;
  expect(loadBalancer.external).toEqual(['10.74.8.5/32']);
});
