import type {Outcome} from '../engine/events.js';
import {ascii} from './ascii.js';
import {duration} from './duration.js';
import {type Journal, stateOf} from './journal.js';

/** One run as `genestack runs` tells it. */
export interface RunRecord {
  readonly run: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly cluster: string;
  /** Of the engine's process, also when it is gone. */
  readonly pid: number;
  readonly edition: string;
  /** `cut-short`: its program was gone before the end. */
  readonly outcome: Outcome | 'running' | 'cut-short';
  /** Components that are at least ready, of all that were on. */
  readonly ready: number;
  readonly components: number;
  readonly seconds: number;
}

export const runRecordOf = (journal: Journal, isAlive: boolean): RunRecord => {
  const {beginning, records} = journal;
  const state = stateOf(journal);
  const components = Object.values(state.components);
  const receipt = records.findLast(record => record.type === 'ends')?.receipt;
  const last = records.findLast(record => record.type === 'event')?.event.time ?? beginning.time;
  return {
    run: beginning.run,
    startedAt: beginning.time,
    cluster: beginning.cluster.title,
    pid: beginning.pid,
    edition: beginning.plan.edition,
    outcome: receipt?.outcome ?? (isAlive ? 'running' : 'cut-short'),
    ready: components.filter(({state}) => state === 'ready' || state === 'verified').length,
    components: components.length,
    seconds: receipt?.seconds ?? (Date.parse(last) - Date.parse(beginning.time)) / 1000,
  };
};

/** A line for each run, the widths as the widest needs. */
export const runsTable = (runs: readonly RunRecord[]): string[] => {
  if (runs.length === 0) {
    return ['No run is kept on this machine.'];
  }
  const rows = runs.map(({run, outcome, ready, components, seconds, edition, cluster}) => [
    run,
    outcome.replace('-', ' '),
    `${ready} of ${components}`,
    duration(seconds),
    edition,
    ascii(cluster),
  ]);
  const table = [['run', 'outcome', 'ready', 'time', 'edition', 'cluster'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)));
  return table.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
