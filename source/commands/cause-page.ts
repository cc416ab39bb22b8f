import {type CauseRecord, type Code, said} from '../cluster/causes/record.js';
import type {Situation} from '../rehearsal/situations/schema.js';

/** Everything that is known of a cause before it is met in a cluster. */
export interface CausePage {
  readonly code: Code;
  readonly title: string;
  /** How the sentence begins and goes on; what the cluster fills in stands as `<image>`. */
  readonly sentence: string;
  readonly about: string;
  readonly remedy: string;
  readonly command: string | null;
  /** What is asked: `Pod`, `Deployment of apps`; `any` where every kind is. */
  readonly kinds: readonly string[];
  /** What is told once for all that it holds up. */
  readonly root: string;
  readonly nature: 'lasting' | 'passes' | 'waits' | 'coming';
  /** In docs/causes.md. */
  readonly anchor: string;
  readonly situations: readonly Sighting[];
}

export interface Sighting {
  readonly name: string;
  readonly about: string;
  /** A public thread, a chart, or `own`. */
  readonly origin: string;
}

/** What is filled in right behind a word may be nothing, and is left out. */
const shown = (template: string): string =>
  template.replace(/(?<=[\w}])\{[a-zA-Z]+\}/g, '').replace(/\{([a-zA-Z]+)\}/g, '<$1>');

const kindOf = (kind: string): string => {
  const [group = '', name = ''] = kind.split('/');
  return kind === '*' ? 'any' : group === '' || !group.includes('.') ? name : `${name} of ${group}`;
};

/** A page for each code, in their order; where several records share one, the first of them is told. */
export const causePages = (
  records: readonly CauseRecord[],
  situations: ReadonlyMap<string, Situation>,
): readonly CausePage[] =>
  [...Map.groupBy(records, ({code}) => code)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const {code, title, about, nature = 'lasting'} = first;
      return [
        {
          ...{code, title, about, nature},
          sentence: sentenceOf(first),
          remedy: shown(first.remedy),
          command: first.command === undefined ? null : shown(first.command),
          kinds: [...new Set(own.flatMap(({kinds}) => kinds.map(kindOf)))],
          root: first.root === undefined ? 'the object itself' : shown(first.root),
          anchor: anchorOf(code),
          situations: [...situations]
            .filter(([, situation]) => situation.code === code)
            .map(([name, {about: what, origin}]) => ({name, about: what, origin})),
        },
      ];
    });

const sentenceOf = ({kinds, clause}: CauseRecord): string =>
  said(kinds[0] === '/Pod' ? 'pod <name>' : '<kind> <name>', shown(clause));

export const anchorOf = (code: string): string => `docs/causes.md#${code.toLowerCase()}`;

export const natureText = (nature: CausePage['nature']): string =>
  ({
    lasting: 'It stays until somebody does something.',
    passes: 'It may pass by itself.',
    coming: 'All works still, and it should be looked at in time.',
    waits: 'It ends with what it waits for, which has a cause of its own.',
  })[nature];
