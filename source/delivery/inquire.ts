import type {Inquiry} from '../cluster/observation.js';
import type {LiveObservation} from '../cluster/observe.js';
import type {RunState} from '../engine/state.js';

export interface Row {
  readonly component: string;
  readonly workload?: string;
  readonly pod?: string;
}

/** Why a row is as it is, by what the engine said and what the cluster shows. `now` in milliseconds of the clock. */
export const inquire = (live: LiveObservation, state: RunState, row: Row, now: number): Inquiry => {
  void state;
  return {
    asOf: live.asOf() ?? new Date(now).toISOString(),
    code: 'GS-POD-00',
    chain: [row.component],
    sentence: '',
    remedy: '',
    seen: [],
  };
};
