import type {Figure, Form} from './check.ts';
import {percent, upperBound} from './figures.ts';

export interface Versions {
  readonly program: string;
  readonly node: string;
  readonly helm: string;
  readonly kubernetes: string;
}

/** A figure, with what it was measured of and when. */
export interface Measured extends Figure {
  readonly form: Form;
  readonly versions: Versions;
  /** `2026-11-25` */
  readonly date: string;
}

const versionsText = ({program, node, helm, kubernetes}: Versions): string =>
  `genestack ${program}, node ${node}, helm ${helm}, kubernetes ${kubernetes}`;

/** One check as it is printed. */
export const figureLine = ({check, runs, failures, seed, seconds, versions}: Measured): string =>
  [
    `${check}: ${runs} runs`,
    `${failures} failures`,
    `at most ${percent(upperBound(runs, failures))} with 95 % confidence`,
    `seed ${seed}`,
    `${seconds} s`,
    versionsText(versions),
    'simulated nodes',
  ].join(' · ');

/** What several parts of a check come to. */
export interface Sum {
  readonly check: string;
  readonly provoked: string;
  readonly holds: string;
  readonly runs: number;
  readonly failures: number;
  readonly seeds: readonly number[];
  readonly versions: readonly string[];
  readonly dates: readonly string[];
}

const each = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Parts of a check with different seeds add up. */
export const sums = (all: readonly Measured[]): Sum[] =>
  [...Map.groupBy(all, ({check}) => check)].map(([check, parts]) => {
    const last = parts.at(-1) as Measured;
    return {
      check,
      provoked: last.provoked,
      holds: last.holds,
      runs: parts.reduce((sum, {runs}) => sum + runs, 0),
      failures: parts.reduce((sum, {failures}) => sum + failures, 0),
      seeds: each(parts.map(({seed}) => seed)),
      versions: each(parts.map(({versions}) => versionsText(versions))),
      dates: each(parts.map(({date}) => date)),
    };
  });

const begin = '<!-- figures: written by npm run test:faults -->';
const end = '<!-- end of figures -->';

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const table = (found: readonly Sum[]): string =>
  [
    row(['check', 'provoked', 'runs', 'failures', 'at most (95 %)', 'seeds']),
    row(['---', '---', '--:', '--:', '--:', '---']),
    ...found.map(({check, provoked, runs, failures, seeds}) =>
      row([check, provoked, runs, failures, percent(upperBound(runs, failures)), seeds.join(', ')]),
    ),
    '',
    'What must hold in each:',
    '',
    ...found.map(({check, holds}) => `- **${check}**: ${holds}.`),
    '',
    `Simulated nodes; measured ${each(found.flatMap(({dates}) => dates)).join(', ')} with:`,
    '',
    ...each(found.flatMap(({versions}) => versions)).map(text => `- ${text}`),
  ].join('\n');

/** The document with its figures written anew; the rest of it is a person's. */
export const reliabilityText = (document: string, found: readonly Sum[]): string => {
  const [before = '', rest = ''] = document.split(begin);
  const after = rest.split(end)[1] ?? '\n';
  return `${before}${begin}\n\n${table(found)}\n\n${end}${after}`;
};
