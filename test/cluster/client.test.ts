import {afterEach, expect, it} from 'vitest';
import {ApiError, type Client, connect} from '../../source/cluster/client.js';
import type {TransportOptions} from '../../source/cluster/transport.js';
import {type Answer, json, kubeConfigFor, type SmallApi, smallApi} from './small-api.js';

let api: SmallApi;
let client: Client;

const serve = async (answer: Answer, options: TransportOptions = {}, user: object = {}): Promise<void> => {
  api = await smallApi((asked, response, times) => {
    const resources =
      asked.url === '/api/v1'
        ? [
            {name: 'configmaps', kind: 'ConfigMap', namespaced: true},
            {name: 'configmaps/status', kind: 'Other', namespaced: true},
            {name: 'nodes', kind: 'Node', namespaced: false},
          ]
        : undefined;
    if (resources !== undefined) json(response, 200, {resources});
    else answer(asked, response, times);
  }, user);
  client = connect(api.kubeConfig, options);
};

afterEach(async () => {
  await client.close();
  await api?.stop();
});

const configMaps = {apiVersion: 'v1', kind: 'ConfigMap'};
const status = (code: number, reason: string, message = 'no'): object => ({
  kind: 'Status',
  code,
  reason,
  message,
});

it('lists all pages, and says of each item what it is', async () => {
  await serve(({url}, response) =>
    url.includes('continue=next')
      ? json(response, 200, {items: [{metadata: {name: 'b'}}], metadata: {resourceVersion: '7'}})
      : json(response, 200, {
          items: [{metadata: {name: 'a'}}],
          metadata: {resourceVersion: '7', continue: 'next'},
        }),
  );
  const list = await client.list(configMaps, {namespace: 'n', labelSelector: 'a=b'});
  expect(list).toEqual({
    resourceVersion: '7',
    items: ['a', 'b'].map(name => ({...configMaps, metadata: {name}})),
  });
  expect(api.asked[1]?.url).toBe('/api/v1/namespaces/n/configmaps?labelSelector=a%3Db&limit=500');
});

it('lists anew when the pages were compacted away between two of them', async () => {
  await serve(({url}, response) => {
    if (url.includes('continue=')) json(response, 410, status(410, 'Expired'));
    else if (url.includes('limit=')) json(response, 200, {items: [], metadata: {continue: 'x'}});
    else json(response, 200, {items: [{metadata: {name: 'a'}}], metadata: {resourceVersion: '9'}});
  });
  expect((await client.list(configMaps)).items).toHaveLength(1);
});

it('reads nothing where there is no object and no such kind', async () => {
  await serve((_asked, response) => json(response, 404, status(404, 'NotFound')));
  expect(await client.read({...configMaps, namespace: 'n', name: 'a'})).toBeUndefined();
  expect(await client.read({apiVersion: 'a.b/v1', kind: 'C', name: 'a'})).toBeUndefined();
  expect(await client.knows({apiVersion: 'a.b/v1', kind: 'C'})).toBe(false);
  await expect(client.delete({...configMaps, namespace: 'n', name: 'a'})).resolves.toBeUndefined();
});

it('writes the namespace where the kind has one, and only there', async () => {
  await serve(({body}, response) => json(response, 200, JSON.parse(body)));
  const metadata = {name: 'a', namespace: 'n'};
  await client.apply({apiVersion: 'v1', kind: 'Node', metadata}, {fieldManager: 'me', force: true});
  await client.apply({...configMaps, metadata: {name: 'a'}}, {fieldManager: 'me', dryRun: true});
  const written = api.asked.filter(({method}) => method === 'PATCH');
  expect(written.map(({url}) => url)).toEqual([
    '/api/v1/nodes/a?fieldManager=me&force=true',
    '/api/v1/namespaces/default/configmaps/a?fieldManager=me&dryRun=All',
  ]);
  expect(JSON.parse(written[0]?.body ?? '').metadata).toEqual({name: 'a'});
  expect(written[0]?.headers['content-type']).toBe('application/apply-patch+yaml');
});

it('tries again after what a 429 asks for, within bounds', async () => {
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  const retryAfter = ['3', '3600', undefined];
  await serve(
    (_asked, response, times) =>
      times <= 3
        ? json(response, 429, {}, retryAfter[times - 1] ? {'retry-after': retryAfter[times - 1]} : {})
        : json(response, 200, {metadata: {name: 'a'}}),
    {wait},
  );
  expect(await client.read({...configMaps, namespace: 'n', name: 'a'})).toBeDefined();
  expect(waits).toEqual([3000, 30_000, 4000]);
});

it('gives up in the end', async () => {
  await serve((_asked, response) => json(response, 503, {}, {'retry-after': '1'}), {wait: async () => {}});
  await expect(client.request('GET', '/x')).rejects.toMatchObject({status: 503});
  expect(api.asked).toHaveLength(6);
});

it("says what the API's Status says, without control sequences", async () => {
  await serve((_asked, response) =>
    json(response, 409, status(409, 'AlreadyExists', 'there \u001b[31malready')),
  );
  const error = await client.create({...configMaps, metadata: {name: 'a', namespace: 'n'}}).catch(e => e);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({status: 409, reason: 'AlreadyExists', message: 'there already'});
});

it('asks for credentials anew once after a 401', async () => {
  const command = process.execPath;
  const credential = JSON.stringify({status: {token: 'TOKEN'}}).replace(
    'TOKEN',
    "'+process.hrtime.bigint()+'",
  );
  const exec = {apiVersion: 'client.authentication.k8s.io/v1', command, args: ['-p', `'${credential}'`]};
  const tokens: unknown[] = [];
  await serve(
    ({headers}, response) => {
      tokens.push(headers.authorization);
      if (new Set(tokens).size === 1) json(response, 401, status(401, 'Unauthorized'));
      else json(response, 200, {});
    },
    {},
    {exec},
  );
  await client.request('GET', '/x');
  expect(tokens).toHaveLength(2);
  expect(tokens[0]).toMatch(/^Bearer \d+$/);
});

it('ends what takes longer than its time', async () => {
  await serve(() => {}, {timeoutMilliseconds: 50});
  await expect(client.request('GET', '/x')).rejects.toMatchObject({
    code: 'GS-K8S-10',
    message: expect.stringContaining('does not answer'),
  });
});

it('ends with the reason of its signal', async () => {
  await serve((asked, response) => {
    if (asked.url === '/api/v1') json(response, 200, {});
  });
  const ending = new AbortController();
  const listing = client.list(configMaps, {signal: ending.signal});
  ending.abort(new Error('enough'));
  await expect(listing).rejects.toThrow('enough');
});

it('keeps one pool of connections', async () => {
  const ports = new Set<number | undefined>();
  await serve((_asked, response) => {
    ports.add(response.socket?.remotePort);
    json(response, 200, {});
  });
  for (let count = 0; count < 20; count++) await client.request('GET', '/x');
  // A connection is free again a moment after its answer was read.
  expect(ports.size).toBeLessThan(4);
});

it('says that nothing listens', async () => {
  await serve(() => {});
  await api.stop();
  await client.close();
  client = connect(kubeConfigFor('https://127.0.0.1:1'));
  await expect(client.request('GET', '/x')).rejects.toMatchObject({
    code: 'GS-K8S-10',
    exitCode: 3,
    message:
      'the API server at https://127.0.0.1:1 cannot be reached: nothing listens there (connection refused)',
  });
});

it('believes no answer that was cut off on the way, nor a page of a proxy', async () => {
  await serve(({url}, response) => {
    if (url.includes('cut')) response.writeHead(200, {'content-type': 'application/json'}).end('{"items": [');
    else response.writeHead(200, {'content-type': 'text/html'}).end('<html>Please log in</html>');
  });
  await expect(client.list(configMaps, {namespace: 'cut'})).rejects.toMatchObject({
    code: 'GS-K8S-10',
    message: expect.stringContaining('its answer stopped half-way'),
  });
  await expect(client.list(configMaps, {namespace: 'n'})).rejects.toMatchObject({status: 502});
  await expect(client.read({...configMaps, namespace: 'n', name: 'a'})).rejects.toMatchObject({status: 502});
});

it('is in contact as long as the API answers, whatever it answers', async () => {
  const words: string[] = [];
  const contact = {heard: () => void words.push('heard'), missed: (why: string) => void words.push(why)};
  await serve(
    ({url}, response) => {
      if (url.includes('hangs')) return;
      if (url.includes('ill')) json(response, 503, status(503, 'ServiceUnavailable'));
      else if (url.includes('forbidden')) json(response, 403, status(403, 'Forbidden'));
      else json(response, 200, {metadata: {name: 'a'}});
    },
    {contact},
  );
  const read = (name: string, signal?: AbortSignal) =>
    client.read({...configMaps, namespace: 'n', name}, {signal}).catch(() => {});
  await read('a');
  await read('forbidden');
  await read('ill');
  await read('hangs', AbortSignal.timeout(20));
  await read('hangs', AbortSignal.abort());
  await api.stop();
  await read('a');
  expect(words).toEqual([
    // Of the table of kinds.
    'heard',
    ...['heard', 'heard', 'it answers 503', 'it does not answer in time'],
    'it cannot be reached: nothing listens there (connection refused)',
  ]);
});
