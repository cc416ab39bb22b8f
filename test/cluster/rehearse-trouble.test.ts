import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {receiptSchema} from '../../source/engine/receipt.js';
import {readMark} from '../../source/rehearsal/processes.js';
import {errorSchema} from '../../source/report/schemas.js';
import {processesWith} from '../helpers/processes.js';
import {type Ended, type Running, records} from '../helpers/program.js';
import {canMount, smallProgram} from './small-program.js';

const program = smallProgram('kubernetes', 'helm', 'kustomize', 'node-roles', 'kube-ovn', 'memcached');
const rehearsals = join(program.state, 'genestack', 'rehearsals');
afterAll(program.remove);
afterEach(() => {
  expect(processesWith(program.state)).toEqual([]);
  expect(existsSync(rehearsals) ? readdirSync(rehearsals) : []).toEqual([]);
});

const rehearse = (name = 'default', ...more: string[]): Running =>
  program.start([
    'rehearse',
    '--profile',
    program.profile,
    '--pace',
    '0.05',
    '--name',
    name,
    '--output',
    'json',
    ...more,
  ]);
const begun = (running: Running): Promise<string> =>
  running.line(line => line.includes('"type":"step-started"'));
const receiptOf = (ended: Ended) => receiptSchema.parse(records(ended).at(-1));

test('Ctrl-C ends a rehearsal with 130 and a receipt, and leaves nothing', async () => {
  const running = rehearse();
  await begun(running);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.exitCode).toBe(130);
  expect(receiptOf(ended)).toMatchObject({outcome: 'interrupted', kubeconfig: null});
});

test('two of different names work beside each other', async () => {
  const both = await Promise.all([rehearse('one').ended, rehearse('other').ended]);
  expect(both.map(ended => [ended.exitCode, receiptOf(ended).outcome])).toEqual([
    [0, 'succeeded'],
    [0, 'succeeded'],
  ]);
});

test('a second of the same name is the same run; one with other choices is refused', async () => {
  // Slow, and both at once, so that the run is still going on for them on a busy machine too.
  const slow = ['--pace', '0.2'];
  const first = rehearse('default', ...slow);
  await begun(first);
  const [other, second] = await Promise.all([
    rehearse('default', '--charts', program.folder, ...slow).ended,
    rehearse('default', ...slow).ended,
  ]);
  expect(other.exitCode).toBe(4);
  expect(errorSchema.parse(records(other).at(-1)).code).toBe('GS-ATT-06');
  expect(second.stderr).toMatch(/Attached to run \S+, which goes on as process \d+/);
  for (const ended of [second, await first.ended]) {
    expect([ended.exitCode, receiptOf(ended).outcome]).toEqual([0, 'succeeded']);
  }
});

test.each(['etcd', 'kube-apiserver', 'simulation'])(
  'a %s that dies says so with its last lines',
  async name => {
    const running = rehearse();
    await begun(running);
    const mark = readMark(join(rehearsals, 'default'), name);
    process.kill(mark?.pid ?? 0, 'SIGKILL');
    const ended = await running.ended;
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toMatch(new RegExp(`${name} of the rehearsal has died; its last lines: .{20}`));
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(receiptOf(ended).outcome).toBe('interrupted');
    expect(errorSchema.parse(records(ended).at(-2)).code).toBe('GS-REH-07');
  },
);

describe.skipIf(!canMount)('a full disk', () => {
  const on = (size: string): Running =>
    program.startAfter(`mount -t tmpfs -o size=${size} none "$STATE"`, [
      'rehearse',
      '--profile',
      program.profile,
      '--output',
      'json',
    ]);

  test('is a sentence where the first file does not fit', async () => {
    const ended = await on('4k').ended;
    expect(ended).toMatchObject({exitCode: 3, stderr: expect.stringContaining('the disk is full')});
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(errorSchema.parse(records(ended).at(-1)).code).toBe('GS-REH-10');
  });

  test('is a sentence where a server dies of it', async () => {
    const ended = await on('16m').ended;
    expect(ended).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/etcd of the rehearsal has died.*no space left on device/),
    });
    expect(errorSchema.parse(records(ended).at(-1)).code).toBe('GS-REH-07');
  });
});
