import {setTimeout as sleep} from 'node:timers/promises';
import {isOutage} from './api-error.js';
import type {Client} from './client.js';
import {passingOf} from './passing.js';

const pauseMilliseconds = 1000;

/**
 * Asks again and again as long as the API server does not answer, or answers that it cannot now; helm too may be what asks. What it
 * says otherwise is the caller's to understand.
 * @throws what `ask` throws; the signal's reason.
 */
export const throughOutage = async <T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      signal?.throwIfAborted();
      if (!isOutage(error) && passingOf(error)?.boundSeconds !== null) {
        throw error;
      }
    }
    await sleep(pauseMilliseconds, undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
  }
};

/** The client, whose questions are asked through every outage until the signal; what it writes is not. */
export const askingThroughOutages = (client: Client, signal: AbortSignal): Client => {
  const patiently = <T>(ask: () => Promise<T>): Promise<T> => throughOutage(ask, signal);
  return {
    ...client,
    read: (...given) => patiently(() => client.read(...given)),
    list: (...given) => patiently(() => client.list(...given)),
    knows: kind => patiently(() => client.knows(kind)),
    request: (method, ...given) =>
      method === 'GET' ? patiently(() => client.request(method, ...given)) : client.request(method, ...given),
    // A dry run asks what would be.
    create: (object, options) =>
      options?.dryRun ? patiently(() => client.create(object, options)) : client.create(object, options),
    apply: (object, options) =>
      options.dryRun ? patiently(() => client.apply(object, options)) : client.apply(object, options),
  };
};
