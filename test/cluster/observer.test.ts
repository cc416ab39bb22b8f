import {PassThrough} from 'node:stream';
import {expect, test, vi} from 'vitest';
import {ApiError, type Client} from '../../source/cluster/client.js';
import type {KindRef, KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {createObserver} from '../../source/cluster/observer.js';

const kindOf = (kind: string): KindRef => ({apiVersion: 'v1', kind});
const answers: Readonly<Record<string, Error>> = {
  Refused: new ApiError(403, 'Forbidden', 'no'),
  Unknown: new ApiError(404, 'NotFound', 'what'),
  Broken: new ApiError(500, 'InternalError', 'broken'),
};

test('the picture is as old as what was heard of the longest ago, of that of which there is news', async () => {
  let time = 1000;
  const watches = new Map<string, PassThrough>();
  const client = {
    async list({kind}: KindRef) {
      const error = answers[kind];
      if (error !== undefined) throw error;
      return {resourceVersion: '1', items: [] as KubernetesObject[]};
    },
    async watch({kind}: KindRef) {
      const stream = new PassThrough();
      watches.set(kind, stream);
      return stream;
    },
  } as unknown as Client;
  const observer = createObserver(client, () => ({
    ...{isOptional: true, unknownMilliseconds: 300_000, now: () => time},
    wait: async milliseconds => (milliseconds > 5000 ? new Promise(() => {}) : undefined),
  }));
  expect([observer.asOf, observer.oldest]).toEqual([undefined, undefined]);
  await observer.watch(['Old', 'New', ...Object.keys(answers)].map(kindOf), new AbortController().signal);
  await vi.waitFor(() => expect(watches.size).toBe(2));
  time = 5000;
  watches
    .get('New')
    ?.write(`${JSON.stringify({type: 'BOOKMARK', object: {metadata: {resourceVersion: '2'}}})}\n`);
  await vi.waitFor(() => expect(observer.asOf).toBe(5000));
  expect(observer.oldest).toBe(1000);
  expect(['Old', 'Refused', 'Unknown', 'Broken'].map(kind => observer.sees(kindOf(kind)))).toEqual([
    ...[true, false, true, false],
  ]);
  expect(observer.unheard()).toEqual([
    {kind: kindOf('Broken'), reason: 'broken', isForbidden: false, asOf: undefined},
  ]);
  expect([observer.refused(), observer.trouble]).toEqual([[kindOf('Refused')], undefined]);
  observer.close();
});
