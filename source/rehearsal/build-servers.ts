import {type ChildProcess, spawn} from 'node:child_process';
import {constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import semver from 'semver';
import type {Environment} from '../base-folders.js';
import {GenestackError} from '../errors.js';
import {acceptedVersions} from './find-servers.js';
import {type Pins, type ServerName, serverNames} from './pins.js';

/** What a build tells while it goes on. */
export interface BuildProgress {
  readonly phase: 'downloading' | 'compiling' | 'linking';
  /** Go packages done, of all that have to be compiled; while downloading, modules so far. */
  readonly done: number;
  readonly total: number | undefined;
}

export interface BuildOptions {
  /** A sentence for the person who waits: what is about to be built, or whose build is waited for. */
  readonly onNotice?: ((sentence: string) => void) | undefined;
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What is built for; all of them where it is not said. */
  readonly missing?: readonly ServerName[] | undefined;
}

/** What a person is told before a build begins; measured on two cores with nothing cached. */
const buildNotice =
  'Building the servers of the rehearsal, once: about 8 to 11 minutes on 2 cores, 450 MB of disk and up to 4 GB of Go’s own cache.';

const toolOf: Partial<Record<string, ServerName>> = {server: 'etcd'};

/**
 * Builds all servers from the pinned modules into the folder, which appears whole or not at all. The caller holds
 * the lock of the folder.
 *
 * @throws {GenestackError} GS-REH-03 no Go, GS-REH-04 Go too old, GS-REH-05 the build failed.
 */
export const buildServers = async (
  folder: string,
  pins: Pins,
  environment: Environment,
  options: BuildOptions = {},
): Promise<void> => {
  const parent = dirname(folder);
  mkdirSync(parent, {recursive: true, mode: 0o700});
  removeLeftovers(parent, basename(folder));
  const building = join(parent, `${basename(folder)}.building-${process.pid}`);
  const modules = join(building, 'modules');
  const binaries = join(building, 'binaries');
  try {
    mkdirSync(modules, {recursive: true});
    mkdirSync(binaries);
    for (const file of ['go.mod', 'go.sum'])
      copyFileSync(join(pins.folder, file), join(modules, file), constants.COPYFILE_EXCL);
    const go = goIn(modules, environment, options);
    await checkGo(go, pins, options.missing ?? serverNames);
    options.onNotice?.(buildNotice);
    await compile(go, pins, binaries, options);
    for (const [built, name] of Object.entries(toolOf))
      renameSync(join(binaries, built), join(binaries, name as string));
    const missing = serverNames.filter(name => !existsSync(join(binaries, name)));
    if (missing.length > 0) throw buildFailed(`it made no ${missing.join(', ')}`);
    rmSync(folder, {recursive: true, force: true});
    renameSync(binaries, folder);
  } finally {
    rmSync(building, {recursive: true, force: true});
  }
};

/** What an interrupted build left: with the lock held, nobody is working in it. */
const removeLeftovers = (parent: string, name: string): void => {
  for (const entry of readdirSync(parent)) {
    if (entry.startsWith(`${name}.building-`)) rmSync(join(parent, entry), {recursive: true, force: true});
  }
};

type Go = (
  args: readonly string[],
  on: {readonly output?: (line: string) => void; readonly talk?: (line: string) => void},
) => Promise<void>;

const goIn =
  (folder: string, environment: Environment, {signal}: BuildOptions): Go =>
  async (args, {output, talk}) => {
    signal?.throwIfAborted();
    const env = {...environment, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off'};
    const child = spawn('go', args, {cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe']});
    const stop = () => child.kill('SIGINT');
    signal?.addEventListener('abort', stop, {once: true});
    const last: string[] = [];
    createInterface({input: child.stdout}).on('line', line => output?.(line));
    createInterface({input: child.stderr}).on('line', line => {
      talk?.(line);
      last.push(line);
      if (last.length > 5) last.shift();
    });
    try {
      const status = await ended(child);
      signal?.throwIfAborted();
      if (status !== 0) throw buildFailed(last.join(' · ') || `go ${args[0]} ended with ${status}`);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };

const ended = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no status'));
  });

const checkGo = async (go: Go, pins: Pins, missing: readonly ServerName[]): Promise<void> => {
  let version = '';
  try {
    await go(['env', 'GOVERSION'], {output: line => (version = line.replace(/^go/, ''))});
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      const accepted = acceptedVersions(pins);
      throw new GenestackError(
        'GS-REH-03',
        `there is no Go toolchain here to build what is missing: ${missing.map(name => `${name} ${accepted[name]}`).join(', ')}`,
        `Install Go ${pins.go} or newer, or put what is missing on PATH or into KUBEBUILDER_ASSETS.`,
      );
    }
    // An old Go does not read its version here: it refuses a go.mod that asks for more.
    if (error instanceof GenestackError) version = /running go (\S+?)[;)]/.exec(error.message)?.[1] ?? '';
    if (version === '') throw error;
  }
  const given = semver.coerce(version);
  if (given && semver.gte(given, pins.go)) return;
  throw new GenestackError(
    'GS-REH-04',
    `the Go toolchain here is ${version} and the servers of the rehearsal need ${pins.go}`,
    `Install Go ${pins.go} or newer.`,
  );
};

const compile = async (go: Go, pins: Pins, binaries: string, {onProgress}: BuildOptions): Promise<void> => {
  const flags = ['-trimpath', `-ldflags=${pins.linkerFlags}`];
  const stale = new Set<string>();
  let downloaded = 0;
  const talkOfDownloads = (line: string): void => {
    if (!line.startsWith('go: downloading')) return;
    downloaded += 1;
    onProgress?.({phase: 'downloading', done: downloaded, total: undefined});
  };
  const format = '{{if .Stale}}{{.ImportPath}}{{end}}';
  await go(['list', '-deps', ...flags, '-f', format, 'tool'], {
    output: line => stale.add(line),
    talk: talkOfDownloads,
  });
  const total = stale.size;
  const report = (): void =>
    onProgress?.({phase: stale.size > 0 ? 'compiling' : 'linking', done: total - stale.size, total});
  report();
  await go(['build', '-v', ...flags, '-o', `${binaries}/`, 'tool'], {
    talk: line => {
      if (stale.delete(line)) report();
    },
  });
};

const buildFailed = (what: string): GenestackError =>
  new GenestackError(
    'GS-REH-05',
    `the servers of the rehearsal could not be built: ${what}`,
    'Mend that (a network for Go’s modules, room on the disk) and start again: what was compiled is kept.',
  );
