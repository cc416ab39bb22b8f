import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Home} from './home.js';

/** A run that did something, by its journal. */
export interface DrivenRun {
  readonly run: string;
  /** ISO 8601. */
  readonly firstAct: string;
  readonly lastAct: string;
  readonly acts: number;
}

interface Line {
  readonly type: string;
  readonly time?: string;
  readonly receipt?: {readonly outcome: string};
}

/** The journals of a home by their runs, the oldest first; a line that is being written is left out. */
const journalsOf = ({state}: Home): Map<string, Line[]> => {
  const folder = join(state, 'genestack', 'runs');
  const runs = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    runs.map(run => {
      const file = join(folder, run, 'journal.jsonl');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
      return [run, lines.map(line => JSON.parse(line) as Line)];
    }),
  );
};

/** Every run of a home that began a step. */
export const drivenRuns = (home: Home): DrivenRun[] =>
  [...journalsOf(home)].flatMap(([run, lines]) => {
    const acts = lines.flatMap(({type, time = ''}) => (type === 'act' ? [time] : []));
    const [firstAct] = acts;
    return firstAct === undefined ? [] : [{run, firstAct, lastAct: acts.at(-1) ?? '', acts: acts.length}];
  });

/** How the runs of a home ended that came to an end. */
export const outcomesOf = (home: Home): string[] =>
  [...journalsOf(home).values()].flatMap(lines => {
    const outcome = lines.findLast(({type}) => type === 'ends')?.receipt?.outcome;
    return outcome === undefined ? [] : [outcome];
  });
