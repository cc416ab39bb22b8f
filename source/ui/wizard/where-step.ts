import {leavesOf} from '../../profile/complete.js';
import {defaultProfile} from '../../profile/defaults.js';
import {differences} from '../../profile/render.js';
import type {Profile} from '../../profile/schema.js';
import type {Destination} from '../ports.js';
import type {Draft} from './draft.js';
import {withInstalled} from './home-step.js';
import {movedRow} from './rows.js';
import type {Step} from './step.js';
import {focusOn, installedOf, type WizardState, wish} from './wizard-state.js';

const clusterRow = (context: string): string => `cluster:${context}`;

export const rowOf = (destination: Destination): string =>
  destination.kind === 'cluster' ? clusterRow(destination.context) : destination.kind;

/** The context that is in use stands first. */
export const whereRows = ({contexts: {current, contexts}}: WizardState): readonly string[] => [
  'rehearsal',
  ...contexts
    .map(({name}) => name)
    .sort((a, b) => Number(b === current) - Number(a === current))
    .map(clusterRow),
  'file',
];

const destinationOf = (row: string): Destination =>
  row === 'rehearsal' || row === 'file'
    ? {kind: row}
    : {kind: 'cluster', context: row.slice(clusterRow('').length)};

/** Looks at a cluster that the cursor comes to, once, and again where the look failed. */
const looked = (state: WizardState): WizardState => {
  const {destination, looks} = state;
  if (destination.kind !== 'cluster') {
    return state;
  }
  const {context} = destination;
  const known = looks[context]?.state;
  return known === 'known' || known === 'looking'
    ? state
    : {...wish(state, {kind: 'look', context}), looks: {...looks, [context]: {state: 'looking'}}};
};

/** What differs from an edition's defaults was answered. */
const answeredIn = (profile: Profile): readonly string[] => [
  'edition',
  ...leavesOf(differences(profile, defaultProfile(profile.edition))),
];

const withDraft = (state: WizardState, {destination, profile, texts, step}: Draft): WizardState => {
  const index = ([...state.steps] as string[]).indexOf(step);
  const there: WizardState = {
    ...state,
    draft: null,
    destination,
    profile,
    texts,
    touched: answeredIn(profile),
    index: Math.max(0, index),
  };
  return destination.kind === 'rehearsal' ? wish(there, {kind: 'begin-servers'}) : looked(there);
};

export const whereStep: Step = {
  id: 'where',
  title: 'Where',
  sections: [],
  keys: () => 'where',
  problems({destination, looks}) {
    const look = destination.kind === 'cluster' ? looks[destination.context] : undefined;
    const field = rowOf(destination);
    return destination.kind !== 'cluster' || look?.state === 'known'
      ? []
      : [
          {
            field,
            message: look?.state === 'failed' ? `${look.message} ${look.remedy}` : 'Looking at the cluster',
          },
        ];
  },
  reduce(state, action) {
    if (action.type === 'intent' && action.intent === 'draft') {
      return state.draft === null ? state : withDraft(state, state.draft);
    }
    if (action.type === 'intent' && action.intent === 'next') {
      const next = looked(state);
      return next === state ? null : next;
    }
    const row = movedRow(whereRows(state), rowOf(state.destination), action);
    return row === undefined
      ? null
      : looked(focusOn({...state, steps: state.askedSteps, destination: destinationOf(row)}, row));
  },
  leave(state) {
    const installed = installedOf(state);
    if (installed !== null) {
      return withInstalled(state, installed, answeredIn(installed.profile));
    }
    const asked = {...state, steps: state.askedSteps};
    return state.destination.kind === 'rehearsal' ? wish(asked, {kind: 'begin-servers'}) : asked;
  },
};
