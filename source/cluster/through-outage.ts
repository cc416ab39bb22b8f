import {setTimeout as sleep} from 'node:timers/promises';
import {messageOf} from '../errors.js';
import {isConnectionError, isOutage} from './api-error.js';
import type {Client} from './client.js';
import {passingOf} from './passing.js';
import {isTimeout} from './signals.js';

const pauseMilliseconds = 1000;
/** An API server that answers 500 for longer is not restarting; steps wait as long. */
const longestSeconds = 600;

/**
 * Seconds for which what was asked is asked again; null: as long as it lasts; undefined where it says something of what was asked,
 * also that the webhook of this very kind does not answer. Pure.
 */
export const outageSeconds = (error: unknown): number | null | undefined => {
  if (isConnectionError(error) || isTimeout(error) || passingOf(error)?.boundSeconds === null) return null;
  return isOutage(error) && !/webhook/i.test(messageOf(error)) ? longestSeconds : undefined;
};

/**
 * Asks again and again as long as the API server does not answer, or answers that it cannot now; helm too may be what asks. What it
 * says otherwise is the caller's to understand.
 * @throws what `ask` throws; the signal's reason.
 */
export const throughOutage = async <T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  const begun = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      signal?.throwIfAborted();
      const seconds = outageSeconds(error);
      if (seconds === undefined || (seconds !== null && performance.now() - begun > seconds * 1000)) {
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
