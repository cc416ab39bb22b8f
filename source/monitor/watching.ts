import type {Client} from '../cluster/client.js';
import type {KindRef} from '../cluster/kubernetes-object.js';
import {createObserver, type Observer} from '../cluster/observer.js';
import {howWatched, ownRefs, servedRefs, watchedKind} from './kinds.js';

export interface WatchingTerms {
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects by the signal only. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** What the monitor watches: of Kubernetes' own kinds and the operators' those that it lists, and nothing else. */
export interface Watching {
  readonly observer: Observer;
  /**
   * Watches Kubernetes' own kinds, and of the operators' those that the API has; resolves when all were listed once.
   * @throws the signal's reason.
   */
  begin(): Promise<void>;
  /** Asks every five minutes whether there are more operators; ends by the signal. */
  lookForOperators(): Promise<void>;
}

/** Which operators there are is asked so seldom. */
const kindsMilliseconds = 300_000;
/** Where it could not be asked, it is asked again so soon. */
const againMilliseconds = 10_000;

export const createWatching = (client: Client, {signal, now, wait}: WatchingTerms): Watching => {
  const observer = onlyListed(
    createObserver(client, kind => howWatched(kind).map(how => ({...how, now, wait}))),
  );

  let pause = kindsMilliseconds;

  const watchOperators = async (): Promise<void> => {
    pause = againMilliseconds;
    const served = servedRefs(await client.request('GET', '/apis'));
    pause = kindsMilliseconds;
    await observer.watch(served, signal);
  };

  return {
    observer,
    async begin() {
      await Promise.all([observer.watch(ownRefs, signal), watchOperators().catch(() => {})]);
    },
    async lookForOperators() {
      while (!signal.aborted) {
        await wait(pause, signal).catch(() => {});
        if (signal.aborted) return;
        await watchOperators().catch(() => {});
      }
    },
  };
};

/** Whatever owns a workload would be looked at else, and nobody has a right to that; operators are looked for here. */
const onlyListed = (observer: Observer): Observer =>
  Object.create(observer, {
    watch: {
      value: (kinds: readonly KindRef[], signal: AbortSignal) =>
        observer.watch(
          kinds.filter(kind => watchedKind(kind) !== undefined),
          signal,
        ),
    },
    watchServed: {value: async () => {}},
  }) as Observer;
