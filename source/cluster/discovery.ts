import {ApiError} from './api-error.js';
import type {KindRef} from './kubernetes-object.js';
import type {Transport} from './transport.js';

/** Where the API keeps a kind. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface Discovery {
  /** Asks the API again when the kind is not known yet; undefined when the API does not have it. */
  find(kind: KindRef): Promise<Resource | undefined>;
}

/** A table of the API's kinds, one read per group and version, kept. */
export const discover = (transport: Transport): Discovery => {
  const tables = new Map<string, Map<string, Resource>>();
  const asking = new Map<string, Promise<Map<string, Resource>>>();

  const load = (apiVersion: string): Promise<Map<string, Resource>> => {
    const running = asking.get(apiVersion);
    if (running !== undefined) return running;
    const reading = readTable(transport, apiVersion)
      .then(table => {
        tables.set(apiVersion, table);
        return table;
      })
      .finally(() => asking.delete(apiVersion));
    asking.set(apiVersion, reading);
    return reading;
  };

  return {
    find: async ({apiVersion, kind}) =>
      tables.get(apiVersion)?.get(kind) ?? (await load(apiVersion)).get(kind),
  };
};

const readTable = async (transport: Transport, apiVersion: string): Promise<Map<string, Resource>> => {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const answer = await transport.send({method: 'GET', path}).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  });
  const {resources = []} = (answer ?? {}) as {
    resources?: {name: string; kind: string; namespaced: boolean}[];
  };
  return new Map(
    resources
      .filter(({name}) => !name.includes('/'))
      .map(({name, kind, namespaced}) => [kind, {plural: name, namespaced}]),
  );
};
