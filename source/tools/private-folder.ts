import {
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statfsSync,
  unlinkSync,
} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import {dirname, join} from 'node:path';
import {GenestackError, messageOf} from '../errors.js';

/** statfs(2): tmpfs and ramfs. */
const memoryTypes: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);

const isMemory = (folder: string): boolean => {
  try {
    return memoryTypes.has(statfsSync(folder).type);
  } catch {
    return false;
  }
};

/** Memory file systems first, so that what a tool writes never reaches a disk; what is only called like one is none. */
const candidates = (): string[] => {
  const folders = [process.env.XDG_RUNTIME_DIR, '/dev/shm', tmpdir()].filter(
    folder => folder !== undefined && folder !== '',
  ) as string[];
  return [...folders.filter(isMemory), ...folders.filter(folder => !isMemory(folder))];
};

/** A sentence where what tools are handed lies on a disk for as long as they run; undefined where it is kept in memory, or nowhere. */
export const diskWarning = (): string | undefined => {
  const place = orNone(() => {
    const home = privateFolder();
    home.remove();
    return dirname(home.path);
  });
  return place === '' || isMemory(place)
    ? undefined
    : `What helm and kustomize are handed and say lies in ${place} while they run, readable by you alone: no memory file system is writable at XDG_RUNTIME_DIR or /dev/shm.`;
};

const orNone = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Field 22 of /proc/PID/stat, counted behind the command's name, which may hold spaces. */
const startTimeOf = (pid: number): string =>
  orNone(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
    .replace(/^.*\) /s, '')
    .split(' ')[19] ?? '';

/** Pids mean something only among the processes that see each other: containers may share a memory file system. */
const pidNamespace = (): string => orNone(() => readlinkSync('/proc/self/ns/pid')).replace(/\D/g, '') || '0';

/** `genestack-NAMESPACE-PID-START-`, by which a folder is known as that of a process that is gone. */
const ownPrefix = (): string =>
  `genestack-${pidNamespace()}-${process.pid}-${startTimeOf(process.pid) || '0'}-`;
const named = /^genestack-(?<namespace>\d+)-(?<pid>\d+)-(?<start>\d+)-\w{6}$/;

const isForsaken = (name: string): boolean => {
  const {namespace, pid, start} = named.exec(name)?.groups ?? {};
  return start !== undefined && namespace === pidNamespace() && startTimeOf(Number(pid)) !== start;
};

/** Who is killed leaves what it made; the next one of this user removes it. */
const sweep = (parent: string): void => {
  try {
    for (const name of readdirSync(parent).filter(isForsaken)) {
      const path = join(parent, name);
      const found = lstatSync(path);
      if (found.isDirectory() && found.uid === userInfo().uid) rmSync(path, {recursive: true, force: true});
    }
  } catch {
    // It is in nobody's way, and the one after may try.
  }
};

const inFirst = <T>(make: (folder: string) => T): T => {
  const failures: string[] = [];
  for (const folder of candidates()) {
    try {
      return make(folder);
    } catch (error) {
      failures.push(messageOf(error));
    } finally {
      sweep(folder);
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
  const path = inFirst(folder => mkdtempSync(join(folder, ownPrefix())));
  return {path, remove: () => rmSync(path, {recursive: true, force: true})};
};

/** A file descriptor, open for append and read, whose file has no name any more: nobody can open it and nothing is left of it. */
export const namelessFile = (): {readonly fd: number; close(): void} =>
  inFirst(folder => {
    const home = mkdtempSync(join(folder, ownPrefix()));
    try {
      const path = join(home, 'output');
      const fd = openSync(path, 'ax+', 0o600);
      unlinkSync(path);
      return {fd, close: () => closeSync(fd)};
    } finally {
      rmSync(home, {recursive: true, force: true});
    }
  });
