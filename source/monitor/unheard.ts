import type {Observer} from '../cluster/observer.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {listed} from '../report/ascii.js';
import {clockTime} from '../report/clock-time.js';
import {watchedKind} from './kinds.js';
import type {Problem, UnheardKind} from './view.js';

/** What is at the root of it the API says last. */
const longestReason = 600;
/** More names of kinds than this are a number. */
const mostKinds = 4;

/** The kinds of which there is no news though the API answers, each once. */
export const unheardOf = (observer: Pick<Observer, 'unheard'>): readonly UnheardKind[] => {
  const kinds = observer.unheard().map(
    ({kind, reason, isForbidden, asOf = null}): UnheardKind => ({
      kind: watchedKind(kind)?.plural ?? kind.kind,
      group: kind.apiVersion.includes('/') ? (kind.apiVersion.split('/')[0] ?? '') : '',
      isForbidden,
      reason: sanitiseLine(reason, longestReason).replace(/\.$/, ''),
      asOf,
    }),
  );
  const known = new Map(kinds.map(kind => [`${kind.group}/${kind.kind}`, kind]));
  return [...known.values()];
};

const shownAs = (asOf: number | null): string =>
  asOf === null ? '' : `; shown as of ${clockTime(new Date(asOf).toISOString())}`;

/** What the API cannot list, each by itself; what may not be seen any more has one root, the rights of who looks. */
export const unheardProblems = (unheard: readonly UnheardKind[]): readonly Problem[] => {
  const [forbidden, broken] = partition(unheard);
  const bare = {code: '', weight: 'failed', ready: null, desired: null, target: null, behind: []} as const;
  return [
    ...(forbidden.length === 0
      ? []
      : [
          {
            ...bare,
            key: 'unheard rights',
            what: 'rights',
            text: `may not see ${namesOf(forbidden)} any more${shownAs(oldestOf(forbidden))}`,
          },
        ]),
    ...broken.map(({kind, group, reason, asOf}) => ({
      ...bare,
      key: `unheard ${group}/${kind}`,
      what: kind,
      text: `the API cannot list them: ${reason}${shownAs(asOf)}`,
    })),
  ];
};

/** One line of the same, with the age of what is shown; empty where there is news of all. `age` says milliseconds in words. */
export const unheardNotice = (
  unheard: readonly UnheardKind[],
  now: number,
  age: (milliseconds: number) => string,
): string => {
  if (unheard.length === 0) return '';
  const [forbidden, broken] = partition(unheard);
  const told = forbidden.length > 0 ? forbidden : broken;
  const asOf = oldestOf(told);
  const what =
    told === forbidden
      ? `May not see ${namesOf(forbidden)} any more`
      : `The API cannot list ${namesOf(broken)}: ${broken[0]?.reason}`;
  return asOf === null ? what : `${what}; shown as ${age(now - asOf)} ago`;
};

const partition = (unheard: readonly UnheardKind[]): readonly [UnheardKind[], UnheardKind[]] => [
  unheard.filter(({isForbidden}) => isForbidden),
  unheard.filter(({isForbidden}) => !isForbidden),
];

const namesOf = (unheard: readonly UnheardKind[]): string =>
  listed([...new Set(unheard.map(({kind}) => kind))], mostKinds);

const oldestOf = (unheard: readonly UnheardKind[]): number | null => {
  const times = unheard.flatMap(({asOf}) => asOf ?? []);
  return times.length === 0 ? null : Math.min(...times);
};
