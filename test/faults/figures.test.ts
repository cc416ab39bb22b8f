import {expect, test} from 'vitest';
import {percent, upperBound} from './figures.js';

test.each([
  // Without a failure it is 1 - 0.05^(1/n), near 3/n.
  [200, 0, 0.014867],
  [100_000, 0, 0.0000299569],
  [1, 0, 0.95],
  // By the tables of Clopper and Pearson.
  [10, 1, 0.394163],
  [50, 2, 0.120614],
  [20, 19, 0.997439],
  [3, 3, 1],
  [0, 0, 1],
])('of %i runs of which %i failed, the rate is at most %f', (runs, failures, bound) => {
  expect(upperBound(runs, failures)).toBeCloseTo(bound, 6);
});

test('a rate is said with two digits', () => {
  expect([0.014867, 0.00002996, 1, 0.394].map(percent)).toEqual(['1.5 %', '0.003 %', '100 %', '39 %']);
});
