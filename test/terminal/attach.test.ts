import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {ObjectRef} from '../../source/cluster/kubernetes-object.js';
import {receiptSchema} from '../../source/engine/receipt.js';
import {journalRecordSchema} from '../../source/report/journal.js';
import {errorSchema} from '../../source/report/schemas.js';
import {packChart} from '../cluster/broken-charts.js';
import {smallProgram} from '../cluster/small-program.js';
import {expectAscii, expectGivenBack} from '../helpers/expect-terminal.js';
import {enginesWith} from '../helpers/processes.js';
import {type Running, records} from '../helpers/program.js';
import {openTerminal, plainModes, type Terminal} from '../helpers/terminal.js';

const program = smallProgram(
  ...['kubernetes', 'coredns', 'helm', 'kustomize', 'node-roles', 'kube-ovn', 'memcached'],
);
const runs = join(program.state, 'genestack', 'runs');
/** Else it found the engines of every other test. */
const environment = {XDG_STATE_HOME: program.state, XDG_RUNTIME_DIR: join(program.state, 'run')};
const coredns: ObjectRef = {
  ...{apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kube-system', name: 'coredns'},
};
const terminals: Terminal[] = [];
let client: Client;
let kubeconfig: string;

/** As long as CoreDNS has no node it is not ready, and the install goes on. */
const hold = (where: string | null): Promise<unknown> =>
  client.patch(coredns, {spec: {template: {spec: {nodeSelector: {nowhere: where}}}}});
const release = (): Promise<unknown> => hold(null);

const installing = (...more: string[]): string[] => [
  ...['install', '--profile', program.profile, '--kubeconfig', kubeconfig],
  ...more,
];
const open = async (args: readonly string[], more: Record<string, string> = {}): Promise<Terminal> => {
  const terminal = await openTerminal([], {
    command: [process.execPath, program.script, ...args],
    environment: {...environment, KUBECONFIG: join(program.folder, 'none'), ...more},
    workingFolder: program.folder,
  });
  terminals.push(terminal);
  return terminal;
};
const start = (...args: string[]): Running => program.start(args, environment);
const tree = / of 7 ready/;
const waiting = /coredns +(rolling out|applying|waits)/;

const newest = (): string => readdirSync(runs).sort().at(-1) ?? '';
const journal = (run = newest()) =>
  readFileSync(join(runs, run, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => journalRecordSchema.parse(JSON.parse(line)));
const begun = async (run?: string): Promise<{run: string; pid: number}> => {
  await expect.poll(() => journal(run)[0]?.type, {timeout: 60_000}).toBe('begins');
  const [first] = journal(run);
  return first?.type === 'begins' ? first : {run: '', pid: 0};
};
const outcome = (run?: string): string | undefined => {
  const last = journal(run).at(-1);
  return last?.type === 'ends' ? last.receipt.outcome : undefined;
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const engines = (): number[] => enginesWith(program.state);

/** Starts on a terminal and waits until it waits for CoreDNS. */
const installed = async (more?: Record<string, string>): Promise<Terminal> => {
  const terminal = await open(installing(), more);
  await terminal.until(tree, 60_000);
  await terminal.until(waiting, 60_000);
  return terminal;
};

beforeAll(async () => {
  mkdirSync(environment.XDG_RUNTIME_DIR, {mode: 0o700});
  const up = await start('rehearsal', 'up', '--profile', program.profile, '--pace', '0.05').ended;
  ({kubeconfig} = records(up).at(-1));
  client = connect(loadKubeConfig(kubeconfig));
}, 300_000);

afterAll(async () => {
  await client?.close();
  await start('rehearsal', 'down').ended;
  program.remove();
}, 120_000);

beforeEach(() => hold('true'));

afterEach(async () => {
  await release();
  for (const terminal of terminals.splice(0)) {
    await terminal.close();
  }
  await expect.poll(engines, {timeout: 60_000}).toEqual([]);
}, 90_000);

describe('an install that is left', () => {
  test('goes on after q, says how to come back, and the next start attaches, has the wheel and sees the end', async () => {
    const first = await installed();
    const {run, pid} = await begun();
    first.press('q');
    expect(await first.ended).toBe(130);
    expectGivenBack(first);
    expect(first.screen().join('\n')).toContain(`genestack attach ${run}`);
    expect(isAlive(pid)).toBe(true);

    const second = await open([]);
    await second.until('attached to what went on, the wheel is here');
    await second.until(waiting);
    await release();
    await second.until(/7 of 7 components ready/, 60_000);
    second.press('q');
    expect(await second.ended).toBe(0);
    expectGivenBack(second);
  });

  test('goes on when its terminal is gone; another one attaches in ASCII, and asks why from the API', async () => {
    const first = await installed();
    const {run, pid} = await begun();
    first.hangUp();
    await first.ended;
    const second = await open(['attach', run], {TERM: 'linux', LANG: 'C', LC_ALL: 'C'});
    await second.until(waiting);
    second.type('/coredns');
    second.press('enter', 'end', 'enter');
    await second.until(/Why is coredns[\s\S]*Asked +\d\d:\d\d:\d\d/, 60_000);
    expectAscii(second);
    expect(isAlive(pid)).toBe(true);
    second.kill('SIGKILL');
    expect(await second.ended).toBe(137);
    await expect.poll(second.modes, {timeout: 10_000}).toEqual(plainModes);
    await expect.poll(second.settings, {timeout: 10_000}).toBe(second.settingsBefore);
    await release();
    await expect.poll(() => outcome(run), {timeout: 60_000}).toBe('succeeded');
    const after = await start('attach', run).ended;
    expect([after.exitCode, after.stdout]).toEqual([0, expect.stringContaining('7 of 7 components ready')]);
  });
});

test('one has the wheel, whoever looks on takes it by a key, and only from there it is stopped', async () => {
  const first = await installed();
  const {run} = await begun();
  const second = await open(['attach']);
  await second.until(/watching, wheel at \d+ on pts\/\d+: w takes it/);
  await first.until('the wheel is here, 1 more looks on');
  second.press('w');
  await first.until(/the wheel was taken by \d+ on pts\/\d+: w takes it back/);
  first.press('ctrl-c');
  expect(await first.ended).toBe(130);
  expectGivenBack(first);
  expect(first.screen().join('\n')).toContain('Detached');
  const reader = start('attach', run);
  await expect.poll(() => reader.said(), {timeout: 30_000}).toContain('has the wheel');
  reader.child.kill('SIGINT');
  expect((await reader.ended).exitCode).toBe(130);
  second.press('w');
  await second.until('watching, nobody has the wheel: w takes it');
  second.press('w');
  await second.until(lines => !lines.join('\n').includes('watching'));
  second.press('ctrl-c');
  await second.until(/interrupted after/, 60_000);
  second.press('q');
  expect(await second.ended).toBe(130);
  expect(outcome(run)).toBe('interrupted');
});

test('the same in another window, in lines, is the same run and has its outcome; with other choices it is refused', async () => {
  const first = start(...installing('--output', 'json'));
  await first.line(line => line.includes('"component":"coredns"') && line.includes('"progress"'));
  const {run, pid} = await begun();
  const same = start(...installing('--output', 'json'));
  const late = await same.line(line => line.includes('"component":"coredns"'));
  expect(JSON.parse(late)).toMatchObject({component: 'coredns'});
  const other = await start(...installing('--output', 'json', '--charts', program.folder)).ended;
  expect(other.exitCode).toBe(4);
  expect(errorSchema.parse(records(other).at(-1))).toMatchObject({
    code: 'GS-ATT-06',
    message: expect.stringContaining(`process ${pid}`),
    remedy: expect.stringContaining(`genestack attach ${run}`),
  });
  await release();
  for (const ended of await Promise.all([first.ended, same.ended])) {
    expect([ended.exitCode, receiptSchema.parse(records(ended).at(-1)).outcome]).toEqual([0, 'succeeded']);
  }
});

test('an engine that is killed is said at once, on screens and in lines, and the next start goes on', async () => {
  const screen = await installed();
  const {run, pid} = await begun();
  const lines = start('attach', run, '--output', 'json');
  await lines.line(line => line.includes('"component":"coredns"'));
  process.kill(pid, 'SIGKILL');
  const ended = await lines.ended;
  expect(ended.exitCode).toBe(1);
  expect(errorSchema.parse(records(ended).at(-1)).code).toBe('GS-ATT-07');
  await screen.until(/GS-ATT-07[\s\S]*killed/);
  screen.press('q');
  expect(await screen.ended).toBe(1);
  expectGivenBack(screen);
  await release();
  const again = await start(...installing('--output', 'json')).ended;
  expect(again.exitCode).toBe(0);
});

describe('Ctrl-C', () => {
  test('once ends the engine politely and the screen tells it', async () => {
    const terminal = await installed();
    const {run} = await begun();
    terminal.press('ctrl-c');
    await terminal.until(/interrupted after/, 60_000);
    terminal.press('q');
    expect(await terminal.ended).toBe(130);
    expectGivenBack(terminal);
    expect(outcome(run)).toBe('interrupted');
  });

  test('twice leaves at once, and the engine ends politely all the same', async () => {
    const terminal = await installed();
    const {run} = await begun();
    terminal.press('ctrl-c', 'ctrl-c');
    expect(await terminal.ended).toBe(130);
    expectGivenBack(terminal);
    await expect.poll(() => outcome(run), {timeout: 60_000}).toBe('interrupted');
  });

  test('while it is only starting takes the start back', async () => {
    const before = readdirSync(runs).length;
    const running = start(...installing('--output', 'json'));
    await expect.poll(engines, {timeout: 60_000}).not.toEqual([]);
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    await expect.poll(engines, {timeout: 60_000}).toEqual([]);
    expect(readdirSync(runs).length - before).toBeLessThanOrEqual(1);
  });

  test('as a signal is the same in lines, and a terminal that hangs up only leaves', async () => {
    const running = start(...installing('--output', 'lines'));
    const {run, pid} = await begun();
    running.child.kill('SIGHUP');
    expect((await running.ended).exitCode).toBe(130);
    expect(isAlive(pid)).toBe(true);
    const second = start('attach', run, '--output', 'lines');
    await expect.poll(() => second.said(), {timeout: 30_000}).toContain('Ctrl-C stops it politely');
    second.child.kill('SIGTERM');
    expect((await second.ended).exitCode).toBe(130);
    expect(outcome(run)).toBe('interrupted');
  });
});

test('keys steer it: it pauses, waits for a person where only a failure is left, and tries that again', async () => {
  const charts = join(program.folder, 'charts');
  mkdirSync(charts);
  packChart(
    charts,
    'memcached',
    '1.0.0',
    stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x', namespace: 'later'}}),
  );
  const screen = await open(installing('--charts', charts));
  await screen.until(waiting, 180_000);
  screen.press('p');
  await screen.until(/paused, \d+ still runs?: p goes on/, 30_000);
  screen.press('p');
  await screen.until(/memcached +failed/, 180_000);
  await release();
  await screen.until('Only a person moves it on', 180_000);
  expect(outcome()).toBeUndefined();
  await client.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'later'}});
  screen.type('/memcached');
  screen.press('enter', 'end', 'r');
  await screen.until(/7 of 7 components ready/, 180_000);
  screen.press('q');
  expect(await screen.ended).toBe(0);
  expect(outcome()).toBe('succeeded');
  const told = journal().flatMap(record => (record.type === 'event' ? [record.event.type] : []));
  expect(told.filter(type => ['paused', 'resumed', 'awaiting', 'retried'].includes(type))).toEqual([
    'paused',
    'resumed',
    'awaiting',
    'retried',
  ]);
}, 600_000);
