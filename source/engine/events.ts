import type {Progress, StepResult} from './backend.js';

type OfStep = {readonly step: string; readonly component: string};

/** `time` is ISO 8601, put on by the engine from the clock it was given; so are all other times. */
export type EngineEvent = {readonly time: string} & (
  | {type: 'started'; run: string; enginePid: number; cluster: string; simulatedNodes: number}
  | ({type: 'step-started'} & OfStep)
  | ({type: 'progress'} & OfStep & Progress)
  | ({type: 'note'; text: string} & OfStep)
  | ({type: 'step-finished'; result: StepResult; seconds: number} & OfStep)
  | ({type: 'step-failed'; code: string; message: string; remedy: string; seconds: number} & OfStep)
  /** The step cannot run: `by` is the component at the root, which failed or is skipped. */
  | ({type: 'step-blocked'; by: string} & OfStep)
  | ({type: 'step-interrupted'} & OfStep)
  | ({type: 'step-skipped'} & OfStep)
  /** It waits again as if it had never begun: a person retries it, or what held it back. */
  | ({type: 'step-reopened'} & OfStep)
  /** It failed of a cause that may pass and is tried again: for the `attempt`th time, at `at`. */
  | ({type: 'step-postponed'; attempt: number; at: string; why: string} & OfStep)
  /** The next attempt of a postponed step begins. */
  | ({type: 'step-attempted'; attempt: number} & OfStep)
  /** No sign of life since `since`, which is longer than ordinary; it is given up at `until` if none comes. */
  | ({type: 'step-stalled'; since: string; until: string; cause: string} & OfStep)
  /** A sign of life after all. */
  | ({type: 'step-moved'} & OfStep)
  /** A person gave the steps of it more time: so long without a sign of life, and it is given up. */
  | {type: 'lengthened'; component: string; patienceSeconds: number}
  | {type: 'retried'; component: string}
  | {type: 'skipped'; component: string}
  | {type: 'paused'}
  /** After a pause, or after a stop that was taken back. */
  | {type: 'resumed'}
  /** Nothing new begins and the run ends with what runs; `by` is the failed component, null where a person wants it. */
  | {type: 'stopping'; by: string | null}
  /** Ctrl-C was taken: what is still finishing. */
  | {type: 'interrupting'; finishing: readonly string[]}
  /** The API server does not answer since `since` (ISO 8601), and everything waits for it; `why` without a full stop. */
  | {type: 'api-silent'; since: string; why: string}
  /** It answers again. */
  | {type: 'api-heard'; seconds: number}
  /** Only a person can move the run on now, by retrying or skipping what failed; they are there. */
  | {type: 'awaiting'}
  | {type: 'finished'; outcome: Outcome}
);

export type Outcome = 'succeeded' | 'failed' | 'interrupted';

// biome-ignore lint/suspicious/noExplicitAny: Omit must distribute over the union of events.
export type Untimed = EngineEvent extends infer E ? (E extends any ? Omit<E, 'time'> : never) : never;
