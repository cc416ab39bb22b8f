import {initialState, reduce} from '../engine/state.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {quoted} from '../profile/problem.js';
import {lineOf} from '../report/lines.js';
import {keptRun} from './kept-run.js';
import type {Streams} from './streams.js';

export interface LogsOptions {
  /** A component. */
  readonly target: string;
  readonly run?: string;
}

/** Prints what helm said of a component in a run, between the sentences of how it fared. */
export const logs = async ({target, run}: LogsOptions, streams: Streams): Promise<ExitCode> => {
  const {beginning, records} = keptRun(run);
  const {plan, standIns} = beginning;
  if (!plan.components.some(({name, enabled}) => enabled && name === target)) {
    throw new GenestackError(
      'GS-RUN-05',
      `${quoted(target)} was looked for in the run ${beginning.run}, which did not install it.`,
      'Take a component that "genestack replay --output lines" names.',
      exitCodes.usage,
    );
  }
  let state = initialState(plan, standIns);
  for (const record of records) {
    if (record.type === 'tool-line' && record.component === target) {
      streams.stdout.write(`${record.time.slice(11, 19)}  helm: ${record.line}\n`);
    } else if (record.type === 'event') {
      const {event} = record;
      const before = state;
      state = reduce(state, event);
      const isOfIt = 'component' in event && event.component === target;
      const text = isOfIt ? lineOf(event, before, state) : undefined;
      if (text !== undefined) {
        streams.stdout.write(`${event.time.slice(11, 19)}${text}\n`);
      }
    }
  }
  return exitCodes.done;
};
