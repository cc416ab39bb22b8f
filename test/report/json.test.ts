import {expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.js';
import {GenestackError} from '../../source/errors.js';
import {errorRecord, eventRecord} from '../../source/report/json.js';
import {errorSchema, eventSchema} from '../../source/report/schemas.js';
import {drivenRun} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

test('every kind of event follows the schema and begins with time and type', async () => {
  const stop = new AbortController();
  const driven = drivenRun(
    smallPlan({
      ...{'a/apply': '', 'b/apply': 'ready a/apply', 'c/apply': '', 'd/apply': '', 'e/apply': ''},
      'f/apply': 'ready e/apply',
    }),
    {
      signal: stop.signal,
      quiet: () => ({quietSeconds: 60, patienceSeconds: 600}),
      passing: thrown =>
        (thrown as Error).message === 'busy' ? {text: 'it is busy', boundSeconds: 60} : undefined,
    },
  );
  await driven.settle();
  driven.context('a/apply').report({ready: 0, desired: 1, waitsFor: 'x'});
  driven.context('a/apply').note('a note');
  await driven.fail('d/apply', new Error('busy'));
  await driven.elapse(70);
  driven.context('a/apply').moved();
  await driven.intend(
    {type: 'lengthen', component: 'c'},
    {type: 'pause'},
    {type: 'resume'},
    {type: 'attend'},
  );
  await driven.finish('c/apply', 'd/apply');
  await driven.fail('a/apply', new Error('no'));
  await driven.intend({type: 'skip', component: 'b'}, {type: 'skip', component: 'f'});
  await driven.fail('e/apply', new Error('no'));
  await driven.intend({type: 'retry', component: 'a'}, {type: 'stop'});
  stop.abort();
  await driven.over;

  // The delivery, not the engine, hears whether the API server answers.
  const heard: EngineEvent[] = [
    {time: '2026-11-23T14:02:00Z', type: 'api-silent', since: '2026-11-23T14:01:55Z', why: 'refused'},
    {time: '2026-11-23T14:03:00Z', type: 'api-heard', seconds: 65},
  ];
  const records = [...driven.events, ...heard].map(event => JSON.parse(JSON.stringify(eventRecord(event))));
  for (const record of records) {
    expect(eventSchema.parse(record)).toEqual(record);
    expect(Object.keys(record).slice(0, 2)).toEqual(['time', 'type']);
  }
  const kinds = eventSchema.options.map(option => option.shape.type.value);
  expect(new Set(records.map(record => record.type))).toEqual(new Set(kinds));
});

test('an error has its code, message and remedy', () => {
  const record = errorRecord(new GenestackError('GS-K8S-01', 'The cluster does not answer', 'Start it'));
  expect(errorSchema.parse(record)).toEqual({
    type: 'error',
    code: 'GS-K8S-01',
    message: 'The cluster does not answer',
    remedy: 'Start it',
  });
});
