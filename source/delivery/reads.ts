import type {Component} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import type {Profile} from '../profile/schema.js';
import {maskedOvnDatabases, ovnDatabasesShown, readOvnDatabases} from './ovn-databases.js';

interface Reader {
  /** Asked at every apply, so that what has changed in the cluster arrives. */
  readonly from: (client: Pick<Client, 'read'>, profile: Profile) => Promise<unknown>;
  /** What a person sees where there is no cluster. */
  readonly shown: (profile: Profile) => unknown;
  /** What was found, as a person may see it. */
  readonly masked: (found: never) => unknown;
}

/** What `reads` of a component names. */
const readers: Readonly<Record<Component['reads'][number], Reader>> = {
  ovn: {
    from: (client, {network}) => readOvnDatabases(client, network.plugin),
    shown: ({network}) => ovnDatabasesShown(network.plugin),
    masked: maskedOvnDatabases,
  },
};

/** By their names, what the readers find in the cluster. */
export const readFromCluster = async (
  names: Component['reads'],
  client: Pick<Client, 'read'>,
  profile: Profile,
): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    await Promise.all(names.map(async name => [name, await readers[name].from(client, profile)] as const)),
  );

/** What stands there without a cluster, of every reader. */
export const readsShown = (profile: Profile): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(readers).map(([name, {shown}]) => [name, shown(profile)]));

/** What the readers found, without its secrets. */
export const maskedReads = (found: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(found).map(([name, value]) => [
      name,
      readers[name as Component['reads'][number]].masked(value as never),
    ]),
  );
