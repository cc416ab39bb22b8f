import {gunzipSync, gzipSync} from 'node:zlib';
import type {Client} from '../cluster/client.js';
import {type KubernetesObject, type ObjectRef, refOf} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {parseObjects} from './objects.js';

/** The newest revision of a release, read from its Secret: words without anything that a terminal obeys, values and objects as they are. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** `deployed`, `failed`, `pending-install`, `pending-upgrade`, `pending-rollback`, `uninstalling`, … */
  readonly status: string;
  readonly description: string;
  readonly chart: string;
  readonly chartVersion: string;
  /** The stamps; Helm's own labels are left out. */
  readonly labels: Readonly<Record<string, string>>;
  /** What its chart was given. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What was applied, hooks left out. */
  readonly objects: readonly KubernetesObject[];
  /** When its Secret was last written, `2026-11-25 19:30:27 UTC`; undefined where that is not said. */
  readonly changedAt: string | undefined;
  /** Its Secret as it is now: any write makes another one of it. */
  readonly secret: string;
}

interface StoredRelease {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly info: {readonly status: string; readonly description?: string};
  readonly chart: {readonly metadata: {readonly name: string; readonly version: string}};
  readonly config?: Readonly<Record<string, unknown>> | null;
  readonly manifest: string;
  readonly hooks?: readonly {readonly kind: string; readonly manifest: string}[] | null;
}

type Reading = Pick<Client, 'list'>;
type Writing = Pick<Client, 'list' | 'patch'>;

const secretKind = {apiVersion: 'v1', kind: 'Secret'};
const ownLabels: readonly string[] = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt'];

/** Helm keeps the release as JSON, gzipped, base64, and the Secret adds its own base64. */
const decode = (secret: KubernetesObject): StoredRelease => {
  const stored = Buffer.from(Buffer.from(secret.data?.release ?? '', 'base64').toString('latin1'), 'base64');
  const zipped = stored[0] === 0x1f && stored[1] === 0x8b;
  return JSON.parse((zipped ? gunzipSync(stored) : stored).toString('utf8')) as StoredRelease;
};

const encode = (release: StoredRelease): string =>
  Buffer.from(gzipSync(JSON.stringify(release), {level: 9}).toString('base64'), 'latin1').toString('base64');

const revisionOf = (secret: KubernetesObject): number => Number(secret.metadata.labels?.version ?? 0);

/** Longer than any name or version is. */
const longestWord = 253;

/** @throws an Error where it holds no release that can be read. */
export const toRelease = (secret: KubernetesObject): Release => {
  const stored = decode(secret);
  return {
    name: sanitiseLine(stored.name, longestWord),
    namespace: sanitiseLine(stored.namespace, longestWord),
    revision: stored.version,
    status: sanitiseLine(stored.info.status, longestWord),
    description: sanitiseLine(stored.info.description ?? ''),
    chart: sanitiseLine(stored.chart.metadata.name, longestWord),
    chartVersion: sanitiseLine(stored.chart.metadata.version, longestWord),
    labels: Object.fromEntries(
      Object.entries(secret.metadata.labels ?? {}).filter(([key]) => !ownLabels.includes(key)),
    ),
    values: stored.config ?? {},
    objects: parseObjects(stored.manifest),
    changedAt: timeOf(secret),
    secret: `${secret.metadata.uid} ${secret.metadata.resourceVersion}`,
  };
};

/** Helm labels the Secret with seconds since 1970. */
const timeOf = ({metadata: {labels = {}}}: KubernetesObject): string | undefined => {
  const seconds = Number(labels.modifiedAt ?? labels.createdAt);
  return seconds > 0
    ? `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
    : undefined;
};

const newestSecret = async (
  client: Reading,
  namespace: string,
  name: string,
): Promise<KubernetesObject | undefined> => {
  const {items} = await client.list(secretKind, {namespace, labelSelector: `owner=helm,name=${name}`});
  return items.sort((one, other) => revisionOf(other) - revisionOf(one))[0];
};

/** The newest revision; undefined where there is no such release. */
export const readRelease = async (
  client: Reading,
  namespace: string,
  name: string,
): Promise<Release | undefined> => {
  const secret = await newestSecret(client, namespace, name);
  return secret && toRelease(secret);
};

/** The Jobs that the newest revision of a release has as hooks, whether they are there or not. */
export const hookJobsOf = async (client: Reading, namespace: string, name: string): Promise<ObjectRef[]> => {
  const secret = await newestSecret(client, namespace, name);
  const hooks = (secret && decode(secret).hooks) ?? [];
  return hooks
    .filter(({kind}) => kind === 'Job')
    .flatMap(({manifest}) => parseObjects(manifest))
    .map(object => refOf(object, namespace));
};

/** The Secret of the newest revision of every release of the cluster or of one namespace, by `namespace/name`. */
export const newestSecrets = async (
  client: Reading,
  options: {readonly namespace?: string} = {},
): Promise<ReadonlyMap<string, KubernetesObject>> => {
  // What a newer revision took the place of is no release's newest, and is most of what Helm keeps.
  const labelSelector = 'owner=helm,status!=superseded';
  const {items} = await client.list(secretKind, {...options, labelSelector});
  const byRelease = Map.groupBy(items, ({metadata}) => `${metadata.namespace}/${metadata.labels?.name}`);
  return new Map(
    [...byRelease].map(([release, revisions]) => [
      release,
      revisions.reduce((newest, one) => (revisionOf(one) > revisionOf(newest) ? one : newest)),
    ]),
  );
};

/** The newest revision of every release of the cluster or of one namespace. */
export const listReleases = async (
  client: Reading,
  options: {readonly namespace?: string} = {},
): Promise<Release[]> => [...(await newestSecrets(client, options)).values()].map(toRelease);

const unfinished = (status: string): boolean => status.startsWith('pending-') || status === 'uninstalling';

/** Whether a Helm works on it, or did and was cut off. */
export const isWorkedOn = ({status}: Release): boolean => unfinished(status);

/** Labels the Secret of the newest revision. */
export const labelRelease = async (
  client: Writing,
  {namespace, name}: Pick<Release, 'namespace' | 'name'>,
  labels: Readonly<Record<string, string>>,
): Promise<void> => {
  const secret = await newestSecret(client, namespace, name);
  if (secret === undefined) return;
  const {resourceVersion} = secret.metadata;
  await client.patch(
    {...secretKind, namespace, name: secret.metadata.name},
    {metadata: {resourceVersion, labels}},
  );
};

/**
 * Sets a release that a dead Helm left half way to failed, from where the next upgrade goes on; nothing else is touched.
 * The caller has to know that no Helm works on it: it holds the cluster, and the stamp is its own or an older run's.
 *
 * @returns whether there was one.
 * @throws ApiError 409 where somebody else wrote it meanwhile.
 */
export const unlockRelease = async (client: Writing, namespace: string, name: string): Promise<boolean> => {
  const secret = await newestSecret(client, namespace, name);
  if (secret === undefined) return false;
  const stored = decode(secret);
  if (!unfinished(stored.info.status)) return false;
  const description = `Set from ${stored.info.status} to failed: the Helm that worked on it is gone`;
  await client.patch(
    {...secretKind, namespace, name: secret.metadata.name},
    {
      metadata: {resourceVersion: secret.metadata.resourceVersion, labels: {status: 'failed'}},
      data: {release: encode({...stored, info: {...stored.info, status: 'failed', description}})},
    },
  );
  return true;
};
