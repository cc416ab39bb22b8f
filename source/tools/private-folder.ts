import {closeSync, mkdtempSync, openSync, rmSync, unlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {GenestackError, messageOf} from '../errors.js';

/** Memory file systems first, so that what a tool writes never reaches a disk. */
const candidates = (): string[] =>
  [process.env.XDG_RUNTIME_DIR, '/dev/shm', tmpdir()].filter(
    folder => folder !== undefined && folder !== '',
  ) as string[];

const inFirst = <T>(make: (folder: string) => T): T => {
  const failures: string[] = [];
  for (const folder of candidates()) {
    try {
      return make(folder);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  throw new GenestackError(
    'GS-TOOL-01',
    `No temporary folder can be made: ${failures.join('; ')}.`,
    'Free some space, or name a writable folder in TMPDIR.',
  );
};

/** A folder of mode 0700 with nothing in it; `remove` deletes it with all it holds. */
export const privateFolder = (): {readonly path: string; remove(): void} => {
  const path = inFirst(folder => mkdtempSync(join(folder, 'genestack-')));
  return {path, remove: () => rmSync(path, {recursive: true, force: true})};
};

/** A file descriptor, open for append and read, whose file has no name any more: nobody can open it and nothing is left of it. */
export const namelessFile = (): {readonly fd: number; close(): void} =>
  inFirst(folder => {
    const home = mkdtempSync(join(folder, 'genestack-'));
    try {
      const path = join(home, 'output');
      const fd = openSync(path, 'ax+', 0o600);
      unlinkSync(path);
      return {fd, close: () => closeSync(fd)};
    } finally {
      rmSync(home, {recursive: true, force: true});
    }
  });
