import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `$VARIABLE/genestack`; a relative value counts as unset, as the XDG base directory specification says. */
const folder = (environment: Environment, variable: string, fallback: readonly string[]): string => {
  const value = environment[variable];
  const base =
    value !== undefined && isAbsolute(value) ? value : join(environment.HOME || homedir(), ...fallback);
  return join(base, 'genestack');
};

/** What may be lost without harm, but not without notice: drafts. */
export const stateFolder = (environment: Environment): string =>
  folder(environment, 'XDG_STATE_HOME', ['.local', 'state']);

export const configFolder = (environment: Environment): string =>
  folder(environment, 'XDG_CONFIG_HOME', ['.config']);

/** What can be made anew: built servers, pulled charts, compiled code. */
export const cacheFolder = (environment: Environment): string =>
  folder(environment, 'XDG_CACHE_HOME', ['.cache']);
