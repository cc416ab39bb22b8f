import {describe, expect, test} from 'vitest';
import {about, headline, leftSeconds} from '../../../source/ui/tree/header.js';
import {played, runStart} from '../fixtures/played-run.js';
import {flexPlan, withFailure} from '../fixtures/run-views.js';

describe('the estimate', () => {
  const plan = flexPlan();
  const left = (until: number) => {
    const {state, now} = played(plan, {until});
    return leftSeconds(plan, state, now);
  };

  test('is the longest path before the first step and nothing after the last', () => {
    const {states} = played(plan, {until: -1});
    expect(leftSeconds(plan, states[0] ?? played(plan).state, runStart)).toBe(plan.criticalPath.seconds);
    const {state, now} = played(plan);
    expect(leftSeconds(plan, state, now)).toBe(0);
  });

  test('falls by what has passed while everything takes its time', () => {
    expect(left(100) - left(160)).toBeCloseTo(60, 0);
  });

  test('leaves a tenth of a step that takes longer than estimated', () => {
    const {state, now} = played(plan, {stuck: {'octavia/ready': [0, 1, '']}});
    const estimate = plan.steps.find(({id}) => id === 'octavia/ready')?.estimateSeconds ?? 0;
    expect(leftSeconds(plan, state, now + 3_600_000)).toBeCloseTo(estimate / 10, 0);
  });
});

test('an estimate is said in tens of seconds, minutes, or hours and minutes', () => {
  expect([4, 31, 89, 95, 1200, 3700].map(about)).toEqual([
    '~10 s',
    '~40 s',
    '~1 min',
    '~2 min',
    '~20 min',
    '~1 h 2 min',
  ]);
});

test('what failed is counted, and apart what nobody has looked at', () => {
  const {view, now} = withFailure(100);
  expect(headline(view, new Set(), now)).toMatchObject({
    failed: 1,
    unseen: 1,
    total: 51,
    elapsedSeconds: 100,
  });
  expect(headline(view, new Set(['rabbitmq-cluster']), now)).toMatchObject({failed: 1, unseen: 0});
});
