import type {Client} from './client.js';
import {anySignal, unlessAborted} from './signals.js';

/**
 * The client, none of whose requests outlasts the signal: who waits for one hears of its end at once, and what was under way then may
 * or may not have been done. Streams end with it, too.
 */
export const endingWith = (client: Client, signal: AbortSignal): Client => {
  const within = <Options extends {readonly signal?: AbortSignal | undefined}>(options?: Options) =>
    ({...options, signal: anySignal(options?.signal, signal)}) as Options & {readonly signal: AbortSignal};
  const orEnd = <T>(work: Promise<T>): Promise<T> => unlessAborted(work, signal);
  return {
    ...client,
    read: (ref, options) => orEnd(client.read(ref, within(options))),
    list: (kind, options) => orEnd(client.list(kind, within(options))),
    watch: (kind, options) => orEnd(client.watch(kind, within(options))),
    log: (pod, options) => orEnd(client.log(pod, within(options))),
    create: (object, options) => orEnd(client.create(object, within(options))),
    apply: (object, options) => orEnd(client.apply(object, within(options))),
    patch: (ref, patch, options) => orEnd(client.patch(ref, patch, within(options))),
    delete: (ref, options) => orEnd(client.delete(ref, within(options))),
    knows: kind => orEnd(client.knows(kind)),
    request: (method, path, body, own) =>
      orEnd(client.request(method, path, body, within({signal: own}).signal)),
    query: (path, query, options) => orEnd(client.query(path, query, within(options))),
  };
};
