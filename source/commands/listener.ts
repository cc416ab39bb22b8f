import type {EngineEvent} from '../engine/events.js';
import type {Receipt} from '../engine/receipt.js';
import type {RunState} from '../engine/state.js';
import type {GenestackError} from '../errors.js';
import type {Plan} from '../plan/plan.js';
import type {ReceiptFile} from '../report/receipt-file.js';
import type {Talk} from './talk.js';

/** What is known before the first step. */
export interface Beginning {
  /** `uid`: of kube-system. */
  readonly cluster: {readonly uid: string; readonly title: string; readonly simulatedNodes: number};
  /** How whoever looks on reaches the cluster, null being what a kubeconfig says by itself; absent of a run that is only played back. */
  readonly access?: {readonly kubeconfig: string | null; readonly context: string | null};
  readonly plan: Plan;
  /** Components that a stand-in chart stands for. */
  readonly standIns: readonly string[];
  readonly state: RunState;
}

export interface Ending {
  readonly receipt: Receipt;
  readonly state: RunState;
  readonly file: ReceiptFile;
}

/** Whoever is told of a delivery: lines, JSON, the screens. It only looks; nothing waits for it. */
export interface Listener extends Talk {
  begins(beginning: Beginning): void;
  event(event: EngineEvent, before: RunState, after: RunState): void;
  /** A line of helm, redacted and sanitised; `time` is ISO 8601, now where absent. */
  toolLine(component: string, line: string, time?: string): void;
  /** What went wrong beside the plan; told before the end. */
  trouble(error: GenestackError): void;
  /** After the receipt was written; nothing is told after it. */
  ends(ending: Ending): void;
}

/** Those that are told, also the ones that come later. */
export const toAll = (listeners: readonly Listener[]): Listener => {
  const each = (tell: (listener: Listener) => void): void => {
    for (const listener of listeners) {
      tell(listener);
    }
  };
  return {
    say: sentence => each(one => one.say(sentence)),
    building: progress => each(one => one.building(progress)),
    begins: beginning => each(one => one.begins(beginning)),
    event: (event, before, after) => each(one => one.event(event, before, after)),
    toolLine: (component, line, time) => each(one => one.toolLine(component, line, time)),
    ends: ending => each(one => one.ends(ending)),
    trouble: error => each(one => one.trouble(error)),
  };
};
