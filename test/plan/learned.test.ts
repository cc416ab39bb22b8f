import {expect, test} from 'vitest';
import {learnedFrom} from '../../source/engine/learned.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {withLearned} from '../../source/plan/learned.js';
import {makePlan} from '../../source/plan/make-plan.js';
import {slownessOf} from '../../source/ui/tree/slowness.js';
import {catalogueOf, required} from '../helpers/catalogue.js';
import {drivenRun} from '../helpers/driven-run.js';

const plan = makePlan(
  catalogueOf({
    database: required('Database'),
    api: {...required('API'), needs: [{component: 'database', kind: 'ready'}]},
  }),
  {edition: 'flex', components: {}},
);

test('a run teaches how long what it changed took, and the next plan goes by that', async () => {
  const driven = drivenRun(plan);
  await driven.finish('database/prepare', 'api/prepare');
  driven.pass(40);
  await driven.finish('database/apply');
  driven.pass(100);
  await driven.finish('database/ready', 'api/apply', 'api/ready');
  await driven.over;
  const learned = learnedFrom(driven.events.reduce(reduce, initialState(plan)));
  expect(learned).toEqual({'database/apply': 40, 'database/ready': 100, 'api/apply': 0, 'api/ready': 0});
  const next = withLearned(plan, learned);
  expect(next.criticalPath).toMatchObject({seconds: 140});
  expect(next.steps.filter(({isLearned}) => isLearned)).toHaveLength(4);
  expect(withLearned(plan, {})).toBe(plan);
});

test('what was left alone teaches nothing', () => {
  const at = (second: number) => new Date(second * 1000).toISOString();
  const events = plan.steps.flatMap(({id, component}, index) => [
    {type: 'step-started' as const, time: at(index), step: id, component},
    {
      type: 'step-finished' as const,
      time: at(index + 1),
      step: id,
      component,
      result: 'unchanged' as const,
      seconds: 1,
    },
  ]);
  expect(learnedFrom(events.reduce(reduce, initialState(plan)))).toEqual({});
});

test('what takes several times as long as the last time is told', () => {
  const slow = withLearned(plan, {'database/apply': 30});
  const state = reduce(initialState(slow), {
    type: 'step-started',
    time: new Date(0).toISOString(),
    step: 'database/apply',
    component: 'database',
  });
  expect(slownessOf('database', state, slow, 80_000, 'x')).toBe('');
  expect(slownessOf('database', state, slow, 125_000, 'x')).toBe('4x slower than last time');
  // The catalogue's estimate is no last time.
  expect(
    slownessOf(
      'database',
      reduce(state, {type: 'note', time: '', step: '', component: '', text: ''}),
      plan,
      125_000,
      'x',
    ),
  ).toBe('');
});
