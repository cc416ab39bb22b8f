import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {GenestackError} from '../../source/errors.js';
import {type JournalRecord, journalVersion, parseJournal, stateOf} from '../../source/report/journal.js';
import {journalPath, keptRuns, nameRun, openJournal} from '../../source/report/journal-file.js';
import {runRecordOf, runsTable} from '../../source/report/run-record.js';
import {smallPlan} from '../helpers/small-plan.js';

let home: string;
let environment: {XDG_STATE_HOME: string};
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'genestack-journal-'));
  environment = {XDG_STATE_HOME: home};
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

const at = (second: number): string => `2026-11-24T10:00:0${second}.000Z`;
const run = '2026-11-24-100000';
const beginning: JournalRecord = {
  ...{type: 'begins', time: at(0), version: 1, run, program: '0.1.0', pid: 7, startTime: '1', bootId: 'b'},
  cluster: {uid: 'u', title: 'context here', simulatedNodes: 5},
  plan: smallPlan({'db/apply': '', 'web/apply': 'ready db/apply'}),
  standIns: [],
};
const event = (record: Extract<JournalRecord, {type: 'event'}>['event']): JournalRecord => ({
  type: 'event',
  event: record,
});
const ofDb = {step: 'db/apply', component: 'db'};
const records: readonly JournalRecord[] = [
  beginning,
  {type: 'act', time: at(1), step: 'db/apply'},
  event({time: at(1), type: 'step-started', ...ofDb}),
  {type: 'tool-line', time: at(2), component: 'db', line: 'Installing it now.'},
  event({time: at(3), type: 'step-finished', ...ofDb, result: 'changed', seconds: 2}),
];
const text = records.map(record => `${JSON.stringify(record)}\n`).join('');
const never = (error: GenestackError): void => {
  throw error;
};

test('what is written is read again, whichever byte it ends at', () => {
  const journal = openJournal(run, never, environment);
  for (const record of records) {
    journal.write(record);
  }
  journal.close();
  expect(readFileSync(journal.path, 'utf8')).toBe(text);
  expect([statSync(journal.path).mode & 0o777, statSync(dirname(journal.path)).mode & 0o777]).toEqual([
    0o600, 0o700,
  ]);
  const whole = parseJournal(text, 'journal');
  expect(stateOf(whole).components.db?.state).toBe('ready');
  for (let length = JSON.stringify(beginning).length; length <= text.length; length++) {
    const cut = parseJournal(text.slice(0, length), 'journal');
    expect(whole.records.slice(0, cut.records.length)).toEqual(cut.records);
  }
});

test('a line of garbage is left out; a journal that does not begin, or that a newer program wrote, is a sentence', () => {
  expect(
    parseJournal(text.replace('\n', '\n\u0000{"type":\n{"type":"what"}\n'), 'journal').records,
  ).toHaveLength(4);
  expect(() => parseJournal('', 'journal')).toThrow(expect.objectContaining({code: 'GS-RUN-01'}));
  expect(() =>
    parseJournal(text.replace('"version":1', `"version":${journalVersion + 1}`), 'journal'),
  ).toThrow(expect.objectContaining({code: 'GS-RUN-02', exitCode: 3}));
});

test('where it cannot be written that is said once, and nothing is thrown', () => {
  const told: string[] = [];
  mkdirSync(dirname(journalPath(run, environment)), {recursive: true});
  writeFileSync(join(home, 'theirs'), 'kept');
  symlinkSync(join(home, 'theirs'), journalPath(run, environment));
  const journal = openJournal(run, ({code}) => told.push(code), environment);
  journal.write(beginning);
  journal.writeThrough(beginning);
  expect(told).toEqual(['GS-RUN-03']);
  expect(readFileSync(join(home, 'theirs'), 'utf8')).toBe('kept');
});

test('two that begin in the same second have different names, and the oldest runs go', () => {
  const now = new Date(at(0));
  expect([nameRun(now, environment), nameRun(now, environment)]).toEqual([run, `${run}-2`]);
  const runs = join(home, 'genestack', 'runs');
  for (let day = 10; day < 70; day++) {
    mkdirSync(join(runs, `2025-01-01-0000${day}`));
  }
  mkdirSync(join(runs, 'of-somebody'));
  openJournal(run, never, environment).close();
  expect(keptRuns(environment)).toHaveLength(50);
  expect(keptRuns(environment).slice(0, 3)).toEqual([`${run}-2`, run, '2025-01-01-000069']);
  expect(readdirSync(runs)).toContain('of-somebody');
});

test('a run that has no end is running while its program lives, else cut short', () => {
  const journal = parseJournal(text, 'journal');
  expect(runRecordOf(journal, true)).toMatchObject({outcome: 'running', ready: 1, components: 2, seconds: 3});
  expect(runsTable([runRecordOf(journal, false)])).toEqual([
    'run                outcome    ready   time  edition  cluster',
    '2026-11-24-100000  cut short  1 of 2  0:03  flex     context here',
  ]);
  expect(runsTable([])).toEqual(['No run is kept on this machine.']);
});
