import {describe, expect, it} from 'vitest';
import {initialState, type RunState, reduce} from '../../source/engine/state.js';
import {chainToRoot, waitingBehind} from '../../source/engine/waits.js';
import {smallPlan} from '../helpers/small-plan.js';

const time = '2026-11-23T14:00:00Z';

const plan = smallPlan({
  'db/apply': '',
  'db/ready': 'ready db/apply',
  'keystone/apply': 'overlaps db/ready',
  'keystone/ready': 'ready keystone/apply, ready db/ready',
  'nova/apply': 'ready keystone/ready, uses horizon/ready',
  'nova/ready-api': 'ready nova/apply',
  'nova/ready-compute': 'ready nova/apply, ready neutron/ready-agents',
  'neutron/apply': 'ready keystone/ready',
  'neutron/ready-server': 'ready neutron/apply, ready nova/ready-api',
  'neutron/ready-agents': 'ready neutron/apply',
  'horizon/apply': '',
  'horizon/ready': 'ready horizon/apply',
});

const stateAfter = (...steps: readonly string[]): RunState =>
  steps.reduce((state, word) => {
    const [type = '', step = ''] = word.split(' ');
    const component = step.split('/')[0] ?? '';
    const rest = {time, step, component};
    switch (type) {
      case 'done':
        return reduce(reduce(state, {...rest, type: 'step-started'} as never), {
          ...rest,
          type: 'step-finished',
          result: 'changed',
          seconds: 1,
        } as never);
      case 'failed':
        return reduce(state, {
          ...rest,
          type: 'step-failed',
          code: 'GS-X-01',
          message: 'm',
          remedy: 'r',
        } as never);
      case 'blocked':
        return reduce(state, {...rest, type: 'step-blocked', by: 'db'} as never);
      default:
        return reduce(state, {...rest, type: 'step-started'} as never);
    }
  }, initialState(plan));

describe('the chain to the root', () => {
  it.each([
    ['what has not begun', 'nova', stateAfter('started db/apply'), ['nova', 'keystone', 'db']],
    [
      'what runs and waits inside',
      'keystone',
      stateAfter('started db/apply', 'started keystone/apply'),
      ['keystone', 'db'],
    ],
    ['what waits for none', 'horizon', stateAfter('started horizon/apply'), ['horizon']],
    ['what others wait for', 'db', stateAfter('started db/apply'), ['db']],
    [
      'what runs in one part and waits in another',
      'neutron',
      stateAfter(
        'done db/ready',
        'done keystone/ready',
        'done neutron/apply',
        'started neutron/ready-agents',
      ),
      ['neutron'],
    ],
    ['what is blocked', 'nova', stateAfter('failed db/apply', 'blocked nova/apply'), ['nova', 'db']],
    [
      'two that wait for each other by turns',
      'neutron',
      stateAfter(
        'done db/apply',
        'done db/ready',
        'done keystone/apply',
        'done keystone/ready',
        'done neutron/apply',
        'started nova/apply',
      ),
      ['neutron', 'nova'],
    ],
  ])('is told of %s', (_, component, state, chain) => {
    expect(chainToRoot(state, component)).toEqual(chain);
  });
});

it('counts whom a component holds back, near and far, and not who only uses it', () => {
  expect(waitingBehind(stateAfter('started db/apply'), 'db')).toEqual(['keystone', 'nova', 'neutron']);
  expect(waitingBehind(stateAfter('started horizon/apply'), 'horizon')).toEqual([]);
  expect(waitingBehind(stateAfter('failed db/apply', 'blocked nova/apply'), 'db')).toContain('nova');
  const late = stateAfter('done db/apply', 'done db/ready', 'done keystone/apply', 'done keystone/ready');
  expect(waitingBehind(late, 'db')).toEqual([]);
});
