import type {Client} from './client.js';

/** The client, each of whose writes first has the driver's lease confirmed: one that was paused changes nothing more. */
export const fencedClient = (client: Client, confirm: () => Promise<void>): Client => ({
  ...client,
  create: async (...given) => {
    await confirm();
    return client.create(...given);
  },
  apply: async (...given) => {
    await confirm();
    return client.apply(...given);
  },
  patch: async (...given) => {
    await confirm();
    return client.patch(...given);
  },
  delete: async (...given) => {
    await confirm();
    return client.delete(...given);
  },
  request: async (method, path, body) => {
    if (method !== 'GET') {
      await confirm();
    }
    return client.request(method, path, body);
  },
});
