import type {Progress, StepResult} from './backend.js';

/** `time` is ISO 8601, put on by the engine from the clock it was given. */
export type EngineEvent = {readonly time: string} & (
  | {type: 'started'; run: string; enginePid: number; cluster: string; simulatedNodes: number}
  | {type: 'step-started'; step: string; component: string}
  | ({type: 'progress'; step: string; component: string} & Progress)
  | {type: 'note'; step: string; component: string; text: string}
  | {type: 'step-finished'; step: string; component: string; result: StepResult; seconds: number}
  | {
      type: 'step-failed';
      step: string;
      component: string;
      code: string;
      message: string;
      remedy: string;
      seconds: number;
    }
  /** The step cannot run: `by` is the failed component at the root. */
  | {type: 'step-blocked'; step: string; component: string; by: string}
  | {type: 'step-interrupted'; step: string; component: string}
  /** Ctrl-C was taken: what is still finishing. */
  | {type: 'interrupting'; finishing: readonly string[]}
  /** The API server does not answer since `since` (ISO 8601), and everything waits for it; `why` without a full stop. */
  | {type: 'api-silent'; since: string; why: string}
  /** It answers again. */
  | {type: 'api-heard'; seconds: number}
  | {type: 'finished'; outcome: Outcome}
);

export type Outcome = 'succeeded' | 'failed' | 'interrupted';
