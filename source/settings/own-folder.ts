import {lstatSync, mkdirSync} from 'node:fs';
import {userInfo} from 'node:os';
import {dirname} from 'node:path';

/**
 * Makes a folder of Genestack's own, mode 0700, where it is not there yet, and looks that it and what is above it up to `top` are
 * folders of this user in which no other may write: else what is written, or removed, there could be somebody else's.
 * @param top the outermost folder that is Genestack's own, `folder` itself or one above it.
 * @throws Error whose message says which is not; what the file system says.
 */
export const makeOwnFolder = (folder: string, top: string = folder): void => {
  if (folder !== top) {
    makeOwnFolder(dirname(folder), top);
  }
  mkdirSync(folder, {recursive: true, mode: 0o700});
  const found = lstatSync(folder);
  const problem = found.isSymbolicLink()
    ? 'is a symbolic link'
    : found.uid !== userInfo().uid
      ? 'belongs to another user'
      : (found.mode & 0o022) !== 0
        ? 'may be written to by other users'
        : undefined;
  if (problem !== undefined) {
    throw new Error(`${folder} ${problem}`);
  }
};
