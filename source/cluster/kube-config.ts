import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import type {Cluster, Context, User} from '@kubernetes/client-node';
import {KubeConfig} from '@kubernetes/client-node/dist/config.js';
import {closest} from 'fastest-levenshtein';
import {parse, type YAMLParseError} from 'yaml';
import {GenestackError, messageOf} from '../errors.js';
import type {Source} from './renewed-transport.js';
import {sanitiseLine} from './sanitise.js';

const inCluster = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The kubeconfig of the file, else of `KUBECONFIG` (a list: the first that names a thing wins, as with kubectl),
 * else of `~/.kube/config`, else of the pod this runs in; with the named context chosen.
 *
 * @throws {GenestackError} GS-K8S-01 to 08 with exit code 3: missing, empty, a directory, unreadable, not YAML,
 * no such context, not base64, a context that names what is not there.
 */
export const loadKubeConfig = (
  path?: string,
  context?: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): KubeConfig => {
  const kubeConfig = read(path, env);
  chooseContext(kubeConfig, context);
  checkMaterial(kubeConfig);
  return kubeConfig;
};

/**
 * The same with a text that differs where anything it says differs, the files it names included, and another that differs where it
 * leads to another cluster: another name, server or authority.
 * @throws {GenestackError} as `loadKubeConfig`.
 */
export const kubeConfigSource = (
  path?: string,
  context?: string,
  env?: Readonly<Record<string, string | undefined>>,
): Source<KubeConfig> => {
  const config = loadKubeConfig(path, context, env);
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()];
  const files = [cluster?.caFile, user?.certFile, user?.keyFile, user?.authProvider?.config?.tokenFile];
  return {
    text: JSON.stringify([cluster, user, files.map(contentOf)]),
    place: JSON.stringify([
      config.getCurrentContext(),
      cluster?.server,
      cluster?.caData ?? contentOf(cluster?.caFile),
    ]),
    config,
  };
};

const contentOf = (file: string | undefined): string => {
  try {
    return file === undefined ? '' : readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

export interface ListedContext {
  readonly name: string;
  readonly server: string;
  readonly user: string;
}

/**
 * The contexts that a kubeconfig offers, without asking any of them; none where nobody named a kubeconfig and there is none.
 *
 * @throws {GenestackError} GS-K8S-01 to 05.
 */
export const listContexts = (
  path?: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): {readonly current: string | null; readonly contexts: readonly ListedContext[]} => {
  const isNamed = path !== undefined || (env.KUBECONFIG ?? '').split(delimiter).some(entry => entry !== '');
  if (!isNamed && !exists(ownKubeconfig(env)) && !isInCluster(env)) return {current: null, contexts: []};
  const kubeConfig = read(path, env);
  const contexts = kubeConfig.contexts.map(({name, cluster, user}) => ({
    name,
    server: sanitiseLine(kubeConfig.getCluster(cluster)?.server ?? '', 200),
    user,
  }));
  const current = kubeConfig.currentContext || (contexts.length === 1 ? contexts[0]?.name : undefined);
  return {current: contexts.some(({name}) => name === current) ? (current ?? null) : null, contexts};
};

const ownKubeconfig = (env: Readonly<Record<string, string | undefined>>): string =>
  join(env.HOME ?? homedir(), '.kube', 'config');

const isInCluster = (env: Readonly<Record<string, string | undefined>>): boolean =>
  exists(inCluster) && env.KUBERNETES_SERVICE_HOST !== undefined;

const read = (path: string | undefined, env: Readonly<Record<string, string | undefined>>): KubeConfig => {
  if (path !== undefined) return readFile(path);
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter(entry => entry !== '');
  const existing = listed.filter(exists);
  if (existing.length > 0) return existing.map(readFile).reduce(merge);
  if (listed.length > 0) return readFile(listed[0] as string);
  const own = ownKubeconfig(env);
  if (!exists(own) && isInCluster(env)) {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromCluster();
    return kubeConfig;
  }
  return readFile(own);
};

const exists = (path: string): boolean => statSync(path, {throwIfNoEntry: false}) !== undefined;

const readFile = (path: string): KubeConfig => {
  const text = readText(path);
  if (text.trim() === '')
    throw new GenestackError(
      'GS-K8S-02',
      `the kubeconfig ${path} is empty`,
      'Name another with --kubeconfig, or write it anew.',
    );
  const kubeConfig = new KubeConfig();
  try {
    const document: unknown = parse(text);
    if (typeof document !== 'object' || document === null || !('clusters' in document))
      throw new Error('it has no clusters');
    kubeConfig.loadFromString(text);
    kubeConfig.makePathsAbsolute(dirname(path));
  } catch (error) {
    throw new GenestackError(
      'GS-K8S-05',
      `${path} is not a kubeconfig: ${faultOf(error)}`,
      'Name a kubeconfig with --kubeconfig; `kubectl config view --kubeconfig FILE` shows what kubectl makes of it.',
      3,
      {cause: error},
    );
  }
  return kubeConfig;
};

// YAML errors quote the text around the fault, and that may be a token.
const faultOf = (error: unknown): string => {
  if (!(error instanceof Error) || !/^YAML|^Reference/.test(error.name))
    return sanitiseLine(messageOf(error), 300);
  const [start] = (error as YAMLParseError).linePos ?? [];
  return `it is not valid YAML${start === undefined ? '' : ` at line ${start.line}, column ${start.col}`}`;
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new GenestackError(
        'GS-K8S-01',
        `there is no kubeconfig at ${path}`,
        'Name one with --kubeconfig, or set KUBECONFIG.',
      );
    if (code === 'EISDIR')
      throw new GenestackError(
        'GS-K8S-03',
        `the kubeconfig ${path} is a directory`,
        'Name the file in it with --kubeconfig.',
      );
    throw new GenestackError(
      'GS-K8S-04',
      `the kubeconfig ${path} cannot be read: ${code === 'EACCES' ? 'permission denied' : messageOf(error)}`,
      'Give this user the right to read it, or name another with --kubeconfig.',
      3,
      {cause: error},
    );
  }
};

const merge = (first: KubeConfig, second: KubeConfig): KubeConfig => {
  const union = <T extends {name: string}>(a: readonly T[], b: readonly T[]): T[] => [
    ...a,
    ...b.filter(entry => !a.some(({name}) => name === entry.name)),
  ];
  const merged = new KubeConfig();
  merged.loadFromOptions({
    clusters: union<Cluster>(first.clusters, second.clusters),
    users: union<User>(first.users, second.users),
    contexts: union<Context>(first.contexts, second.contexts),
    currentContext: first.currentContext || second.currentContext,
  });
  return merged;
};

const chooseContext = (kubeConfig: KubeConfig, wanted: string | undefined): void => {
  const names = kubeConfig.contexts.map(({name}) => name);
  const only = names.length === 1 ? names[0] : undefined;
  const name = wanted ?? (kubeConfig.currentContext || only);
  if (name === undefined)
    throw new GenestackError(
      'GS-K8S-06',
      `the kubeconfig names no current context${names.length > 0 ? `; it has ${names.join(', ')}` : ''}`,
      'Choose one with --context.',
    );
  const context = kubeConfig.contexts.find(entry => entry.name === name);
  if (context === undefined)
    throw new GenestackError(
      'GS-K8S-06',
      `the kubeconfig has no context "${name}"${names.length > 0 ? `; it has ${names.join(', ')}` : ' and no other either'}`,
      names.length > 0
        ? `Choose one with --context, perhaps ${closest(name, names)}.`
        : 'Name another kubeconfig.',
    );
  kubeConfig.setCurrentContext(name);
  const missing =
    kubeConfig.getCluster(context.cluster) === null
      ? `cluster "${context.cluster}"`
      : kubeConfig.getUser(context.user) === null
        ? `user "${context.user}"`
        : undefined;
  if (missing !== undefined)
    throw new GenestackError(
      'GS-K8S-08',
      `the context "${name}" names the ${missing}, which the kubeconfig does not have`,
      'Mend the kubeconfig, or choose another context with --context.',
    );
};

/** The client would decode what it can of broken base64 and fail much later with a riddle of TLS. */
const checkMaterial = (kubeConfig: KubeConfig): void => {
  const cluster = kubeConfig.getCurrentCluster();
  const user = kubeConfig.getCurrentUser();
  const fields = {
    'certificate-authority-data': cluster?.caData,
    'client-certificate-data': user?.certData,
    'client-key-data': user?.keyData,
  };
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === '') continue;
    const text = String(value).replace(/\s/g, '');
    const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
    if (isBase64 && Buffer.from(text, 'base64').toString('latin1').includes('-----BEGIN ')) continue;
    throw new GenestackError(
      'GS-K8S-07',
      `${field} in the kubeconfig is not ${isBase64 ? 'a PEM document' : 'valid base64'}`,
      'Fetch the kubeconfig anew from where it was made.',
    );
  }
};
