import {setTimeout as sleep} from 'node:timers/promises';
import type {Client} from '../cluster/client.js';
import {firstContact} from '../cluster/first-contact.js';
import {GenestackError} from '../errors.js';

/** So long all lists may take to come in, after the cluster has answered. */
const seconds = 60;

export interface Telling {
  /** When all that is asked for has come. */
  readonly complete: Promise<unknown>;
  /** Of the error where it does not. */
  readonly code: `GS-${string}`;
  /** Why, as far as it is known. */
  readonly trouble: () => string | undefined;
  /** What to do then. */
  readonly remedy: string;
}

/**
 * Waits until a cluster has told all that it is asked.
 * @throws GenestackError with exit code 3: no answer within 10 s, or not all of it in a minute.
 */
export const untilTold = async (
  client: Client,
  {complete, code, trouble, remedy}: Telling,
): Promise<void> => {
  await firstContact(client);
  const late = new AbortController();
  const inTime = await Promise.race([
    complete.then(() => true),
    sleep(seconds * 1000, false, {signal: late.signal}),
  ]);
  late.abort();
  if (!inTime)
    throw new GenestackError(
      code,
      `${client.server} answered, but not with all that was asked for within ${seconds} s: ${trouble() || 'a list is still coming'}`,
      remedy,
    );
};
