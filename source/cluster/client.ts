import type {Readable} from 'node:stream';
import type {KubeConfig} from '@kubernetes/client-node';
import {ApiError, objectOf} from './api-error.js';
import {apiPaths} from './api-paths.js';
import {discover} from './discovery.js';
import type {KindRef, KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {type ListOptions, listAll, type ObjectList, type WatchOptions, watchAll} from './list-and-watch.js';
import {createTransport, type Transport, type TransportOptions} from './transport.js';

export {ApiError, isConnectionError} from './api-error.js';

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
  const paths = apiPaths(discovery);

  return {
    get server() {
      return transport.server;
    },
    read: (ref, {signal} = {}) =>
      orWhenMissing(undefined, async () => {
        const path = await paths.of(ref, ref.namespace, ref.name);
        return objectOf(await transport.send({method: 'GET', path, signal}));
      }),
    list: async (kind, options = {}) =>
      listAll(transport, kind, await paths.of(kind, options.namespace), options),
    watch: async (kind, options) => watchAll(transport, await paths.of(kind, options.namespace), options),
    log: async ({namespace, name}, {container, previous, isWhole = false, tailLines, sinceTime, signal}) =>
      transport.stream({
        method: 'GET',
        path: `${await paths.of({apiVersion: 'v1', kind: 'Pod'}, namespace, name)}/log`,
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
      const object = await paths.placed(given);
      const path = await paths.of(object, object.metadata.namespace);
      const query = {dryRun: dryRunOf(dryRun), fieldManager: 'genestack'};
      return objectOf(await transport.send({method: 'POST', path, query, body: object, signal}));
    },
    apply: async (given, {fieldManager, force, dryRun, signal}) => {
      const object = await paths.placed(given);
      return (await transport.send({
        method: 'PATCH',
        path: await paths.of(object, object.metadata.namespace, object.metadata.name),
        query: {fieldManager, force: force ? 'true' : undefined, dryRun: dryRunOf(dryRun)},
        body: object,
        contentType: 'application/apply-patch+yaml',
        signal,
      })) as KubernetesObject;
    },
    patch: async (ref, body, {subresource, type = 'merge', signal} = {}) => {
      const path = await paths.of(ref, ref.namespace, ref.name);
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
        const path = await paths.of(ref, ref.namespace, ref.name);
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

const orWhenMissing = async <T>(otherwise: T, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return otherwise;
    throw error;
  }
};
