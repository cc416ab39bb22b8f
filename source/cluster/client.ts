import type {Readable} from 'node:stream';
import type {KubeConfig} from '@kubernetes/client-node';
import {ApiError} from './api-error.js';
import {discover, type Resource} from './discovery.js';
import type {KindRef, KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {createTransport, type Transport, type TransportOptions} from './transport.js';

export {ApiError, isConnectionError} from './api-error.js';

export interface ListOptions {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Only the metadata of each object, where that is enough. */
  readonly isMetadataOnly?: boolean | undefined;
  /** What is kept of an object, asked as its page comes in, so that a long list is never whole in memory. */
  readonly keep?: ((object: KubernetesObject) => KubernetesObject) | undefined;
  /** Objects of one page; 500 where absent. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface WatchOptions extends ListOptions {
  readonly resourceVersion: string;
  readonly timeoutSeconds: number;
}

export interface LogOptions {
  readonly container: string;
  /** Of its last run, not of this one. */
  readonly previous?: boolean;
  /** Only what is there, not what comes; false unless it is said. */
  readonly isWhole?: boolean;
  /** How many of the lines there were before. */
  readonly tailLines?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly signal: AbortSignal;
}

/**
 * The Kubernetes API as JSON. Every method rejects with an ApiError when the API said no, with a GenestackError
 * GS-K8S-… when no answer came (`isConnectionError`), with the signal's reason when aborted.
 */
export interface Client {
  /** `https://127.0.0.1:6443`. */
  readonly server: string;
  /** Undefined when there is no such object, or no such kind. */
  read(ref: ObjectRef, options?: RequestOptions): Promise<KubernetesObject | undefined>;
  /** All pages; items carry apiVersion and kind. */
  list(kind: KindRef, options?: ListOptions): Promise<ObjectList>;
  /** The body of a watch, one JSON event per line. */
  watch(kind: KindRef, options: WatchOptions): Promise<Readable>;
  /** The log of a container as it comes, each line with its time before it; ends with the container or the signal. */
  log(pod: {readonly namespace: string; readonly name: string}, options: LogOptions): Promise<Readable>;
  create(object: KubernetesObject, options?: CreateOptions): Promise<KubernetesObject>;
  /** Server-side apply. */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject>;
  patch(ref: ObjectRef, patch: object, options?: PatchOptions): Promise<KubernetesObject>;
  /** What is already gone is fine. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<void>;
  knows(kind: KindRef): Promise<boolean>;
  /** JSON of any path, e.g. `/version`; text where it is not JSON. */
  request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown>;
  /** What a GET of a path answers, as `request`; an answer of more bytes is none. */
  query(
    path: string,
    query: Readonly<Record<string, string>>,
    options: RequestOptions & {readonly mostBytes: number},
  ): Promise<unknown>;
  close(): Promise<void>;
}

export interface ObjectList {
  readonly items: KubernetesObject[];
  readonly resourceVersion: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface CreateOptions extends RequestOptions {
  readonly dryRun?: boolean;
}

export interface DeleteOptions extends RequestOptions {
  readonly propagation?: Propagation;
  /** Rejects with a 409 where it is not this very object, or not this version of it, any more. */
  readonly preconditions?: {readonly uid?: string | undefined; readonly resourceVersion?: string | undefined};
}

export interface ApplyOptions extends RequestOptions {
  readonly fieldManager: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

export interface PatchOptions extends RequestOptions {
  readonly subresource?: string;
  readonly type?: 'merge' | 'strategic' | 'json';
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

const pageSize = 500;

/** An API server that cannot give metadata alone gives the whole. */
const metadataOnly = 'application/json;as=PartialObjectMetadata%s;g=meta.k8s.io;v=v1,application/json';

const patchTypes = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
} as const;

const dryRunOf = (dryRun: boolean | undefined): string | undefined => (dryRun ? 'All' : undefined);

/** A client of the kubeconfig's current context; nothing is sent before the first call. */
export const connect = (kubeConfig: KubeConfig, options?: TransportOptions): Client =>
  clientOver(createTransport(kubeConfig, options));

/** A client over a transport of one's own; closes it with itself. */
export const clientOver = (transport: Transport): Client => {
  const discovery = discover(transport);

  const resourceOf = async (kind: KindRef): Promise<Resource> => {
    const resource = await discovery.find(kind);
    if (resource === undefined)
      throw new ApiError(404, 'UnknownKind', `the API does not know ${kind.kind} of ${kind.apiVersion}`);
    return resource;
  };

  /** `/apis/apps/v1/namespaces/openstack/deployments/nova-api`. */
  const pathOf = async (kind: KindRef, namespace?: string, name?: string): Promise<string> => {
    const resource = await resourceOf(kind);
    return [
      kind.apiVersion.includes('/') ? '/apis' : '/api',
      kind.apiVersion,
      ...(resource.namespaced && namespace !== undefined
        ? ['namespaces', encodeURIComponent(namespace)]
        : []),
      resource.plural,
      ...(name === undefined ? [] : [encodeURIComponent(name)]),
    ].join('/');
  };

  const listOnce = async (
    kind: KindRef,
    path: string,
    {signal, labelSelector, fieldSelector, isMetadataOnly, keep = same}: ListOptions,
    limit: string | undefined,
  ): Promise<ObjectList> => {
    const items: KubernetesObject[] = [];
    for (let next: string | undefined; ; ) {
      const answer = await transport.send({
        method: 'GET',
        path,
        query: {labelSelector, fieldSelector, limit, continue: next},
        accept: isMetadataOnly ? metadataOnly.replace('%s', 'List') : undefined,
        signal,
      });
      const page = objectOf(answer) as object as {
        items?: KubernetesObject[] | null;
        metadata: {resourceVersion: string; continue?: string};
      };
      for (const item of page.items ?? [])
        items.push(keep({...item, apiVersion: kind.apiVersion, kind: kind.kind}));
      next = page.metadata.continue;
      if (!next) return {items, resourceVersion: page.metadata.resourceVersion};
    }
  };

  /** What is written says no namespace where the kind has none, and `default` where it has one and none is named. */
  const placed = async (object: KubernetesObject): Promise<KubernetesObject> => {
    const {namespace, ...metadata} = object.metadata;
    const {namespaced} = await resourceOf(object);
    return {...object, metadata: namespaced ? {...metadata, namespace: namespace ?? 'default'} : metadata};
  };

  return {
    get server() {
      return transport.server;
    },
    read: (ref, {signal} = {}) =>
      orWhenMissing(undefined, async () => {
        const path = await pathOf(ref, ref.namespace, ref.name);
        return objectOf(await transport.send({method: 'GET', path, signal}));
      }),
    list: async (kind, options = {}) => {
      const path = await pathOf(kind, options.namespace);
      try {
        return await listOnce(kind, path, options, `${options.pageSize ?? pageSize}`);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 410)) throw error;
        // The pages' snapshot was compacted away between two of them.
        return await listOnce(kind, path, options, undefined);
      }
    },
    watch: async (
      kind,
      {namespace, labelSelector, fieldSelector, resourceVersion, isMetadataOnly, signal, timeoutSeconds},
    ) =>
      transport.stream({
        method: 'GET',
        path: await pathOf(kind, namespace),
        query: {
          labelSelector,
          fieldSelector,
          resourceVersion,
          watch: 'true',
          allowWatchBookmarks: 'true',
          timeoutSeconds: `${timeoutSeconds}`,
        },
        accept: isMetadataOnly ? metadataOnly.replace('%s', '') : undefined,
        signal,
      }),
    log: async ({namespace, name}, {container, previous, isWhole = false, tailLines, sinceTime, signal}) =>
      transport.stream({
        method: 'GET',
        path: `${await pathOf({apiVersion: 'v1', kind: 'Pod'}, namespace, name)}/log`,
        query: {
          container,
          previous: previous ? 'true' : undefined,
          tailLines: tailLines?.toString(),
          sinceTime,
          follow: isWhole ? undefined : 'true',
          timestamps: 'true',
        },
        signal,
      }),
    create: async (given, {dryRun, signal} = {}) => {
      const object = await placed(given);
      const path = await pathOf(object, object.metadata.namespace);
      const query = {dryRun: dryRunOf(dryRun), fieldManager: 'genestack'};
      return objectOf(await transport.send({method: 'POST', path, query, body: object, signal}));
    },
    apply: async (given, {fieldManager, force, dryRun, signal}) => {
      const object = await placed(given);
      return (await transport.send({
        method: 'PATCH',
        path: await pathOf(object, object.metadata.namespace, object.metadata.name),
        query: {fieldManager, force: force ? 'true' : undefined, dryRun: dryRunOf(dryRun)},
        body: object,
        contentType: 'application/apply-patch+yaml',
        signal,
      })) as KubernetesObject;
    },
    patch: async (ref, body, {subresource, type = 'merge', signal} = {}) => {
      const path = await pathOf(ref, ref.namespace, ref.name);
      return (await transport.send({
        method: 'PATCH',
        path: subresource === undefined ? path : `${path}/${subresource}`,
        query: {fieldManager: 'genestack'},
        body,
        contentType: patchTypes[type],
        signal,
      })) as KubernetesObject;
    },
    delete: (ref, {propagation = 'Background', preconditions, signal} = {}) =>
      orWhenMissing(undefined, async () => {
        const path = await pathOf(ref, ref.namespace, ref.name);
        const body = {
          ...{apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: propagation},
          ...(preconditions !== undefined && {preconditions}),
        };
        await transport.send({method: 'DELETE', path, body, signal});
      }),
    knows: async kind => (await discovery.find(kind)) !== undefined,
    request: (method, path, body, signal) => {
      const [plain = '', query] = path.split('?', 2);
      return transport.send({
        method,
        path: plain,
        query: Object.fromEntries(new URLSearchParams(query)),
        body,
        signal,
      });
    },
    query: (path, query, {mostBytes, signal}) =>
      transport.send({method: 'GET', path, query, mostBytes, signal}),
    close: () => transport.close(),
  };
};

const same = (object: KubernetesObject): KubernetesObject => object;

/** A page of a proxy in between, with a 200, would be believed as an empty list. */
const objectOf = (answer: unknown): KubernetesObject => {
  if (typeof answer !== 'object' || answer === null)
    throw new ApiError(502, '', 'what answers for the API server does not speak JSON');
  return answer as KubernetesObject;
};

const orWhenMissing = async <T>(otherwise: T, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return otherwise;
    throw error;
  }
};
