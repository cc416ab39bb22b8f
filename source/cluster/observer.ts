import {setTimeout as sleep} from 'node:timers/promises';
import type {Client} from './client.js';
import {hasNews, type Unheard} from './hearing.js';
import type {KindRef, KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {type Change, type ReflectOptions, type Reflector, reflect} from './reflector.js';

/** Live copies of the kinds that were asked for, each listed and watched once for all components. */
export interface Observer {
  /** Begins to watch the kinds and waits until their first lists are in. */
  watch(kinds: readonly KindRef[], signal: AbortSignal): Promise<void>;
  /**
   * Begins to watch each of the kinds when the API serves its group, now or later; asks for that at most every quarter of a
   * minute. Resolves when what is served now was listed once, or cannot be asked for.
   */
  watchServed(kinds: readonly KindRef[], signal: AbortSignal): Promise<void>;
  /** Whether objects of the kind are seen: it is watched and was listed, or the API has no such kind. */
  sees(kind: KindRef): boolean;
  get(ref: ObjectRef): KubernetesObject | undefined;
  /** The first of its kind's name, whatever its group, by its name; by its namespace too where that is given. */
  named(kind: string, name: string, namespace?: string): KubernetesObject | undefined;
  all(kind: KindRef): KubernetesObject[];
  /** Calls back at most once a turn of the event loop after anything that is watched has changed; returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Calls back at once with every change of every kind that is watched, now or later; returns how to stop. */
  onObject(listener: (change: Change) => void): () => void;
  /** Milliseconds of the clock when the API was last heard of; undefined as long as nothing is watched or heard. */
  readonly asOf: number | undefined;
  /** Milliseconds of the clock of the kind that was heard of the longest ago; of those of which there is news at all. */
  readonly oldest: number | undefined;
  /** Why nothing is heard of one of the kinds; undefined when all is well. */
  readonly trouble: string | undefined;
  /** Kinds that may not be seen. */
  refused(): KindRef[];
  /** Kinds of which there is no news, though the API answers. */
  unheard(): UnheardKind[];
  close(): void;
}

export interface UnheardKind extends Unheard {
  readonly kind: KindRef;
  /** Milliseconds of the clock, of when what is known of it is; undefined where it was never seen. */
  readonly asOf: number | undefined;
}

const servedPause = 15_000;

/** @param optionsOf how a kind is watched; several ways, which together are all that is wanted of it, are several watches. */
export const createObserver = (
  client: Client,
  optionsOf: (kind: KindRef) => ReflectOptions | readonly ReflectOptions[] = () => ({}),
): Observer => {
  const reflectors = new Map<string, readonly Reflector[]>();
  const kindsOf = new Map<Reflector, KindRef>();
  const listeners = new Set<() => void>();
  const objectListeners = new Set<(change: Change) => void>();
  let told = false;

  const tell = () => {
    if (!told) {
      told = true;
      setImmediate(() => {
        told = false;
        for (const listener of listeners) {
          listener();
        }
      });
    }
  };

  const keyOf = ({apiVersion, kind}: KindRef): string => `${apiVersion}/${kind}`;

  const of = (kind: KindRef): readonly Reflector[] => reflectors.get(keyOf(kind)) ?? [];

  const begin = (kind: KindRef, options: ReflectOptions): Reflector => {
    const reflector = reflect(client, kind, options);
    reflector.subscribe(change => {
      for (const listener of objectListeners) listener(change);
      tell();
    });
    kindsOf.set(reflector, kind);
    return reflector;
  };

  return {
    async watch(kinds, signal) {
      signal.throwIfAborted();
      for (const kind of kinds)
        if (!reflectors.has(keyOf(kind)))
          reflectors.set(
            keyOf(kind),
            [optionsOf(kind)].flat().map(options => begin(kind, options)),
          );
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true});
      });
      await Promise.race([Promise.all(kinds.flatMap(of).map(({synced}) => synced)), aborted]);
    },
    async watchServed(kinds, signal) {
      const groupOf = ({apiVersion}: KindRef): string => apiVersion.split('/')[0] ?? '';
      const waiting = new Set(kinds);
      const look = async (): Promise<readonly KindRef[]> => {
        const {groups = []} = (await client.request('GET', '/apis')) as {groups?: {name: string}[]};
        const names = new Set(groups.map(({name}) => name));
        const served = [...waiting].filter(kind => names.has(groupOf(kind)));
        for (const kind of served) waiting.delete(kind);
        return served;
      };
      // What the API does not say now it will say the next time; a watch ends by closing only.
      const watchNow = async (): Promise<void> => {
        await this.watch(await look(), signal);
      };
      const again = async (): Promise<void> => {
        while (waiting.size > 0 && !signal.aborted) {
          await sleep(servedPause, undefined, {signal, ref: false});
          await look().then(
            served => {
              // A watch of nothing would listen to the signal for as long as it lives.
              if (served.length > 0) void this.watch(served, signal).catch(() => {});
            },
            () => {},
          );
        }
      };
      await watchNow().catch(() => {});
      again().catch(() => {});
    },
    sees(kind) {
      const all = of(kind);
      return all.length > 0 && all.every(hasNews);
    },
    get(ref) {
      for (const {items} of of(ref)) {
        // A manifest may name a namespace for a kind that has none.
        const found = items.get(`${ref.namespace ?? ''}/${ref.name}`) ?? items.get(`/${ref.name}`);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    named(kind, name, namespace) {
      for (const [{items}, ref] of kindsOf) {
        if (ref.kind !== kind) continue;
        const found =
          items.get(`${namespace ?? ''}/${name}`) ??
          (namespace === undefined
            ? [...items.values()].find(({metadata}) => metadata.name === name)
            : undefined);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    all: kind => of(kind).flatMap(({items}) => [...items.values()]),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onObject(listener) {
      objectListeners.add(listener);
      return () => objectListeners.delete(listener);
    },
    get asOf() {
      const seen = [...kindsOf.keys()].filter(({wasSeen, isUnknown}) => wasSeen || isUnknown);
      return seen.length === 0 ? undefined : Math.max(...seen.map(({asOf}) => asOf));
    },
    get oldest() {
      // A kind that the API does not have is asked for so rarely that its age says nothing.
      const fresh = [...kindsOf.keys()].filter(one => hasNews(one) && !one.isUnknown);
      return fresh.length === 0 ? undefined : Math.min(...fresh.map(({asOf}) => asOf));
    },
    get trouble() {
      return [...kindsOf.keys()].find(({trouble}) => trouble !== undefined)?.trouble;
    },
    refused: () => [...new Set([...kindsOf].flatMap(([{isRefused}, kind]) => (isRefused ? [kind] : [])))],
    unheard: () =>
      [...kindsOf].flatMap(([{unheard, wasSeen, asOf}, kind]) =>
        unheard === undefined ? [] : [{...unheard, kind, asOf: wasSeen ? asOf : undefined}],
      ),
    close() {
      for (const reflector of kindsOf.keys()) {
        reflector.stop();
      }
      listeners.clear();
      objectListeners.clear();
    },
  };
};
