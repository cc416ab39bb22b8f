import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import type {Check, Trial} from '../check.js';

const corpus = fileURLToPath(new URL('../corpus/', import.meta.url));
const mostMegabytes = 256;
/** How long the thread may say nothing: of the 2 s of CPU that one input may take, a loaded machine makes minutes. */
const silenceMilliseconds = 180_000;

interface Found {
  readonly input: string;
  readonly error: string;
}

const corpusOf = (kind: string): string[] =>
  readdirSync(corpus)
    .filter(name => name.startsWith(`${kind}-`) && name.endsWith('.json'))
    .map(name => readFileSync(`${corpus}${name}`, 'utf8'));

/** What broke once is put to every later run. */
const keep = (kind: string, seed: number, input: string): void => {
  mkdirSync(corpus, {recursive: true});
  writeFileSync(`${corpus}${kind}-${Math.abs(seed)}.json`, `${input}\n`);
};

/** In a thread of its own, whose memory is limited and whose silence ends it. */
const putTo = async (kind: string, {runs, random, count}: Trial<unknown>): Promise<void> => {
  const counted = new SharedArrayBuffer(4);
  const seed = random.between(1, 2 ** 31 - 1);
  const worker = new Worker(new URL('../input/worker.ts', import.meta.url), {
    workerData: {kind, runs, seed, count: counted, corpus: corpusOf(kind)},
    resourceLimits: {maxOldGenerationSizeMb: mostMegabytes},
    execArgv: [],
  });
  const ended = Promise.withResolvers<{runs: number; broken: Found[]}>();
  worker.once('message', ended.resolve);
  worker.once('error', ended.reject);
  const over = new AbortController();
  const silence = async (): Promise<void> => {
    for (let last = -1, now = 0; last !== now; ) {
      last = now;
      await sleep(silenceMilliseconds, undefined, {signal: over.signal}).catch(() => {});
      if (over.signal.aborted) return;
      now = Atomics.load(new Int32Array(counted), 0);
    }
    ended.reject(new Error(`nothing was heard for ${silenceMilliseconds / 1000} s, seed ${seed}`));
  };
  void silence();
  const found = await ended.promise
    .catch(error => ({runs: 1, broken: [{input: null, error: `seed ${seed}: ${error}`}]}))
    .finally(() => {
      over.abort();
      return worker.terminate();
    });
  for (const {input} of found.broken) {
    if (input !== null) keep(kind, seed, input);
  }
  // At once: a check whose time is up ends at the first that is counted.
  count(
    found.broken.map(({input, error}) => `${input?.slice(0, 400) ?? ''}: ${error.slice(0, 1000)}`),
    found.runs,
    found.broken.length,
  );
};

const holds =
  'read or refused with a sentence that no terminal obeys; within 2 s of CPU and 256 MB, no name becomes an argument';

export const malformedProfiles: Check<unknown> = {
  name: 'malformed-profiles',
  provoked: 'malformed profiles, in-process',
  holds,
  runs: {short: 1500, long: 40_000},
  run: trial => putTo('profile', trial),
};

export const malformedJournals: Check<unknown> = {
  name: 'malformed-journals',
  provoked: 'malformed journals, in-process',
  holds,
  runs: {short: 400, long: 40_000},
  run: trial => putTo('journal', trial),
};

export const malformedMessages: Check<unknown> = {
  name: 'malformed-messages',
  provoked: 'malformed messages to the engine’s socket, in chunks, in-process',
  holds: 'taken as a message of the schema or refused; within 2 s of CPU and 256 MB',
  runs: {short: 1500, long: 40_000},
  run: trial => putTo('messages', trial),
};
