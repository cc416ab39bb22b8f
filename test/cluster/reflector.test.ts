import {PassThrough} from 'node:stream';
import {afterEach, expect, it, vi} from 'vitest';
import {ApiError, type Client} from '../../source/cluster/client.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import type {ObjectList} from '../../source/cluster/list-and-watch.js';
import {type ReflectOptions, type Reflector, reflect} from '../../source/cluster/reflector.js';
import {GenestackError} from '../../source/errors.js';

const kind = {apiVersion: 'v1', kind: 'ConfigMap'};
const object = (name: string, resourceVersion: string, uid = name): KubernetesObject => ({
  ...kind,
  metadata: {name, namespace: 'n', resourceVersion, uid},
});
const listOf = (resourceVersion: string, ...items: KubernetesObject[]): ObjectList => ({
  resourceVersion,
  items,
});

type Scripted<T> = readonly (T | Error | (() => T | Promise<T>))[];

interface Watch {
  readonly stream: PassThrough;
  readonly resourceVersion: string;
  readonly timeoutSeconds: number;
}

/** Answers lists and watches one after the other; the last list stands for all that follow, watches stay open. */
const scripted = (lists: Scripted<ObjectList>, refusals: readonly (Error | undefined)[] = []) => {
  const watches: Watch[] = [];
  let listed = 0;
  let asked = 0;
  const client = {
    list: async () => {
      const answer = lists[Math.min(listed++, lists.length - 1)];
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? await answer() : structuredClone(answer);
    },
    watch: async (
      _kind: unknown,
      {
        signal,
        resourceVersion,
        timeoutSeconds,
      }: {signal: AbortSignal; resourceVersion: string; timeoutSeconds: number},
    ) => {
      const refusal = refusals[asked++];
      if (refusal !== undefined) throw refusal;
      const stream = new PassThrough();
      signal.addEventListener('abort', () => stream.destroy(signal.reason as Error), {once: true});
      watches.push({stream, resourceVersion, timeoutSeconds});
      return stream;
    },
  } as unknown as Client;
  return {client, watches, lists: () => listed};
};

let reflector: Reflector;
let changes: string[];
let pauses: number[];

const start = (client: Client, options: ReflectOptions = {}): void => {
  changes = [];
  pauses = [];
  reflector = reflect(client, kind, {
    random: () => 0,
    wait: async milliseconds => {
      pauses.push(milliseconds);
      await new Promise(setImmediate);
    },
    ...options,
  });
  reflector.subscribe(({type, object: {metadata}}) =>
    changes.push(`${type} ${metadata.name}@${metadata.resourceVersion}`),
  );
};

afterEach(() => reflector.stop());

const send = ({stream}: Watch, type: string, what: object): void => {
  stream.write(`${JSON.stringify({type, object: what})}\n`);
};
const nth = async (watches: readonly Watch[], count: number): Promise<Watch> => {
  await vi.waitFor(() => expect(watches.length).toBeGreaterThanOrEqual(count));
  return watches[count - 1] as Watch;
};
const gone = new ApiError(410, 'Expired', 'too old');
const outage = new GenestackError('GS-K8S-10', 'cannot be reached', 'wait');

it('lists, then follows the changes', async () => {
  const {client, watches} = scripted([listOf('5', object('a', '1'))]);
  start(client);
  await reflector.synced;
  const watch = await nth(watches, 1);
  expect(watch.resourceVersion).toBe('5');
  send(watch, 'ADDED', object('b', '6'));
  send(watch, 'MODIFIED', object('a', '7'));
  send(watch, 'DELETED', object('b', '8'));
  await vi.waitFor(() => expect(changes).toEqual(['added a@1', 'added b@6', 'modified a@7', 'deleted b@8']));
  expect([...reflector.items.keys()]).toEqual(['n/a']);
});

it('puts lines together that come in pieces', async () => {
  const {client, watches} = scripted([listOf('5')]);
  start(client);
  const {stream} = await nth(watches, 1);
  const bytes = Buffer.from(`${JSON.stringify({type: 'ADDED', object: object('ü', '6')})}\n`);
  const middle = bytes.indexOf(0xc3) + 1;
  stream.write(bytes.subarray(0, middle));
  stream.write(bytes.subarray(middle));
  await vi.waitFor(() => expect(changes).toEqual(['added ü@6']));
});

it('goes on from the last bookmark, for another while', async () => {
  const {client, watches, lists} = scripted([listOf('5')]);
  start(client, {
    random: () => 0.5,
    now: (() =>
      (
        time => () =>
          (time += 5000)
      )(0))(),
  });
  const first = await nth(watches, 1);
  send(first, 'BOOKMARK', {metadata: {resourceVersion: '90'}});
  first.stream.end();
  expect(await nth(watches, 2)).toMatchObject({resourceVersion: '90', timeoutSeconds: 300});
  expect(lists()).toBe(1);
  expect(pauses).toEqual([]);
});

it.each([
  ['as an answer', true],
  ['in the stream', false],
])('after a gap (410 %s) tells the difference, deletions included', async (_title, isAnswer) => {
  const later = listOf(
    '50',
    object('a', '1'),
    object('b', '40'),
    object('d', '41', 'another d'),
    object('e', '42'),
  );
  const {client, watches} = scripted(
    [listOf('5', object('a', '1'), object('b', '2'), object('c', '3'), object('d', '4')), later],
    isAnswer ? [undefined, gone] : [],
  );
  start(client, {
    now: (() =>
      (
        time => () =>
          (time += 5000)
      )(0))(),
  });
  const first = await nth(watches, 1);
  changes.length = 0;
  if (isAnswer) first.stream.end();
  else send(first, 'ERROR', {kind: 'Status', code: 410, reason: 'Expired'});
  await vi.waitFor(() =>
    expect(changes).toEqual(['deleted c@3', 'modified b@40', 'deleted d@4', 'added d@41', 'added e@42']),
  );
  expect((await nth(watches, 2)).resourceVersion).toBe('50');
});

it('takes an outage for weather, and waits longer each time', async () => {
  const {client, watches, lists} = scripted([listOf('5')], [undefined, ...Array(7).fill(outage)]);
  start(client);
  const first = await nth(watches, 1);
  first.stream.destroy(new Error('other side closed'));
  const second = await nth(watches, 2);
  expect(second.resourceVersion).toBe('5');
  expect(lists()).toBe(1);
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  await vi.waitFor(() => expect(reflector.trouble).toBeUndefined());
});

it('tells its trouble while there is some', async () => {
  const {client} = scripted([outage]);
  start(client);
  await vi.waitFor(() => expect(reflector.trouble).toBe('cannot be reached'));
});

it('is in step with an API that does not know the kind, and waits for it', async () => {
  let isKnown = false;
  const unknown = new ApiError(404, 'UnknownKind', 'not known');
  const {client} = scripted([
    () => {
      if (!isKnown) throw unknown;
      return listOf('5', object('a', '1'));
    },
  ]);
  start(client);
  await reflector.synced;
  expect(reflector.items.size).toBe(0);
  isKnown = true;
  await vi.waitFor(() => expect(changes).toEqual(['added a@1']));
});

const forbidden = new ApiError(403, 'Forbidden', 'no');

it('asks once for a kind that it may not see', async () => {
  const {client, lists} = scripted([forbidden]);
  start(client, {isOptional: true});
  await reflector.synced;
  expect([reflector.isRefused, reflector.trouble, lists()]).toEqual([true, undefined, 1]);
});

it('takes a refusal of what it saw before for that of a server that has just begun', async () => {
  const {client, watches} = scripted([
    listOf('5', object('a', '1')),
    forbidden,
    forbidden,
    listOf('9', object('a', '1')),
  ]);
  start(client, {isOptional: true});
  (await nth(watches, 1)).stream.destroy(new Error('other side closed'));
  const second = await nth(watches, 2);
  send(second, 'ERROR', {kind: 'Status', code: 403, reason: 'Forbidden', message: 'no'});
  expect((await nth(watches, 3)).resourceVersion).toBe('9');
  expect([reflector.isRefused, changes]).toEqual([false, ['added a@1']]);
});

it('keeps what it saw before where it is refused again and again, says so, and asks seldom from then on', async () => {
  const lists = [
    listOf('5', object('a', '1')),
    ...Array<Error>(9).fill(forbidden),
    listOf('9', object('b', '8')),
  ];
  const {client, watches} = scripted(lists);
  const states: unknown[] = [];
  start(client, {
    isOptional: true,
    unknownMilliseconds: 300_000,
    wait: async milliseconds => {
      states.push([milliseconds, reflector.unheard?.isForbidden ?? reflector.trouble, reflector.items.size]);
      await new Promise(setImmediate);
    },
  });
  send(await nth(watches, 1), 'ERROR', {kind: 'Status', code: 403, reason: 'Forbidden', message: 'no'});
  await vi.waitFor(() => expect(changes).toEqual(['added a@1', 'deleted a@1', 'added b@8']));
  expect(states.slice(5)).toEqual([
    [5000, 'no', 1],
    [5000, 'no', 1],
    [32_000, true, 1],
    [64_000, true, 1],
    [128_000, true, 1],
  ]);
  expect([reflector.unheard, reflector.isRefused, reflector.trouble]).toEqual([undefined, false, undefined]);
});

const broken = new ApiError(500, 'InternalError', 'conversion webhook for x failed');

it('waits no longer for a kind that the API cannot list, and asks for it again', async () => {
  const lists = [broken, broken, broken, broken, listOf('5', object('a', '1'))];
  const {client, watches} = scripted(lists);
  const states: unknown[] = [];
  start(client, {
    isOptional: true,
    wait: async () => {
      states.push(reflector.unheard?.reason ?? [reflector.trouble]);
      await new Promise(setImmediate);
    },
  });
  await reflector.synced;
  expect(reflector.unheard).toEqual({reason: broken.message, isForbidden: false});
  expect(reflector.wasSeen).toBe(false);
  await nth(watches, 1);
  expect(states).toEqual([[broken.message], [broken.message], broken.message, broken.message]);
  expect([reflector.unheard, changes]).toEqual([undefined, ['added a@1']]);
});

it('takes an outage for no word against a kind, nor what is said of credentials', async () => {
  const unauthorised = new ApiError(401, 'Unauthorized', 'who');
  const lists = [broken, broken, outage, broken, broken, unauthorised, broken, broken, listOf('5')];
  const {client, watches} = scripted(lists);
  const unheard: unknown[] = [];
  start(client, {
    isOptional: true,
    wait: async () => {
      unheard.push(reflector.unheard);
      await new Promise(setImmediate);
    },
  });
  await nth(watches, 1);
  expect(unheard).toEqual(Array(8).fill(undefined));
});

it('who cannot do without a kind waits for it, whatever the API says', async () => {
  const {client, watches} = scripted([...Array<Error>(12).fill(broken), listOf('5')]);
  start(client);
  await nth(watches, 1);
  expect(pauses).toHaveLength(12);
  expect(reflector.unheard).toBeUndefined();
});

it('connects anew when nothing is heard, which is no trouble before that fails', async () => {
  const {client, watches} = scripted([listOf('5')], [undefined, undefined, new Error('no route')]);
  const troubles: unknown[] = [];
  start(client, {
    inactivityMilliseconds: 20,
    wait: async () => void troubles.push(reflector.trouble),
  });
  await nth(watches, 2);
  expect(watches[0]?.stream.destroyed).toBe(true);
  await nth(watches, 3);
  expect(troubles).toEqual(['no route']);
});

it('keeps count of when it was last heard of', async () => {
  let time = 1000;
  const {client, watches} = scripted([listOf('5')]);
  start(client, {now: () => time});
  const watch = await nth(watches, 1);
  expect(reflector.asOf).toBe(1000);
  time = 2000;
  send(watch, 'BOOKMARK', {metadata: {resourceVersion: '6'}});
  await vi.waitFor(() => expect(reflector.asOf).toBe(2000));
});

it('outlives a listener that throws', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const {client, watches} = scripted([listOf('5')]);
  start(client);
  reflector.subscribe(() => {
    throw new Error('listener');
  });
  const heard: string[] = [];
  reflector.subscribe(({object: {metadata}}) => heard.push(metadata.name));
  const watch = await nth(watches, 1);
  send(watch, 'ADDED', object('a', '6'));
  send(watch, 'ADDED', object('b', '7'));
  await vi.waitFor(() => expect(heard).toEqual(['a', 'b']));
  expect(warned).toHaveBeenCalledTimes(2);
  warned.mockRestore();
});

it('says nothing more once it is stopped, and ends its watch', async () => {
  const {client, watches} = scripted([listOf('5')]);
  const ending = new AbortController();
  start(client, {signal: ending.signal});
  const watch = await nth(watches, 1);
  ending.abort();
  await vi.waitFor(() => expect(watch.stream.destroyed).toBe(true));
  expect(watches).toHaveLength(1);
  expect(changes).toEqual([]);
});

it('lets nobody wait for a list that never comes', async () => {
  const {client} = scripted([() => new Promise<ObjectList>(() => {})]);
  start(client);
  reflector.stop();
  await expect(reflector.synced).rejects.toThrow('stopped');
});
