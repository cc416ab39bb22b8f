import {ApiError, type Client} from './client.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';

/** What comes and goes by itself and tells nothing of who is there. */
const passing: ReadonlySet<string> = new Set([
  'Event',
  'ComponentStatus',
  'Lease',
  'EndpointSlice',
  'Endpoints',
  'IPAddress',
]);
/** Groups that compute what they show, or show what another serves as well. */
const shown: ReadonlySet<string> = new Set(['metrics.k8s.io', 'events.k8s.io']);

const atOnce = 8;

interface ResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly verbs?: readonly string[];
  }[];
}

interface GroupVersion {
  readonly groupVersion: string;
}

/** A kind in every version in which it is served. */
type ServedKind = readonly [KindRef, ...KindRef[]];

/**
 * Every kind that the API lists and deletes, in the version that its group prefers first: MetalLB's group prefers v1beta2, which has
 * one of its kinds.
 */
export const deletableKinds = async (client: Pick<Client, 'request'>): Promise<readonly ServedKind[]> => {
  const {groups = []} = (await client.request('GET', '/apis')) as {
    groups?: readonly {
      readonly name: string;
      readonly preferredVersion: GroupVersion;
      readonly versions: readonly GroupVersion[];
    }[];
  };
  const preferred = groups
    .filter(({name}) => !shown.has(name))
    .map(({preferredVersion, versions}) => [
      ...new Set([preferredVersion, ...versions].map(({groupVersion}) => groupVersion)),
    ]);
  const ofGroups = await Promise.all(
    [['v1'], ...preferred].map(async versions => {
      const kinds = (await Promise.all(versions.map(version => kindsOf(client, version)))).flat();
      return [...Map.groupBy(kinds, ({kind}) => kind).values()].flatMap(([first, ...others]): ServedKind[] =>
        first === undefined ? [] : [[first, ...others]],
      );
    }),
  );
  return ofGroups.flat();
};

const kindsOf = async (client: Pick<Client, 'request'>, apiVersion: string): Promise<readonly KindRef[]> => {
  const path = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const answer = (await client.request('GET', path).catch(without(ofOwnServer))) as ResourceList | undefined;
  return (answer?.resources ?? [])
    .filter(
      ({name, kind, verbs = []}) =>
        !name.includes('/') && verbs.includes('list') && verbs.includes('delete') && !passing.has(kind),
    )
    .map(({kind}) => ({apiVersion, kind}));
};

/** Of a group that went meanwhile, or whose own server is away: it is not there for us. */
const ofOwnServer: ReadonlySet<number> = new Set([403, 404, 503]);
/** Of a kind that may not be seen, or that is none any more. */
const notSeen: ReadonlySet<number> = new Set([403, 404, 405]);

const without =
  (statuses: ReadonlySet<number>) =>
  (error: unknown): undefined => {
    if (!(error instanceof ApiError && statuses.has(error.status))) {
      throw error;
    }
  };

/** The webhook that makes one version out of another went before its objects; in the version that is stored they are to be had. */
const isUnconverted = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 500 && error.message.includes('conversion webhook');

/**
 * The metadata of every object that the cluster holds, whatever its kind; what may not be seen is left out.
 * Throws what the API answers otherwise (429, 500 …): a list that could not be had is not an empty one.
 */
export const sweep = async (
  client: Pick<Client, 'request' | 'list'>,
  signal?: AbortSignal,
): Promise<KubernetesObject[]> => {
  const kinds = [...(await deletableKinds(client))];
  const found: KubernetesObject[] = [];
  const listed = async ([kind, ...others]: ServedKind): Promise<readonly KubernetesObject[]> => {
    try {
      return (await client.list(kind, {isMetadataOnly: true, signal})).items;
    } catch (error) {
      const [other, ...more] = others;
      if (other !== undefined && isUnconverted(error)) return listed([other, ...more]);
      without(notSeen)(error);
      return [];
    }
  };
  const worker = async (): Promise<void> => {
    for (let kind = kinds.pop(); kind !== undefined; kind = kinds.pop()) {
      found.push(...(await listed(kind)));
    }
  };
  await Promise.all(Array.from({length: atOnce}, worker));
  return found;
};
