import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {helmRecord, journaling, writtenAhead} from '../../source/commands/journaling.js';
import type {Disk} from '../../source/disk.js';
import type {Backend} from '../../source/engine/backend.js';
import {openJournal} from '../../source/report/journal-file.js';
import {smallPlan} from '../helpers/small-plan.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'genestack-ahead-'));
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

const run = '2026-11-24-100000';
const plan = smallPlan({'db/apply': ''});
const [step] = plan.steps;

/** A journal on a disk that tells what it is asked to do, in order, and everything else that is done. */
const journalOn = (done: string[]) => {
  const disk: Disk = {
    write: (_file, bytes) => void done.push(`written ${JSON.parse(Buffer.from(bytes).toString()).type}`),
    sync: () => void done.push('synced'),
    syncFolder: folder => void done.push(`synced ${relative(home, folder)}`),
  };
  const never = (error: Error): void => {
    throw error;
  };
  return openJournal(run, never, {XDG_STATE_HOME: home}, disk);
};

test('a journal has its name on the disk before anything is written in it', () => {
  const done: string[] = [];
  journalOn(done).close();
  expect(done).toEqual([`synced genestack/runs/${run}`, 'synced genestack/runs']);
});

test('what is begun stands on the disk before it is', async () => {
  const done: string[] = [];
  const journal = journalOn(done);
  done.length = 0;
  const backend: Backend = {
    async run() {
      done.push('does it');
      return 'changed';
    },
  };
  const context = {signal: new AbortController().signal, report() {}, note() {}, moved() {}};
  const confirm = async () => void done.push('confirmed');
  const cluster = {uid: 'u', title: 't', simulatedNodes: 0};
  journaling(journal, run).begins({cluster, access: null, plan, standIns: [], state: {} as never} as never);
  await writtenAhead(backend, journal, confirm).run(step as NonNullable<typeof step>, context);
  journal.writeThrough(helmRecord({component: 'db', namespace: 'n', release: 'db', revision: 1, pid: null}));
  journal.write({type: 'tool-line', time: '2026-11-24T10:00:01.000Z', component: 'db', line: 'x'});
  journal.close();
  expect(done).toEqual([
    ...['written begins', 'synced'],
    ...['confirmed', 'written act', 'synced', 'does it'],
    ...['written helm', 'synced'],
    'written tool-line',
  ]);
});
