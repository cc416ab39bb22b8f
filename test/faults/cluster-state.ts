import {createHash} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import type {Client} from '../../source/cluster/client.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';

/** One revision of a release, as its Secret says. */
export interface Revision {
  readonly release: string;
  readonly version: number;
  readonly status: string;
  /** The run that wrote it. */
  readonly run: string;
  readonly uid: string;
  readonly manifest: string;
}

/** What a namespace of an installation holds. */
export interface ClusterState {
  readonly revisions: readonly Revision[];
  /** Secrets that are not Helm's: name to a digest of its data. */
  readonly secrets: ReadonlyMap<string, string>;
  /** `Kind name` to what was asked for, without what differs between two equal installs. */
  readonly objects: ReadonlyMap<string, string>;
}

const kinds = [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'ServiceAccount'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
] as const;

const isHelms = ({metadata}: KubernetesObject): boolean => metadata.labels?.owner === 'helm';

const manifestOf = (secret: KubernetesObject): string => {
  const stored = Buffer.from(Buffer.from(secret.data?.release ?? '', 'base64').toString('latin1'), 'base64');
  return (JSON.parse(gunzipSync(stored).toString('utf8')) as {manifest: string}).manifest;
};

const revisionOf = (secret: KubernetesObject): Revision => {
  const {name = '', version = '', status = '', 'gs-run': run = ''} = secret.metadata.labels ?? {};
  return {
    ...{release: name, version: Number(version), status, run},
    uid: secret.metadata.uid ?? '',
    manifest: manifestOf(secret),
  };
};

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** Fields that a server fills in, and values that are drawn: they differ where nothing is different. */
const drawn =
  /^(uid|resourceVersion|creationTimestamp|generation|managedFields|ownerReferences|status|clusterIPs?|.*\/controller-uid|controller-uid|applyset\.kubernetes\.io\/.*|deployment\.kubernetes\.io\/revision|gs-(run|digest)|genestack\.io\/digest|.*digest)$/;

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !drawn.test(key))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, plain(inner)]),
  );
};

/** Values of a Secret are random: their lengths are not. */
const shapeOf = (object: KubernetesObject): object =>
  object.kind === 'Secret'
    ? {
        ...object,
        data: Object.fromEntries(
          Object.entries(object.data ?? {}).map(([key, value]) => [key, String(value).length]),
        ),
      }
    : object;

/** Reads what there is in a namespace. */
export const readState = async (client: Client, namespace: string): Promise<ClusterState> => {
  const all: KubernetesObject[] = [];
  for (const [apiVersion, kind] of kinds) {
    all.push(...(await client.list({apiVersion, kind}, {namespace})).items);
  }
  const secrets = all.filter(({kind}) => kind === 'Secret');
  // The name of the namespace and of the plan's edition is all that differs from another install of the same.
  const neutral = (text: string): string =>
    text.replaceAll(namespace, 'NAMESPACE').replace(/edition-\d+/g, 'EDITION');
  return {
    revisions: secrets
      .filter(isHelms)
      .map(revisionOf)
      .sort((one, other) => one.release.localeCompare(other.release) || one.version - other.version),
    secrets: new Map(
      secrets.filter(one => !isHelms(one)).map(({metadata, data}) => [metadata.name, digest(data)]),
    ),
    objects: new Map(
      all
        .filter(one => !isHelms(one) && one.metadata.ownerReferences === undefined)
        .map(one => [
          neutral(`${one.kind} ${one.metadata.name}`),
          neutral(JSON.stringify(plain(shapeOf(one)))),
        ]),
    ),
  };
};
