import type {ComponentChange} from '../../plan/changes.js';
import type {InstalledFacts} from '../ports.js';
import {removableCount} from './remove-step.js';
import {focusedRow, moveFocus} from './rows.js';
import type {Step} from './step.js';
import {installedOf, type StepId, type WizardState, wish} from './wizard-state.js';

/** What can be done with a cloud that is there, and the steps that lead through it. */
const ways = {
  services: ['where', 'home', 'services', 'review'],
  remove: ['where', 'home', 'remove'],
  answers: ['where', 'home', 'networking', 'storage', 'roles', 'names', 'services', 'review'],
  differs: ['where', 'home', 'differs'],
  upgrade: ['where', 'home', 'review'],
  monitor: null,
  rehearse: ['where', 'review'],
} as const satisfies Readonly<Record<string, readonly StepId[] | null>>;

export type HomeRow = keyof typeof ways;

/** What the answers as they are would change; undefined as long as that is not known. */
export const changesOf = ({comparison, profile}: WizardState): readonly ComponentChange[] | undefined =>
  comparison?.profile === profile && comparison.state === 'known' ? comparison.changes : undefined;

/** Releases whose chart has a newer pin. */
export const upgrades = (changes: readonly ComponentChange[] | undefined): number =>
  (changes ?? []).filter(({reasons}) => reasons.some(reason => /^chart .* becomes /.test(reason))).length;

/** An upgrade is offered where there is one, and a removal where something may be removed. */
export const homeRows = (state: WizardState): readonly HomeRow[] =>
  (Object.keys(ways) as HomeRow[]).filter(row => {
    switch (row) {
      case 'upgrade':
        return upgrades(changesOf(state)) > 0;
      case 'remove':
        return removableCount(state) > 0;
      default:
        return true;
    }
  });

/** Asks what these answers would change, where that is not asked already. */
export const comparing = (state: WizardState): WizardState => {
  const {destination, profile, comparison} = state;
  return destination.kind !== 'cluster' ||
    installedOf(state) === null ||
    (comparison?.profile === profile && comparison.state !== 'failed')
    ? state
    : {
        ...wish(state, {kind: 'compare', context: destination.context, profile}),
        comparison: {state: 'looking', profile},
      };
};

/** The answers that the cloud was made with take the place of defaults. */
export const withInstalled = (
  state: WizardState,
  installed: InstalledFacts,
  touched: readonly string[],
): WizardState => ({
  ...state,
  steps: ways.differs.slice(0, 2),
  // An answer that was given here already is not lost by coming back.
  ...(!state.steps.includes('home') && {profile: installed.profile, touched, texts: {}}),
});

const taken = (state: WizardState, row: HomeRow): WizardState => {
  const steps: readonly StepId[] | null = ways[row];
  if (steps === null) {
    return state.destination.kind === 'cluster'
      ? wish(state, {kind: 'monitor', context: state.destination.context})
      : state;
  }
  if (row === 'rehearse') {
    const there: WizardState = {...state, steps, index: 1, destination: {kind: 'rehearsal'}};
    return wish(there, {kind: 'begin-servers'});
  }
  return {...state, steps, index: 2};
};

export const homeStep: Step = {
  id: 'home',
  title: 'Home',
  sections: [],
  keys: () => 'home',
  problems: () => [],
  reduce(state, action) {
    const rows = homeRows(state);
    return action.type === 'intent' && action.intent === 'next'
      ? taken(state, focusedRow(state, rows) as HomeRow)
      : moveFocus(state, rows, action);
  },
  enter: comparing,
};
