import {execFile} from 'node:child_process';
import {accessSync, constants, statSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import semver from 'semver';
import type {Environment} from '../base-folders.js';
import {serversFolder} from './folders.js';
import {type Pins, type ServerName, type Servers, serverNames} from './pins.js';

export interface Found {
  readonly servers: Partial<Servers>;
  readonly missing: readonly ServerName[];
}

/** Which foreign binary may stand in for the pinned one, as a range of semver. */
export const acceptedVersions = (pins: Pins): Readonly<Record<ServerName, string>> => {
  const sameMinor = (name: ServerName): string => `~${pins.versions[name]}`.replace(/\.\d+$/, '.0');
  return {
    etcd: '>=3.6.0 <4',
    'kube-apiserver': sameMinor('kube-apiserver'),
    'kube-controller-manager': sameMinor('kube-controller-manager'),
    'kube-scheduler': sameMinor('kube-scheduler'),
    // Stages are a format of their own that changes between its minors.
    kwok: sameMinor('kwok'),
    helm: '>=3.21.4 <4',
    kustomize: '^5.0.0',
  };
};

/** The folder of the cache that belongs to this pinned set; it is there only when it is whole. */
export const builtFolder = (environment: Environment, pins: Pins): string =>
  join(serversFolder(environment), pins.key);

/**
 * Where a binary is looked for, in this order: KUBEBUILDER_ASSETS, PATH (both only where the version fits), the cache.
 * The cache's are ours, whole and of the right version.
 */
export const candidates = (
  name: ServerName,
  environment: Environment,
  pins: Pins,
): readonly {path: string; ours: boolean}[] => {
  const foreign = [environment.KUBEBUILDER_ASSETS, ...(environment.PATH ?? '').split(delimiter)];
  return [
    ...foreign
      .filter(folder => folder !== undefined && folder !== '')
      .map(folder => ({path: join(folder as string, name), ours: false})),
    {path: join(builtFolder(environment, pins), name), ours: true},
  ];
};

/** Finds what is there of the named binaries; `versionOf` is undefined for what does not run. */
export const findServers = async (
  environment: Environment,
  pins: Pins,
  names: readonly ServerName[] = serverNames,
  versionOf = askVersion,
): Promise<Found> => {
  const accepted = acceptedVersions(pins);
  const fits = async (name: ServerName, path: string): Promise<boolean> => {
    const version = await versionOf(name, path);
    return version !== undefined && semver.satisfies(version, accepted[name]);
  };
  const find = async (name: ServerName): Promise<string | undefined> => {
    for (const {path, ours} of candidates(name, environment, pins)) {
      if (isExecutable(path) && (ours || (await fits(name, path)))) return path;
    }
    return;
  };
  const found = await Promise.all(names.map(async name => [name, await find(name)] as const));
  return {
    servers: Object.fromEntries(found.filter(([, path]) => path !== undefined)),
    missing: found.filter(([, path]) => path === undefined).map(([name]) => name),
  };
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const versionArguments = (name: ServerName): readonly string[] =>
  name === 'helm' ? ['version', '--short'] : name === 'kustomize' ? ['version'] : ['--version'];

const askVersion = async (name: ServerName, path: string): Promise<string | undefined> => {
  try {
    const {stdout} = await promisify(execFile)(path, versionArguments(name), {timeout: 10_000});
    return /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  } catch {
    return;
  }
};
