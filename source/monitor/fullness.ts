import {z} from 'zod';
import {ApiError, type Client} from '../cluster/client.js';
import type {Observer} from '../cluster/observer.js';
import {prometheusService, queryPath} from '../cluster/prometheus.js';

/** From here on a claim is nearly full. */
const fullPercent = 85;

/** Prometheus answers with the full ones alone; what several nodes mount is as full as the fullest of them says. */
export const fullnessQuery = `max by (namespace, persistentvolumeclaim) (100 * kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes) >= ${fullPercent}`;

const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z
      .array(
        z.object({
          metric: z.object({namespace: z.string().max(63), persistentvolumeclaim: z.string().max(253)}),
          value: z.tuple([z.number(), z.string()]),
        }),
      )
      .max(1000),
  }),
});

/** How full claims are, in whole percent, by `namespace/name`; of those alone that are nearly full. */
export type Fullness = ReadonlyMap<string, number>;

export const noFullness: Fullness = new Map();

/** Undefined where it is no answer to the query. A number that no volume can have is left out. Pure. */
export const fullnessOf = (given: unknown): Fullness | undefined => {
  const {success, data} = answer.safeParse(given);
  if (!success) return undefined;
  return new Map(
    data.data.result.flatMap(({metric: {namespace, persistentvolumeclaim}, value: [, text]}) => {
      const percent = Math.floor(Number(text));
      return percent >= fullPercent && percent <= 100
        ? [[`${namespace}/${persistentvolumeclaim}`, percent] as const]
        : [];
    }),
  );
};

/** Says how full claims are, as far as metrics say so. */
export interface FullnessReader {
  /** Of the last answer; empty where there is none. */
  readonly fullness: Fullness;
  /** Whether it may not ask, and asks no more. */
  readonly isRefused: boolean;
  /** Resolves after the first question, or when it was not asked; never rejects. */
  readonly first: Promise<void>;
}

export interface FullnessTerms {
  /** Where the Service is; undefined where there is none, and nobody is asked. */
  readonly namespace: () => string | undefined;
  /** What is known now is another than before. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

const usualPause = 60_000;
const longestPause = 960_000;
const patienceMilliseconds = 3000;
/** A thousand claims fit. */
const mostBytes = 262_144;

/**
 * Asks once a minute. After no answer, or one that makes no sense, nothing is known, and the pauses grow to a quarter of an hour;
 * after a refusal it asks no more.
 */
export const readFullness = (
  client: Client,
  {namespace, onChange, signal, wait}: FullnessTerms,
): FullnessReader => {
  let fullness = noFullness;
  let isRefused = false;
  let pause = usualPause;

  const ask = async (): Promise<Fullness | undefined> => {
    const within = namespace();
    if (within === undefined) return noFullness;
    const answered = await client.query(
      queryPath(within),
      {query: fullnessQuery},
      {mostBytes, signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)])},
    );
    return fullnessOf(answered);
  };

  const askOnce = async (): Promise<void> => {
    const before = fullness;
    const told = await ask().catch(error => {
      isRefused = error instanceof ApiError && error.status === 403;
      return undefined;
    });
    if (signal.aborted) return;
    fullness = told ?? noFullness;
    pause = told === undefined ? Math.min(longestPause, pause * 2) : usualPause;
    if (isRefused || !isSame(before, fullness)) onChange();
  };

  const first = askOnce();
  const goOn = async (): Promise<void> => {
    await first;
    while (!isRefused && !signal.aborted) {
      await wait(pause, signal).catch(() => {});
      if (!signal.aborted) await askOnce();
    }
  };
  void goOn();

  return {
    get fullness() {
      return fullness;
    },
    get isRefused() {
      return isRefused;
    },
    first,
  };
};

/** Where Prometheus is; where several Services have its name nobody knows which of them is it, and none is asked. */
export const namespaceOfPrometheus = (observer: Pick<Observer, 'all'>): string | undefined => {
  const found = observer
    .all({apiVersion: 'v1', kind: 'Service'})
    .filter(({metadata}) => metadata.name === prometheusService.name);
  return found.length === 1 ? found[0]?.metadata.namespace : undefined;
};

const isSame = (a: Fullness, b: Fullness): boolean =>
  a.size === b.size && [...a].every(([claim, percent]) => b.get(claim) === percent);
