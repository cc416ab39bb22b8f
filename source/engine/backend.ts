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
  /** Aborted when the step has to end: Ctrl-C, or a dependency failed. */
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  /** A fact worth a line, e.g. that a stand-in is used. */
  note(text: string): void;
}

/** `unchanged`: it was already so and nothing was written. */
export type StepResult = 'changed' | 'unchanged';

/** The only hand of the engine on the world. Rejects with a GenestackError, or with the signal's reason when aborted. */
export interface Backend {
  run(step: PlanStep, context: StepContext): Promise<StepResult>;
}
