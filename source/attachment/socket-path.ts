import {randomBytes} from 'node:crypto';
import {lstatSync} from 'node:fs';
import {userInfo} from 'node:os';
import {isAbsolute, join} from 'node:path';
import {type Environment, stateFolder} from '../base-folders.js';
import {GenestackError, messageOf} from '../errors.js';
import {makeOwnFolder} from '../settings/own-folder.js';

/** `sun_path` of unix(7) has 108 bytes, the last of them is 0. */
const longestPath = 107;

const self = (): number => userInfo().uid;

/** Nobody else can come in, and it is no link to where somebody else can. */
export const isPrivate = (folder: string): boolean => {
  const stat = lstatSync(folder, {throwIfNoEntry: false});
  return stat?.isDirectory() === true && stat.uid === self() && (stat.mode & 0o077) === 0;
};

/** Where the sockets of this user's engines may be, the best place first. */
export const socketFolders = (environment: Environment = process.env): string[] => {
  const named = environment.XDG_RUNTIME_DIR;
  const runtime = named !== undefined && isAbsolute(named) ? named : `/run/user/${self()}`;
  return [
    ...(isPrivate(runtime) ? [join(runtime, 'genestack')] : []),
    join(stateFolder(environment), 'engines'),
    `/tmp/genestack-${self()}`,
  ];
};

/** Those that are there and private; what another user put in their place is passed over. */
export const privateSocketFolders = (environment?: Environment): string[] =>
  socketFolders(environment).filter(isPrivate);

/**
 * A path for the socket of a run in the first folder that is private, made where it is not there, and that is short enough.
 * @throws GenestackError GS-ATT-01 where none can be had.
 */
export const socketPath = (run: string, environment: Environment = process.env): string => {
  const problems: string[] = [];
  const state = stateFolder(environment);
  for (const folder of socketFolders(environment)) {
    const path = join(folder, `${run}-${randomBytes(2).toString('hex')}.sock`);
    if (Buffer.byteLength(path) > longestPath) {
      problems.push(`${folder} is too long for a socket`);
      continue;
    }
    try {
      makeOwnFolder(folder, folder.startsWith(state) ? state : folder);
      if (isPrivate(folder)) {
        return path;
      }
      problems.push(`${folder} is not a folder that only you may enter`);
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  throw new GenestackError(
    'GS-ATT-01',
    `The engine needs a private place for its socket, and there is none: ${problems.join('; ')}.`,
    'Set XDG_RUNTIME_DIR to a folder of yours with mode 0700, or mend one of these.',
  );
};
