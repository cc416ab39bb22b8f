import {describe, expect, test} from 'vitest';
import {initialState, type RunState, reduce} from '../../../source/engine/state.js';
import {fitChain, rootOf, waitsChains} from '../../../source/ui/tree/waits-chain.js';
import {type SmallStep, smallPlan} from '../../helpers/small-plan.js';

const time = '2026-11-23T14:02:17Z';

const stateOf = (
  steps: SmallStep,
  {running = {}, done = []}: {running?: Readonly<Record<string, string>>; done?: readonly string[]} = {},
): RunState => {
  const begun = [...done, ...Object.keys(running)];
  const of = (step: string) => ({time, step, component: step.split('/')[0] ?? ''});
  return [
    ...begun.map(step => ({type: 'step-started' as const, ...of(step)})),
    ...Object.entries(running).map(([step, waitsFor]) => ({
      type: 'progress' as const,
      ...of(step),
      ready: 0,
      desired: 1,
      waitsFor,
    })),
    ...done.map(step => ({
      type: 'step-finished' as const,
      ...of(step),
      result: 'changed' as const,
      seconds: 1,
    })),
  ].reduce(reduce, initialState(smallPlan(steps)));
};

describe('what a component waits for', () => {
  test('is told from the nearest to the root, with what the root says of itself', () => {
    const state = stateOf(
      {
        'database/apply': '',
        'database/ready': 'ready database/apply',
        'keystone/apply': 'ready database/ready',
        'keystone/ready': 'ready keystone/apply',
        'nova/apply': 'ready keystone/ready',
      },
      {
        done: ['database/apply'],
        running: {'database/ready': 'pod database-0 waits for claim data-0, unbound'},
      },
    );
    expect(waitsChains(state).get('nova')).toEqual({
      names: ['keystone', 'database'],
      reason: 'claim data-0, unbound',
    });
    expect(waitsChains(state).get('database')).toEqual({names: [], reason: 'claim data-0, unbound'});
  });

  test('is followed step by step where two wait for each other by turns', () => {
    const state = stateOf(
      {
        'neutron/apply': '',
        'neutron/ready-server': 'ready neutron/apply',
        'neutron/ready-agents': 'ready neutron/apply, ready nova/ready-compute',
        'nova/apply': '',
        'nova/ready-compute': 'ready nova/apply, ready neutron/ready-server',
      },
      {done: ['neutron/apply', 'nova/apply'], running: {'neutron/ready-server': 'a bus'}},
    );
    expect(waitsChains(state).get('nova')).toEqual({names: ['neutron'], reason: 'a bus'});
  });

  test('is, while it is applied, what it overlaps', () => {
    const state = stateOf(
      {
        'queue/apply': '',
        'queue/ready': 'ready queue/apply',
        'keystone/apply': 'overlaps queue/ready',
      },
      {done: ['queue/apply'], running: {'queue/ready': '', 'keystone/apply': 'Job db-sync'}},
    );
    expect(waitsChains(state).get('keystone')).toEqual({names: ['queue'], reason: ''});
  });

  test('is, where it is blocked, what failed', () => {
    const state = reduce(stateOf({'a/apply': '', 'b/apply': 'ready a/apply'}), {
      type: 'step-blocked',
      time,
      step: 'b/apply',
      component: 'b',
      by: 'a',
    });
    expect(waitsChains(state).get('b')?.names).toEqual(['a']);
  });

  test('is not what its namespace waits for', () => {
    const state = stateOf({
      'b/prepare': '',
      'a/apply': '',
      'b/apply': 'ready b/prepare, ready a/apply',
    });
    expect(waitsChains(state).get('b')?.names).toEqual(['a']);
  });
});

test('the root of a sentence is what the last one of it waits for, without what the tree shows already', () => {
  expect(
    rootOf(
      'StatefulSet openstack/x: 2 of 3 pods are ready; pod x-2 waits for claim data-x-2, unbound: StorageClass general does not exist',
    ),
  ).toBe('claim data-x-2, unbound: StorageClass general does not exist');
  expect(rootOf('Deployment openstack/x: 0 of 1 pods are ready; pod x-1 cannot pull the image y')).toBe(
    'cannot pull the image y',
  );
  expect(rootOf('0 of 3 pods are ready')).toBe('');
});

test('a chain that is too long loses what its root says, then its middle, and its root last', () => {
  const chain = {names: ['octavia', 'nova', 'keystone', 'database'], reason: 'claim x, unbound: no class'};
  const marks = {arrow: '←', ellipsis: '…'};
  expect([80, 60, 48, 45, 36, 34, 27, 22, 12, 4].map(width => fitChain(chain, width, marks))).toEqual([
    'octavia ← nova ← keystone ← database ← claim x, unbound: no class',
    'octavia ← nova ← keystone ← database ← claim x, unbound',
    'octavia ← … ← database ← claim x, unbound',
    'octavia ← … ← database ← claim x, unbound',
    '… ← database ← claim x, unbound',
    '… ← database ← claim x, unbound',
    'octavia ← … ← database',
    'octavia ← … ← database',
    '… ← database',
    'database',
  ]);
  expect(
    fitChain({names: ['database'], reason: 'claim storage-database-2, unbound: no class'}, 30, marks),
  ).toBe('database ← claim storage-data…');
});
