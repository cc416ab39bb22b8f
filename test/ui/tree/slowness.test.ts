import {expect, test} from 'vitest';
import {slownessOf} from '../../../source/ui/tree/slowness.js';
import {played} from '../fixtures/played-run.js';
import {flexPlan} from '../fixtures/run-views.js';

test('a step that takes three times what it took the last time is called slow, not what waits for it', () => {
  const flex = flexPlan();
  const plan = {...flex, steps: flex.steps.map(step => ({...step, isLearned: true as const}))};
  const slowness = (component: string, state: Parameters<typeof slownessOf>[1], at: number) =>
    slownessOf(component, state, plan, at, 'x');
  const {state, now} = played(plan, {until: 80, stuck: {'rabbitmq-cluster/ready': [0, 3, '']}});
  expect(slowness('rabbitmq-cluster', state, now)).toBe('');
  expect(slowness('rabbitmq-cluster', state, now + 120_000)).toMatch(/^\d+x slower than last time$/);
  const {state: overlapping} = played(plan, {until: 130, stuck: {'rabbitmq-cluster/ready': [0, 3, '']}});
  expect(overlapping.components.keystone?.state).toBe('applying');
  expect(slowness('keystone', overlapping, now + 3_600_000)).toBe('');
});
