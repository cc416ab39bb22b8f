import {describe, expect, test} from 'vitest';
import type {PassingCause} from '../../source/engine/backend.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {drivenRun, told} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({'db/ready': '', 'api/apply': 'overlaps db/ready', 'api/ready': 'ready api/apply'});
const quiet = () => ({quietSeconds: 600, patienceSeconds: 3600});
const stateOf = (driven: ReturnType<typeof drivenRun>) => driven.events.reduce(reduce, initialState(plan));

describe('a step without a sign of life', () => {
  test('is marked stalled with its cause, and no more as soon as it moves', async () => {
    const driven = drivenRun(plan, {quiet});
    await driven.settle();
    driven.context('db/ready').report({ready: 0, desired: 3, waitsFor: 'claim x, unbound'});
    await driven.elapse(599);
    expect(stateOf(driven).components.db?.stalled).toBeNull();
    await driven.elapse(1);
    expect(stateOf(driven).components.db?.stalled).toEqual({
      since: '1970-01-01T00:00:00.000Z',
      until: '1970-01-01T01:00:00.000Z',
      cause: 'claim x, unbound',
    });
    driven.context('db/ready').moved();
    await driven.settle();
    expect(stateOf(driven).components.db?.stalled).toBeNull();
    await driven.elapse(599);
    expect(stateOf(driven).components.db?.stalled).toBeNull();
    await driven.elapse(2);
    expect(stateOf(driven).components.db?.stalled).not.toBeNull();
  });

  test('is not what waits inside itself for another; its own silence begins when that one is there', async () => {
    const driven = drivenRun(plan, {quiet});
    await driven.elapse(700);
    expect(told(driven.events, 'step-stalled')).toEqual(['db/ready']);
    await driven.finish('db/ready');
    await driven.elapse(500);
    expect(told(driven.events, 'step-stalled')).toEqual(['db/ready']);
    await driven.elapse(101);
    expect(told(driven.events, 'step-stalled')).toEqual(['db/ready', 'api/apply']);
  });

  test('does not move by a number that grows in its sentence', async () => {
    const driven = drivenRun(plan, {quiet});
    await driven.settle();
    for (let times = 1; times <= 7; times++) {
      driven.context('db/ready').report({ready: 0, desired: 1, waitsFor: `pod x-0 crashed ${times} times`});
      await driven.elapse(100);
    }
    expect(told(driven.events, 'step-stalled')).toEqual(['db/ready']);
    expect(told(driven.events, 'progress')).toHaveLength(7);
  });

  test('is given up at the end of its patience, with what it waited for', async () => {
    const driven = drivenRun(plan, {quiet});
    await driven.settle();
    driven.context('db/ready').report({ready: 0, desired: 3, waitsFor: 'claim x, unbound'});
    await driven.elapse(3601);
    expect(driven.events.find(({type}) => type === 'step-failed')).toMatchObject({
      step: 'db/ready',
      code: 'GS-ENG-03',
      message: 'db/ready showed no sign of life for 60 min and was given up; it waited for claim x, unbound',
    });
  });

  test('gets more time where a person gives it, visibly', async () => {
    const driven = drivenRun(plan, {quiet});
    await driven.elapse(3000);
    await driven.intend({type: 'lengthen', component: 'db'});
    expect(stateOf(driven).components.db).toMatchObject({
      patienceSeconds: 7200,
      stalled: {until: '1970-01-01T02:00:00.000Z'},
    });
    await driven.elapse(4000);
    expect(told(driven.events, 'step-failed')).toEqual([]);
    await driven.elapse(300);
    expect(told(driven.events, 'step-failed')).toEqual(['db/ready']);
  });

  test.each([5 * 3600, -5 * 3600])('is none because the clock is set by %i s', async seconds => {
    const driven = drivenRun(plan, {quiet});
    await driven.elapse(500);
    driven.setClock(seconds);
    await driven.elapse(99);
    expect(told(driven.events, 'step-stalled')).toEqual([]);
    await driven.elapse(2);
    expect(stateOf(driven).components.db?.stalled).toMatchObject({
      since: new Date(seconds * 1000).toISOString(),
      until: new Date((seconds + 3600) * 1000).toISOString(),
    });
    await driven.elapse(2900);
    expect(told(driven.events, 'step-failed')).toEqual([]);
    await driven.elapse(100);
    expect(driven.events.find(({type}) => type === 'step-failed')).toMatchObject({seconds: 3600});
  });

  test('is not given up for a silence in which the world could not be heard', async () => {
    const driven = drivenRun(plan, {quiet, heardAt: () => 60_000});
    await driven.elapse(20_000);
    expect(told(driven.events, 'step-failed')).toEqual([]);
    expect(told(driven.events, 'step-stalled')).toEqual(['db/ready']);
  });
});

const webhook: PassingCause = {text: 'the webhook w does not answer', boundSeconds: 600};
const outage: PassingCause = {text: 'the API server does not answer', boundSeconds: null};
const passing = (thrown: unknown) =>
  ({webhook, outage})[(thrown as Error).message as 'webhook' | 'outage'] as PassingCause | undefined;

describe('a cause that may pass', () => {
  test('is tried again after pauses that double, and says which time, when and why', async () => {
    const driven = drivenRun(plan, {passing, random: () => 1 - Number.EPSILON});
    for (const [attempt, pause] of [
      [2, 1],
      [3, 2],
      [4, 4],
      [5, 8],
      [6, 16],
      [7, 30],
      [8, 30],
    ] as const) {
      await driven.fail('db/ready', new Error('webhook'));
      const last = driven.events.findLast(({type}) => type === 'step-postponed');
      expect(last).toMatchObject({step: 'db/ready', attempt, why: webhook.text});
      expect(
        Math.round(
          (Date.parse(String(last && 'at' in last && last.at)) - Date.parse(last?.time ?? '')) / 1000,
        ),
      ).toBe(pause);
      await driven.elapse(pause);
    }
    await driven.finish('db/ready');
    expect(stateOf(driven).components.db).toMatchObject({state: 'ready', postponed: null});
  });

  test('is told no more once the step says the same as before it', async () => {
    const driven = drivenRun(plan, {passing});
    const progress = {ready: 2, desired: 3, waitsFor: 'pod db-2 is starting'};
    await driven.settle();
    driven.context('db/ready').report(progress);
    await driven.fail('db/ready', new Error('outage'));
    await driven.elapse(31);
    expect(stateOf(driven).components.db?.postponed).not.toBeNull();
    driven.context('db/ready').report(progress);
    await driven.settle();
    expect(stateOf(driven).components.db).toMatchObject({postponed: null, waitsFor: progress.waitsFor});
  });

  test('fails of it when it has not passed within its bound', async () => {
    const driven = drivenRun(plan, {passing});
    for (let tries = 0; tries < 100 && told(driven.events, 'step-failed').length === 0; tries++) {
      await driven.fail('db/ready', new Error('webhook'));
      await driven.elapse(30);
    }
    const failed = driven.events.find(({type}) => type === 'step-failed');
    expect(failed).toMatchObject({step: 'db/ready', message: expect.stringContaining('webhook')});
    expect(Date.parse(failed?.time ?? '') / 1000).toBeGreaterThanOrEqual(600);
    expect(Date.parse(failed?.time ?? '') / 1000).toBeLessThan(660);
  });

  test('has its whole bound after an outage that was longer than that', async () => {
    const driven = drivenRun(plan, {passing});
    for (let minutes = 0; minutes < 15; minutes += 1) {
      await driven.fail('db/ready', new Error('outage'));
      await driven.elapse(60);
    }
    for (let minutes = 0; minutes < 9; minutes += 1) {
      await driven.fail('db/ready', new Error('webhook'));
      await driven.elapse(60);
    }
    expect(told(driven.events, 'step-failed')).toEqual([]);
    expect(told(driven.events, 'step-attempted')).toHaveLength(24);
  });

  test('is waited out however long it takes where it is an outage, and marked stalled meanwhile', async () => {
    const driven = drivenRun(plan, {passing, quiet});
    for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
      await driven.fail('db/ready', new Error('outage'));
      await driven.elapse(60);
    }
    expect(told(driven.events, 'step-failed')).toEqual([]);
    expect(stateOf(driven).components.db?.stalled?.cause).toBe(outage.text);
  });

  test('is no cause to wait when a person wants the next attempt now, or the end', async () => {
    const driven = drivenRun(plan, {passing});
    await driven.fail('db/ready', new Error('webhook'));
    await driven.intend({type: 'retry', component: 'db'});
    expect(told(driven.events, 'step-attempted')).toEqual(['db/ready']);
    await driven.fail('db/ready', new Error('webhook'));
    await driven.intend({type: 'abort'});
    await driven.over;
    expect(told(driven.events, 'step-interrupted')).toContain('db/ready');
  });

  test('does not hide what does not pass', async () => {
    const driven = drivenRun(plan, {passing});
    await driven.fail('db/ready', new Error('denied'));
    expect(told(driven.events, 'step-failed')).toEqual(['db/ready']);
  });
});
