import {setTimeout as sleep} from 'node:timers/promises';
import {ApiError, type Client} from './client.js';
import {createHearing, type Hearing} from './hearing.js';
import {jsonLines} from './json-lines.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';
import {createReflection} from './reflection.js';

export interface Change {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: KubernetesObject;
}

/** A live copy of all objects of one kind, which goes on through every outage until it is stopped. */
export interface Reflector extends Hearing {
  /** By `namespace/name`; `/name` for what has no namespace. */
  readonly items: ReadonlyMap<string, KubernetesObject>;
  /**
   * Resolves with the first list, or when there will be none for now: the API has no such kind (yet), or says something against it
   * that who looks need not wait for. Rejects when stopped before.
   */
  readonly synced: Promise<void>;
  subscribe(listener: (change: Change) => void): () => void;
  stop(): void;
}

export interface ReflectOptions {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => number;
  /** 0 up to 1. */
  readonly random?: () => number;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  readonly inactivityMilliseconds?: number;
  /** Only the metadata of each object, where that is enough. */
  readonly isMetadataOnly?: boolean;
  /** What is kept of an object. */
  readonly keep?: (object: KubernetesObject) => KubernetesObject;
  /** Objects of one page of a list. */
  readonly pageSize?: number;
  /**
   * Who looks can do without the kind: where it may not be seen it is asked for once, and where the API cannot list it nobody waits
   * for it. Else it is asked for again and again, since rights may come.
   */
  readonly isOptional?: boolean;
  /** How long until a kind that the API does not know is asked for again. */
  readonly unknownMilliseconds?: number;
}

/** A watch that the server ends sooner than this without a word is trouble, not its ordinary end. */
const shortestWatch = 1000;

type Wanted = 'list' | 'watch';

/**
 * Lists and watches a kind. Changes come in order; after a gap (410) the difference to a fresh list comes as changes,
 * deletions included. A kind that the API does not know is asked for again until it does.
 */
export const reflect = (client: Client, kind: KindRef, options: ReflectOptions = {}): Reflector => {
  const {namespace, labelSelector, fieldSelector} = options;
  const {now = Date.now, random = Math.random, inactivityMilliseconds = 90_000} = options;
  const wait = options.wait ?? ((milliseconds, signal) => sleep(milliseconds, undefined, {signal}));
  const {isMetadataOnly, pageSize, keep = same, isOptional = false, unknownMilliseconds} = options;
  const selection = {namespace, labelSelector, fieldSelector, isMetadataOnly};

  const ending = new AbortController();
  const {signal} = ending;
  const reflection = createReflection();
  const synced = Promise.withResolvers<void>();
  // Whoever does not wait for it must not hear of its rejection.
  synced.promise.catch(() => {});
  let resourceVersion = '';
  const hearing = createHearing({now, isOptional, unknownMilliseconds});

  const list = async (): Promise<Wanted> => {
    const fresh = await client.list(kind, {...selection, pageSize, keep, signal});
    hearing.listed();
    resourceVersion = fresh.resourceVersion;
    reflection.replace(fresh.items);
    synced.resolve();
    return 'watch';
  };

  const watch = async (): Promise<Wanted> => {
    const connection = new AbortController();
    const stopConnection = (): void => connection.abort(signal.reason);
    signal.addEventListener('abort', stopConnection, {once: true});
    let isSilent = false;
    const silence = setTimeout(() => {
      isSilent = true;
      connection.abort(new Error(`nothing heard for ${inactivityMilliseconds / 1000} s`));
    }, inactivityMilliseconds);
    const begun = now();
    let isOpen = false;
    let events = 0;
    try {
      const stream = await client.watch(kind, {
        ...selection,
        resourceVersion,
        timeoutSeconds: Math.round(240 + random() * 120),
        signal: connection.signal,
      });
      isOpen = true;
      hearing.heard();
      const onBytes = (): void => {
        hearing.flows();
        silence.refresh();
      };
      for await (const event of jsonLines(stream, onBytes)) {
        events++;
        take(event as WatchEvent);
      }
    } catch (error) {
      if (!isSilent || !isOpen || signal.aborted) throw error;
      // A quiet kind and a dead connection look the same; whether there is trouble is seen when it is asked anew.
      return 'watch';
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', stopConnection);
      connection.abort();
    }
    if (events === 0 && now() - begun < shortestWatch) throw new Error('the watch ended as soon as it began');
    hearing.flows();
    return 'watch';
  };

  /** Metadata alone comes under another name. */
  const named = isMetadataOnly ? {apiVersion: kind.apiVersion, kind: kind.kind} : {};

  const take = ({type, object}: WatchEvent): void => {
    if (type === 'ERROR') {
      const {code = 0, reason = '', message = ''} = object as unknown as Status;
      throw new ApiError(code, reason, message);
    }
    resourceVersion = object.metadata.resourceVersion ?? resourceVersion;
    if (type === 'DELETED') reflection.remove(object);
    else if (type !== 'BOOKMARK') reflection.put(keep({...object, ...named}));
  };

  const run = async (): Promise<void> => {
    let next: Wanted = 'list';
    while (!signal.aborted) {
      const current: Wanted = next;
      try {
        next = current === 'list' ? await list() : await watch();
      } catch (error) {
        if (signal.aborted) break;
        const pause = hearing.failed(error);
        if (hearing.isUnknown) reflection.replace([]);
        if (hearing.isUnknown || hearing.isRefused || hearing.unheard !== undefined) synced.resolve();
        if (pause === null) break;
        // Whatever the API has against this watch, a fresh list starts without it.
        next = error instanceof ApiError ? 'list' : current;
        // Half of it by chance, so that many reflectors do not come back in step.
        await wait(pause * (0.5 + random() / 2), signal).catch(() => {});
      }
    }
  };

  const stop = (): void => {
    options.signal?.removeEventListener('abort', stop);
    ending.abort(new Error('stopped'));
    reflection.close();
    synced.reject(new Error(`the reflector of ${kind.kind} was stopped`));
  };
  options.signal?.addEventListener('abort', stop, {once: true});
  if (options.signal?.aborted) stop();
  void run();

  // Of one prototype with what is heard, whose members go on changing.
  return Object.assign(Object.create(hearing) as Hearing, {
    items: reflection.items,
    synced: synced.promise,
    subscribe: reflection.subscribe,
    stop,
  });
};

const same = (object: KubernetesObject): KubernetesObject => object;

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubernetesObject;
}

interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
}
