import {afterEach, expect, it, vi} from 'vitest';
import {renewedTransport} from '../../source/cluster/renewed-transport.js';
import {createTransport} from '../../source/cluster/transport.js';
import {json, kubeConfigFor, type SmallApi, smallApi} from './small-api.js';

const apis: SmallApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.stop();
});

/** An API that knows one token. */
const knowing = async (token: string): Promise<SmallApi> => {
  const api = await smallApi(({headers}, response) =>
    headers.authorization === `Bearer ${token}`
      ? json(response, 200, {token})
      : json(response, 401, {kind: 'Status', code: 401, reason: 'Unauthorized', message: 'Unauthorized'}),
  );
  apis.push(api);
  return api;
};

const serverOf = ({kubeConfig}: SmallApi): string => kubeConfig.getCurrentCluster()?.server ?? '';

const following = (sources: (() => {server: string; token: string})[]) => {
  let loads = 0;
  const elsewhere: string[] = [];
  const transport = renewedTransport({
    load() {
      const source = (
        sources[Math.min(loads++, sources.length - 1)] as () => {server: string; token: string}
      )();
      const {server, token} = source;
      return {text: JSON.stringify(source), place: server, config: kubeConfigFor(server, {token})};
    },
    make: config => createTransport(config),
    onElsewhere: () => void elsewhere.push(transport.server),
  });
  return {transport, elsewhere, loads: () => loads};
};

const get = {method: 'GET', path: '/version'};

it('a token that is refused is read again, and what was asked is asked with the new one', async () => {
  const server = serverOf(await knowing('new'));
  const {transport, elsewhere} = following([() => ({server, token: 'old'}), () => ({server, token: 'new'})]);
  await expect(transport.send(get)).resolves.toEqual({token: 'new'});
  expect(elsewhere).toEqual([]);
  await transport.close();
});

it('the same kubeconfig again is no way out', async () => {
  const server = serverOf(await knowing('new'));
  const {transport, loads} = following([() => ({server, token: 'old'})]);
  await expect(transport.send(get)).rejects.toMatchObject({status: 401});
  expect(loads()).toBe(2);
  await transport.close();
});

it('a server that is gone is followed to where the kubeconfig says it is now', async () => {
  const [old, moved] = [await knowing('t'), await knowing('t')];
  const [from, to] = [serverOf(old), serverOf(moved)];
  await old.stop();
  apis.shift();
  const {transport, elsewhere} = following([
    () => ({server: from, token: 't'}),
    () => ({server: to, token: 't'}),
  ]);
  await expect(transport.send(get)).resolves.toEqual({token: 't'});
  expect(transport.server).toBe(to);
  // Who has to begin anew there is told before it is asked.
  expect(elsewhere).toEqual([to]);
  await transport.close();
});

it('a kubeconfig that is being written anew is trouble for a moment', async () => {
  const server = serverOf(await knowing('new'));
  const {transport} = following([
    () => ({server, token: 'old'}),
    () => {
      throw new Error('it is half there');
    },
    () => ({server, token: 'new'}),
  ]);
  await expect(transport.send(get)).rejects.toMatchObject({status: 401});
  expect(transport.trouble).toBe('it is half there');
  await expect(transport.send(get)).resolves.toEqual({token: 'new'});
  expect(transport.trouble).toBeUndefined();
  await transport.close();
});

it('what the API refuses for another reason is not asked twice', async () => {
  const api = await smallApi((_, response) =>
    json(response, 403, {kind: 'Status', code: 403, reason: 'Forbidden', message: 'no'}),
  );
  apis.push(api);
  const {transport, loads} = following([() => ({server: serverOf(api), token: 't'})]);
  await expect(transport.send(get)).rejects.toMatchObject({status: 403});
  expect([api.asked.length, loads()]).toEqual([1, 1]);
  await transport.close();
});

it('what was refused over the old one, while another replaced it, is asked over the new one', async () => {
  const late = Promise.withResolvers<void>();
  const slow = await smallApi(async (request, response) => {
    if (request.url === '/slow') await late.promise;
    json(response, request.url === '/slow' ? 403 : 401, {kind: 'Status', message: 'no'});
  });
  apis.push(slow);
  const server = serverOf(await knowing('new'));
  const {transport} = following([
    () => ({server: serverOf(slow), token: 'old'}),
    () => ({server, token: 'new'}),
  ]);
  const waiting = transport.send({method: 'GET', path: '/slow'});
  await vi.waitFor(() => expect(slow.asked).toHaveLength(1));
  await transport.send(get);
  late.resolve();
  await expect(waiting).resolves.toEqual({token: 'new'});
  await transport.close();
});
