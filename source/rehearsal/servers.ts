import type {Environment} from '../base-folders.js';
import {GenestackError} from '../errors.js';
import {type BuildOptions, buildServers} from './build-servers.js';
import {builtFolder, findServers} from './find-servers.js';
import {withLock} from './lock.js';
import {type Pins, readPins, type ServerName, type Servers, serverNames} from './pins.js';

export interface EnsureOptions extends BuildOptions {
  readonly names?: readonly ServerName[];
  readonly pins?: Pins;
}

/**
 * Finds the servers (KUBEBUILDER_ASSETS, PATH, the cache) and builds them into the cache where one is missing;
 * once, even when two ask at the same time. `names` limits what must be there.
 *
 * @throws {GenestackError} GS-REH-03, 04 and 05 of the build, GS-REH-10 when the cache cannot be written.
 */
export const ensureServers = async (
  environment: Environment,
  {names = serverNames, pins = readPins(), ...options}: EnsureOptions = {},
): Promise<Servers> => {
  const first = await findServers(environment, pins, names);
  if (first.missing.length === 0) return first.servers as Servers;
  const folder = builtFolder(environment, pins);
  const build = async (): Promise<Servers> => {
    const again = await findServers(environment, pins, names);
    if (again.missing.length === 0) return again.servers as Servers;
    try {
      await buildServers(folder, pins, environment, {...options, missing: again.missing});
    } catch (error) {
      throw diskTrouble(error, folder);
    }
    return (await findServers(environment, pins, names)).servers as Servers;
  };
  return withLock(folder, build, {
    signal: options.signal,
    onWait: () => options.onNotice?.('Another genestack is building the servers; waiting for it.'),
  });
};

/** The file system's no as a sentence; anything else as it is. */
export const diskTrouble = (error: unknown, path: string): unknown => {
  const {code, syscall} = error as NodeJS.ErrnoException;
  if (error instanceof GenestackError || code === undefined || syscall === undefined) return error;
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota of the disk is used up',
    EROFS: 'the file system is read-only',
    EACCES: 'permission denied',
    ENOTDIR: 'a part of the path is a file',
  };
  const reason = reasons[code];
  if (reason === undefined) return error;
  return new GenestackError(
    'GS-REH-10',
    `cannot write ${path}: ${reason}`,
    'Make room or give this user the right, or point XDG_CACHE_HOME and XDG_STATE_HOME somewhere else.',
    undefined,
    {cause: error},
  );
};
