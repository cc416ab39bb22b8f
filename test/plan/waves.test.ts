import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {makePlan} from '../../source/plan/make-plan.js';
import {wavesOf} from '../../source/plan/waves.js';
import {defaultProfile} from '../../source/profile/defaults.js';

test('a component is in a later wave than what it waits for', () => {
  const step = (id: string, ...needs: string[]) => ({
    id,
    component: id.split('/')[0] ?? '',
    needs: needs.map(need => ({step: need, kind: 'ready' as const})),
    estimateSeconds: 1,
  });
  const steps = [
    step('c/apply', 'b/ready'),
    step('a/apply'),
    step('a/ready', 'a/apply'),
    step('b/apply', 'a/ready'),
    step('b/ready', 'b/apply'),
    step('d/apply', 'a/ready'),
  ];
  expect(wavesOf({steps})).toEqual([['a'], ['b', 'd'], ['c']]);
});

test.each(['flex', 'enterprise'] as const)('every component of %s is in one wave', edition => {
  const plan = makePlan(readCatalogue(), defaultProfile(edition));
  const on = plan.components.filter(({enabled}) => enabled).map(({name}) => name);
  expect(wavesOf(plan).flat().sort()).toEqual(on.sort());
});
