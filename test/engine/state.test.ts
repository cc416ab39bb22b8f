import {describe, expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.js';
import {initialState, type RunState, reduce} from '../../source/engine/state.js';
import type {Plan} from '../../source/plan/plan.js';
import {drivenRun} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

type Untimed = Record<string, unknown> & {type: EngineEvent['type']; step?: string};

const plan = smallPlan(
  {
    'kubernetes/ready': '',
    'db/prepare': '',
    'db/apply': 'ready db/prepare, ready kubernetes/ready',
    'db/ready': 'ready db/apply',
    'nova/prepare': '',
    'nova/apply': 'ready nova/prepare, ready db/ready, uses dns/ready',
    'nova/ready-api': 'ready nova/apply',
    'nova/ready-compute': 'ready nova/apply',
  },
  {kubernetes: 'checked'},
);

/** Events a second apart, the component taken from the step. */
const folded = (events: readonly Untimed[], from: Plan = plan): RunState =>
  events
    .map(
      (event, second) =>
        ({
          time: new Date(second * 1000).toISOString(),
          component: event.step?.split('/')[0],
          ...event,
        }) as unknown as EngineEvent,
    )
    .reduce(reduce, initialState(from, ['db']));

const started = (step: string): Untimed => ({type: 'step-started', step});
const finished = (step: string, result = 'changed'): Untimed => ({
  type: 'step-finished',
  step,
  result,
  seconds: 1,
});
const done = (...steps: string[]) => steps.flatMap(step => [started(step), finished(step)]);
const progress = (step: string, ready: number, desired: number, waitsFor = ''): Untimed => ({
  type: 'progress',
  step,
  ready,
  desired,
  waitsFor,
});
const failed = (step: string): Untimed => ({
  type: 'step-failed',
  step,
  code: 'GS-HELM-09',
  message: 'm',
  remedy: 'r',
  seconds: 1,
});

describe('a component', () => {
  test('is planned until its apply begins, then applying, rolling out, ready', () => {
    const steps = [
      started('db/prepare'),
      finished('db/prepare'),
      started('db/apply'),
      finished('db/apply'),
      started('db/ready'),
      finished('db/ready'),
    ];
    const states = steps.map((_, index) => folded(steps.slice(0, index + 1)).components.db?.state);
    expect(states).toEqual(['planned', 'planned', 'applying', 'rolling-out', 'rolling-out', 'ready']);
  });

  test('that is checked only is verified, since the thing itself answered', () => {
    expect(folded(done('kubernetes/ready')).components.kubernetes?.state).toBe('verified');
  });

  test('with nothing to change is ready as well, and says so', () => {
    const state = folded(['db/prepare', 'db/apply', 'db/ready'].map(step => finished(step, 'unchanged')));
    expect(state.components.db).toMatchObject({state: 'ready', unchanged: true});
  });

  test('sums the counts of its readiness groups and joins what they wait for', () => {
    const state = folded([
      ...done('nova/prepare', 'nova/apply'),
      started('nova/ready-api'),
      started('nova/ready-compute'),
      progress('nova/ready-api', 1, 3, 'Job nova-db-sync'),
      progress('nova/ready-compute', 0, 2, 'DaemonSet nova-compute'),
    ]);
    expect(state.components.nova).toMatchObject({
      ready: 1,
      desired: 5,
      waitsFor: 'Job nova-db-sync; DaemonSet nova-compute',
    });
  });

  test('whose readiness ended well has everything ready', () => {
    const state = folded([
      ...done('db/prepare', 'db/apply'),
      started('db/ready'),
      progress('db/ready', 1, 3, 'x'),
      finished('db/ready'),
    ]);
    expect(state.components.db).toMatchObject({ready: 3, desired: 3, waitsFor: ''});
  });

  test('that is prepared names the components it waits for', () => {
    expect(folded(done('nova/prepare')).components.nova?.waitsFor).toBe('db');
  });

  test('is measured from its apply, not from its prepare', () => {
    const state = folded(done('db/prepare', 'db/apply', 'db/ready'));
    expect(state.components.db).toMatchObject({startedAt: '1970-01-01T00:00:02.000Z', seconds: 3});
  });

  test('keeps the error of its failed step; one it held back keeps who did', () => {
    const state = folded([
      ...done('db/prepare'),
      started('db/apply'),
      failed('db/apply'),
      {type: 'step-blocked', step: 'nova/apply', by: 'db'},
    ]);
    expect(state.components.db).toMatchObject({state: 'failed', error: {code: 'GS-HELM-09'}});
    expect(state.components.nova).toMatchObject({state: 'blocked', blockedBy: 'db', seconds: null});
  });

  test('misses what it would use and what is not in the plan', () => {
    expect(folded([]).components.nova?.missing).toEqual(['dns']);
  });

  test('that no event touched stays the same object', () => {
    const before = folded([]);
    const event = {time: '1970-01-01T00:00:00Z', ...started('db/prepare'), component: 'db'} as EngineEvent;
    expect(reduce(before, event).components.nova).toBe(before.components.nova);
  });
});

test('a snapshot taken anywhere as JSON goes on to the same state as all events in order', async () => {
  const driven = drivenRun(plan);
  await driven.finish('kubernetes/ready', 'db/prepare', 'nova/prepare');
  driven.context('db/apply').note('as a stand-in');
  await driven.finish('db/apply');
  driven.context('db/ready').report({ready: 1, desired: 2, waitsFor: 'Pod db-1'});
  await driven.finish('db/ready', 'nova/apply', 'nova/ready-api');
  await driven.fail('nova/ready-compute', new Error('no node'));
  await driven.over;

  const whole = driven.events.reduce(reduce, initialState(plan));
  expect(whole.run).toMatchObject({id: 'r1', outcome: 'failed'});
  for (const cut of driven.events.keys()) {
    const snapshot: RunState = JSON.parse(
      JSON.stringify(driven.events.slice(0, cut).reduce(reduce, initialState(plan))),
    );
    expect(driven.events.slice(cut).reduce(reduce, snapshot)).toEqual(whole);
  }
});

test('what is called like something that every object has is no component', () => {
  const note = {type: 'note', component: 'constructor', text: 'x'} as const;
  expect(folded([note, started('constructor')])).toEqual(folded([]));
});
