import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {receiptSchema} from '../../source/engine/receipt.js';
import {journalRecordSchema} from '../../source/report/journal.js';
import {engineWith} from '../helpers/processes.js';
import {type Ended, records} from '../helpers/program.js';
import {smallProgram} from './small-program.js';

const program = smallProgram('kubernetes', 'helm', 'kustomize', 'node-roles', 'kube-ovn', 'memcached');
const runs = join(program.state, 'genestack', 'runs');
afterAll(async () => {
  await program.run(['rehearsal', 'down']);
  program.remove();
}, 120_000);

const rehearse = (...more: string[]) =>
  program.start(['rehearse', '--profile', program.profile, '--pace', '0.05', '--output', 'json', ...more]);
const journalOf = (run: string) =>
  readFileSync(join(runs, run, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => journalRecordSchema.parse(JSON.parse(line)));
const listed = async () =>
  (JSON.parse((await program.run(['runs', '--output', 'json'])).stdout) as {runs: {outcome: string}[]}).runs;

test('a run is listed, played back as it was, and tells what helm said', async () => {
  const ended: Ended = await rehearse().ended;
  expect(ended.exitCode).toBe(0);
  const [run = ''] = readdirSync(runs);
  const all = journalOf(run);
  // On the disk before it touches anything.
  for (const [index, record] of all.entries()) {
    if (record.type === 'event' && record.event.type === 'step-finished') {
      const {step} = record.event;
      expect(all.slice(0, index)).toContainEqual(expect.objectContaining({type: 'act', step}));
    }
  }
  expect(await listed()).toMatchObject([{run, outcome: 'succeeded', ready: 6, components: 6}]);
  const replayed = await program.run(['replay', '--output', 'json']);
  expect(replayed.stdout).toBe(ended.stdout);
  const lines = await program.run(['replay', run]);
  expect(lines.stdout).toMatch(/memcached +ready/);
  const logs = await program.run(['logs', 'memcached']);
  expect(logs.stdout).toMatch(/helm: Release "memcached" does not exist\. Installing it now\.\n/);
  expect(logs.stdout).not.toContain('kube-ovn ');
}, 120_000);

test('a run that was killed is cut short, and what it had begun is there', async () => {
  const running = rehearse('--keep');
  await running.line(line => line.includes('"step":"memcached/apply"'));
  process.kill(engineWith(program.state), 'SIGKILL');
  const killed = await running.ended;
  expect([killed.exitCode, killed.stderr]).toEqual([1, expect.stringContaining('GS-ATT-07')]);
  expect(await listed()).toMatchObject([{outcome: 'cut-short'}, {outcome: 'succeeded'}]);
  const [run = ''] = readdirSync(runs).sort().reverse();
  expect(journalOf(run)).toContainEqual(expect.objectContaining({type: 'act', step: 'memcached/apply'}));
  const replayed = await program.run(['replay']);
  expect([replayed.exitCode, replayed.stderr]).toEqual([0, expect.stringContaining('The journal ends here')]);
  const again = await rehearse('--keep').ended;
  expect(receiptSchema.parse(records(again).at(-1)).outcome).toBe('succeeded');
}, 120_000);

test.each([
  [['replay', '../../x'], 'GS-RUN-04'],
  [['logs', 'keystone'], 'GS-RUN-05'],
])('%j is refused with a sentence', async (args, code) => {
  const ended = await program.run(args);
  expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringContaining(code)]);
});

test('who reads along may go away: nothing is said of it', async () => {
  const running = program.start(['replay']);
  running.child.stdout?.destroy();
  expect(await running.ended).toMatchObject({exitCode: 0, stderr: ''});
});
