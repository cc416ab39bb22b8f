import type {Readable} from 'node:stream';
import {ApiError, objectOf} from './api-error.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';
import type {Transport} from './transport.js';

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

export interface ObjectList {
  readonly items: KubernetesObject[];
  readonly resourceVersion: string;
}

const pageSize = 500;

/** An API server that cannot give metadata alone gives the whole. */
const metadataOnly = 'application/json;as=PartialObjectMetadata%s;g=meta.k8s.io;v=v1,application/json';

/**
 * All pages of a list; items carry apiVersion and kind.
 * @param path of the kind, with the namespace where one is wanted.
 * @throws ApiError where the API said no; as `Transport.send` where no answer came.
 */
export const listAll = async (
  transport: Pick<Transport, 'send'>,
  kind: KindRef,
  path: string,
  options: ListOptions,
): Promise<ObjectList> => {
  try {
    return await listOnce(transport, kind, path, options, `${options.pageSize ?? pageSize}`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 410)) throw error;
    // The pages' snapshot was compacted away between two of them.
    return await listOnce(transport, kind, path, options, undefined);
  }
};

const listOnce = async (
  transport: Pick<Transport, 'send'>,
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

const same = (object: KubernetesObject): KubernetesObject => object;

/**
 * The body of a watch, one JSON event per line.
 * @param path as of `listAll`.
 * @throws as `listAll`.
 */
export const watchAll = (
  transport: Pick<Transport, 'stream'>,
  path: string,
  {labelSelector, fieldSelector, resourceVersion, isMetadataOnly, signal, timeoutSeconds}: WatchOptions,
): Promise<Readable> =>
  transport.stream({
    method: 'GET',
    path,
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
  });
