import {expect, test} from 'vitest';
import {isStalled} from '../../../source/ui/tree/stalled.js';
import {played} from '../fixtures/played-run.js';
import {flexPlan} from '../fixtures/run-views.js';

test('a step that takes three times its estimate is marked, not what waits for it', () => {
  const plan = flexPlan();
  const {state, now} = played(plan, {until: 80, stuck: {'rabbitmq-cluster/ready': [0, 3, '']}});
  const later = now + 120_000;
  expect(isStalled('rabbitmq-cluster', state, plan, now)).toBe(false);
  expect(isStalled('rabbitmq-cluster', state, plan, later)).toBe(true);
  const {state: overlapping} = played(plan, {until: 130, stuck: {'rabbitmq-cluster/ready': [0, 3, '']}});
  expect(overlapping.components.keystone?.state).toBe('applying');
  expect(isStalled('keystone', overlapping, plan, now + 3_600_000)).toBe(false);
});
