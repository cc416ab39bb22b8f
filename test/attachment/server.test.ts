import {existsSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {createConnection, createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {attachTo, type Connection, lookAt} from '../../source/attachment/client.js';
import {lineOf} from '../../source/attachment/lines.js';
import {type Hello, protocolVersion, type Told, type WheelNews} from '../../source/attachment/protocol.js';
import {type EngineServer, serve} from '../../source/attachment/server.js';
import type {Intention} from '../../source/engine/intentions.js';
import type {GenestackError} from '../../source/errors.js';
import {smallPlan} from '../helpers/small-plan.js';

const hello: Hello = {
  ...{type: 'hello', protocol: protocolVersion, program: '0.1.0', run: 'r', pid: 7, startTime: '1'},
  ...{startedAt: '2026-11-23T14:02:18.000Z', machine: 'm', cluster: 'u', rehearsal: null, choices: 'c'},
};
const subject: Told = {
  type: 'subject',
  ...{plan: smallPlan({'db/apply': ''}), place: 'here', isKept: true, removal: null, overrides: null},
  files: {profile: 'p', kubeconfig: null},
};
const said = (number: number): Told => ({type: 'say', sentence: `${number}`});

let folder: string;
let path: string;
let server: EngineServer;
let isOpen: boolean;
const intentions: Intention[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'genestack-served-'));
  path = join(folder, 'r.sock');
  intentions.length = 0;
  server = await serve({
    path,
    again: () => join(folder, 'again.sock'),
    hello: () => hello,
    onIntention: intention => intentions.push(intention),
  });
  isOpen = true;
  server.tell(subject);
});
afterEach(async () => {
  if (isOpen) {
    await server.close();
  }
  rmSync(folder, {recursive: true, force: true});
});

/** Someone who remembers all that it heard. */
const attached = async (pid: number) => {
  const connection: Connection = await attachTo(path, {pid, tty: `pts/${pid}`});
  const told: Told[] = [];
  let wheel: WheelNews | undefined;
  let closed: {error: GenestackError | undefined} | undefined;
  let liveAfter = -1;
  connection.listen({
    told: one => told.push(one),
    live: () => {
      liveAfter = told.length;
    },
    wheel: news => {
      wheel = news;
    },
    closed: error => {
      closed = {error};
    },
  });
  await expect.poll(() => wheel).toBeDefined();
  return {connection, told, wheel: () => wheel, closed: () => closed, liveAfter: () => liveAfter};
};

test('whoever comes late is told what was, then what is; all are told the same', async () => {
  server.tell(said(1));
  const first = await attached(1);
  server.tell(said(2));
  const second = await attached(2);
  server.tell(said(3));
  const all = [said(1), said(2), said(3)];
  await expect.poll(() => [first.told, second.told]).toEqual([all, all]);
  expect([first.liveAfter(), second.liveAfter()]).toEqual([1, 2]);
  expect(first.connection).toMatchObject({hello, subject});
});

test('only you may come in, and whoever only looks gets the hello', async () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await lookAt(path)).toEqual(hello);
  expect(await lookAt(join(folder, 'none.sock'))).toBeUndefined();
  await expect(attachTo(join(folder, 'none.sock'))).rejects.toMatchObject({code: 'GS-ATT-02'});
});

test('an engine and a screen of a newer program know each other, whatever else they say', async () => {
  const newer = join(folder, 'newer.sock');
  const said = {...hello, protocol: protocolVersion + 1, program: '9.0.0', mood: {good: true}};
  const engine = createServer(socket => socket.write(lineOf(said))).listen(newer);
  try {
    await expect(attachTo(newer)).rejects.toMatchObject({
      code: 'GS-ATT-03',
      message: expect.stringContaining('is of genestack 9.0.0'),
    });
    expect(await lookAt(newer)).toMatchObject({run: 'r', program: '9.0.0'});
  } finally {
    engine.close();
  }
  const socket = createConnection({path});
  let answer = '';
  socket.on('data', chunk => {
    answer += chunk;
  });
  const watcher = {pid: 1, tty: '', host: 'elsewhere'};
  socket.write(lineOf({type: 'attach', protocol: protocolVersion + 1, watcher, colours: 256}));
  await expect.poll(() => answer).toContain(`It speaks version ${protocolVersion}`);
  socket.destroy();
});

test('only from the wheel an intention is taken; who else has it is told to both', async () => {
  const [first, second] = [await attached(1), await attached(2)];
  expect(first.wheel()).toMatchObject({isOurs: true});
  expect(second.wheel()).toEqual({isOurs: false, holder: {pid: 1, tty: 'pts/1'}, others: 1});
  second.connection.send({type: 'intend', intention: {type: 'pause'}});
  first.connection.send({type: 'intend', intention: {type: 'resume'}});
  await expect.poll(() => intentions).toEqual([{type: 'resume'}]);
  second.connection.send({type: 'wheel', want: 'take'});
  second.connection.send({type: 'intend', intention: {type: 'stop'}});
  await expect.poll(() => intentions).toEqual([{type: 'resume'}, {type: 'stop'}]);
  await expect.poll(first.wheel).toEqual({isOurs: false, holder: {pid: 2, tty: 'pts/2'}, others: 1});
  second.connection.close();
  await expect.poll(first.wheel).toEqual({isOurs: false, holder: null, others: 0});
  expect(second.closed()).toBeUndefined();
});

test('a person who sits there leaves with the wheel', async () => {
  const first = await attached(1);
  const second = await attached(2);
  first.connection.send({type: 'intend', intention: {type: 'attend'}});
  await expect.poll(() => intentions).toEqual([{type: 'attend'}]);
  first.connection.close();
  await expect.poll(() => intentions).toEqual([{type: 'attend'}, {type: 'leave'}]);
  second.connection.send({type: 'wheel', want: 'take'});
  second.connection.send({type: 'wheel', want: 'give'});
  second.connection.send({type: 'wheel', want: 'take'});
  second.connection.send({type: 'intend', intention: {type: 'pause'}});
  await expect.poll(() => intentions).toEqual([{type: 'attend'}, {type: 'leave'}, {type: 'pause'}]);
});

/** What a raw line is answered with, until the end of the connection. */
const answer = async (...lines: string[]): Promise<string> => {
  const socket: Socket = createConnection({path});
  let heard = '';
  socket.setEncoding('utf8').on('data', chunk => {
    heard += chunk;
  });
  for (const line of lines) {
    socket.write(line);
  }
  await new Promise(resolve => socket.once('close', resolve));
  return heard;
};

test.each([
  ['no JSON', ['hello\n'], 'is no JSON'],
  ['no message', ['{"type":"shutdown"}\n'], 'is no message'],
  [
    'an intention before a hello',
    [lineOf({type: 'intend', intention: {type: 'stop'}})],
    'look or attach first',
  ],
  ['a line without end', ['x'.repeat(20_000)], 'more than'],
  [
    'another version',
    [lineOf({type: 'attach', protocol: 99, watcher: {pid: 1, tty: ''}})],
    'was spoken to in 99',
  ],
])('%s ends that connection with a sentence, and no other', async (_, lines, sentence) => {
  const other = await attached(1);
  expect(await answer(...lines)).toContain(sentence);
  server.tell(said(1));
  await expect.poll(() => other.told).toContainEqual(said(1));
  expect(intentions).toEqual([]);
});

test('a reader that sleeps costs no memory without bound, and then hears what still says something', async () => {
  const socket = createConnection({path});
  socket.write(lineOf({type: 'attach', protocol: protocolVersion, watcher: {pid: 1, tty: ''}}));
  await server.attended;
  socket.pause();
  const big = 'x'.repeat(10_000);
  const before = process.memoryUsage().rss;
  for (let number = 1; number <= 20_000; number += 1) {
    server.tell({type: 'tool-line', time: hello.startedAt, component: 'db', line: `${number} ${big}`});
    if (number % 500 === 0) {
      await sleep(0);
    }
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
  server.tell(said(1));
  let heard = '';
  socket.setEncoding('utf8').on('data', chunk => {
    heard = (heard + chunk).slice(-200_000);
  });
  socket.resume();
  await expect.poll(() => heard.includes('"sentence":"1"'), {timeout: 20_000}).toBe(true);
  expect(heard).toContain('"line":"20000 ');
  socket.destroy();
}, 60_000);

test('a socket that was removed is made again elsewhere', async () => {
  rmSync(path);
  await expect.poll(() => existsSync(join(folder, 'again.sock')), {timeout: 20_000}).toBe(true);
  expect(await lookAt(join(folder, 'again.sock'))).toEqual(hello);
}, 30_000);

test('the last word is heard by everybody, and the socket is gone', async () => {
  const all = [await attached(1), await attached(2)];
  server.tell({type: 'over', exitCode: 0, error: null});
  isOpen = false;
  await server.close();
  await expect.poll(() => all.map(one => one.told.at(-1)?.type)).toEqual(['over', 'over']);
  await expect.poll(() => all.map(one => one.closed())).toEqual([{error: undefined}, {error: undefined}]);
  expect(existsSync(path)).toBe(false);
});
