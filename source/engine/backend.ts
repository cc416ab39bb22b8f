import type {PlanStep} from '../plan/plan.js';

/** What the API says of a component (or one readiness group of it) at one moment. */
export interface Progress {
  /** Workloads and resources that are ready, of all that are looked at. */
  readonly ready: number;
  readonly desired: number;
  /** What it waits on, as a sentence without a full stop; empty when ready. */
  readonly waitsFor: string;
}

export interface StepContext {
  /** Aborted when the step has to end: Ctrl-C, a dependency failed, a person skips it, or its patience is over. */
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  /** A fact worth a line, e.g. that a stand-in is used. */
  note(text: string): void;
  /** It moves though there is no progress to report: helm says a line, an image is pulled. */
  moved(): void;
}

/** `unchanged`: it was already so and nothing was written. */
export type StepResult = 'changed' | 'unchanged';

/** The only hand of the engine on the world. Rejects with a GenestackError, or with the signal's reason when aborted. */
export interface Backend {
  run(step: PlanStep, context: StepContext): Promise<StepResult>;
}

/** A cause of failure that may go by itself, so that the step is tried again. */
export interface PassingCause {
  /** Without a full stop: `the webhook x.example does not answer`. */
  readonly text: string;
  /** Seconds after the first failure of it on end until the step fails of it; null: it is waited out, however long it takes. */
  readonly boundSeconds: number | null;
}

/** How long a step may show no sign of life. */
export interface Quiet {
  /** Seconds that are ordinary; after them it is marked stalled. */
  readonly quietSeconds: number;
  /** Seconds after which it is given up. */
  readonly patienceSeconds: number;
}

/** Calls back after so many milliseconds; returns how to call it off. */
export type After = (milliseconds: number, call: () => void) => () => void;

/** What the engine has of the world beside its backend. */
export interface Clocks {
  /** Milliseconds since 1970, for what is told; it may be set meanwhile. */
  readonly clock: () => number;
  /** Milliseconds of a clock that nobody sets, for what is measured; while the machine sleeps nothing can be seen, and it stands still. */
  readonly elapsed: () => number;
  readonly after: After;
  /** 0 up to 1. */
  readonly random: () => number;
}
