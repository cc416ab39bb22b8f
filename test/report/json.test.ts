import {expect, test} from 'vitest';
import {GenestackError} from '../../source/errors.js';
import {errorRecord, eventRecord} from '../../source/report/json.js';
import {errorSchema, eventSchema} from '../../source/report/schemas.js';
import {drivenRun} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

test('every kind of event follows the schema and begins with time and type', async () => {
  const stop = new AbortController();
  const driven = drivenRun(
    smallPlan({'a/apply': '', 'b/apply': 'ready a/apply', 'c/apply': '', 'd/apply': ''}),
    {signal: stop.signal},
  );
  await driven.settle();
  driven.context('a/apply').report({ready: 0, desired: 1, waitsFor: 'x'});
  driven.context('a/apply').note('a note');
  await driven.finish('c/apply');
  await driven.fail('a/apply', new Error('no'));
  stop.abort();
  await driven.over;

  const records = driven.events.map(event => JSON.parse(JSON.stringify(eventRecord(event))));
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
