import {expect, test} from 'vitest';
import {parseJournal} from '../../source/report/journal.js';
import {carryOut} from './check.js';
import {malformedJournals, malformedMessages, malformedProfiles} from './checks/malformed.js';
import {hostileInput} from './checks/real-program.js';
import {journalLines} from './input/journal-lines.js';
import {settings} from './record.js';

const checks = [malformedProfiles, malformedJournals, malformedMessages, hostileInput];

test('the journal whose lines are broken is a whole one', async () => {
  const lines = await journalLines();
  const {records} = parseJournal(lines.join('\n'), 'journal.jsonl');
  expect(records.length).toBe(lines.length - 1);
  expect(new Set(records.map(({type}) => type))).toEqual(new Set(['act', 'event', 'tool-line', 'ends']));
});

test.each(checks.filter(settings.isWanted))('$name', {timeout: settings.timeout}, async check => {
  const outcome = await carryOut(check, undefined, settings.of(check));
  expect(outcome.broken).toEqual([]);
  if (!settings.isBounded) expect(outcome.figure.runs).toBeGreaterThanOrEqual(check.runs[settings.form]);
});
