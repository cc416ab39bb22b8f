import type {Client} from './client.js';

/**
 * The client, each of whose writes first has the driver's lease confirmed: one that was paused changes nothing more. The signal of a
 * write ends the waiting for that, too.
 */
export const fencedClient = (client: Client, confirm: (signal?: AbortSignal) => Promise<void>): Client => ({
  ...client,
  create: async (object, options) => {
    await confirm(options?.signal);
    return client.create(object, options);
  },
  apply: async (object, options) => {
    await confirm(options.signal);
    return client.apply(object, options);
  },
  patch: async (ref, patch, options) => {
    await confirm(options?.signal);
    return client.patch(ref, patch, options);
  },
  delete: async (ref, options) => {
    await confirm(options?.signal);
    return client.delete(ref, options);
  },
  request: async (method, path, body, signal) => {
    if (method !== 'GET') {
      await confirm(signal);
    }
    return client.request(method, path, body, signal);
  },
});
