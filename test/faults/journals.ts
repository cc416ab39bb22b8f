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
}

/** Every run of a home that began a step. */
export const drivenRuns = ({state}: Home): DrivenRun[] => {
  const folder = join(state, 'genestack', 'runs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap(run => {
    const file = join(folder, run, 'journal.jsonl');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const acts = text
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as Line)
      .flatMap(({type, time = ''}) => (type === 'act' ? [time] : []));
    const [firstAct] = acts;
    return firstAct === undefined ? [] : [{run, firstAct, lastAct: acts.at(-1) ?? '', acts: acts.length}];
  });
};
