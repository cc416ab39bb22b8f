import {closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';

/** How something is kept so that it is there after a power cut. */
export interface Disk {
  /** All of the bytes, at the end of an open file. */
  write(file: number, bytes: Uint8Array): void;
  /** Returns when what was written to the file is on the disk. */
  sync(file: number): void;
  /** The same of which names are in a folder, after one was made or renamed. */
  syncFolder(folder: string): void;
}

export const realDisk: Disk = {
  write(file, bytes) {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(file, bytes, done);
    }
  },
  sync: fsyncSync,
  syncFolder(folder) {
    try {
      const file = openSync(folder, 'r');
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch {
      // Some file systems cannot do that of a folder, and what is in the file is safe all the same.
    }
  },
};

/** Writes a file whole or not at all, readable by this user only; throws what the file system says. */
export const replaceFile = (path: string, text: string, disk: Disk = realDisk): void => {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
  try {
    rmSync(unfinished, {force: true});
    const file = openSync(unfinished, 'wx', 0o600);
    try {
      disk.write(file, Buffer.from(text));
      disk.sync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    disk.syncFolder(dirname(path));
  } catch (thrown) {
    removeQuietly(unfinished);
    throw thrown;
  }
};

/** Beside another error this one is of no interest. */
const removeQuietly = (file: string): void => {
  try {
    rmSync(file, {force: true});
  } catch {}
};
