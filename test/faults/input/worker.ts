import {parentPort, workerData} from 'node:worker_threads';
import fc from 'fast-check';
import {properties} from './properties.ts';

/** What the test hands to this thread, whose memory is limited. */
interface Task {
  readonly kind: string;
  readonly runs: number;
  readonly seed: number;
  /** Where counts go, so that a thread that hangs is seen to. */
  readonly count: SharedArrayBuffer;
  /** Inputs that once broke something, as JSON. */
  readonly corpus: readonly string[];
}

const {kind, runs, seed, count, corpus} = workerData as Task;
const counter = new Int32Array(count);
const mostMicroseconds = 2_000_000;

const property = properties[kind];
if (property === undefined) throw new Error(`nothing is known of ${kind}`);
const {inputs, revive, holds} = await property();

const once = (input: unknown): boolean => {
  Atomics.add(counter, 0, 1);
  const {user, system} = process.threadCpuUsage();
  holds(input);
  const after = process.threadCpuUsage();
  const microseconds = after.user + after.system - user - system;
  if (microseconds > mostMicroseconds) throw new Error(`it took ${microseconds / 1e6} s of CPU`);
  return true;
};

/** As it is kept in the corpus. */
const kept = (input: unknown): unknown =>
  input instanceof Uint8Array
    ? {bytes: Buffer.from(input).toString('base64')}
    : Array.isArray(input)
      ? input.map(kept)
      : input;

const found = (input: unknown, error: unknown) => ({
  input: JSON.stringify(kept(input)),
  error: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

const again = corpus.flatMap(text => {
  const input = revive(JSON.parse(text));
  try {
    once(input);
    return [];
  } catch (error) {
    return [found(input, error)];
  }
});
const details = fc.check(fc.property(inputs, once), {numRuns: runs, seed});
parentPort?.postMessage({
  runs: Atomics.load(counter, 0),
  broken: [
    ...again,
    ...(details.failed ? [found(details.counterexample?.[0], details.errorInstance ?? details.failed)] : []),
  ],
});
