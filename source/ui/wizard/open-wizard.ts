import type {Catalogue, Edition} from '../../catalogue/schema.js';
import {defaultProfile} from '../../profile/defaults.js';
import type {Profile} from '../../profile/schema.js';
import type {Destination, Remembered, World} from '../ports.js';
import {askedSteps, currentStep} from './steps.js';
import {type WizardState, wish} from './wizard-state.js';

/** What the questions begin with. */
export interface Opening {
  readonly catalogue: Catalogue;
  readonly contexts: ReturnType<World['contexts']>;
  readonly servers: ReturnType<World['servers']['progress']>;
  readonly draft: ReturnType<World['drafts']['read']>;
  readonly remembered: Remembered;
  /** As it is shown. */
  readonly profileFile: string;
  /** Where it is known already, nobody is asked. */
  readonly destination?: Destination | undefined;
  /** A profile that holds answers, the paths of those, and the sections that it leaves to be asked. */
  readonly given?:
    | {readonly profile: Profile; readonly paths: readonly string[]; readonly ask: readonly string[]}
    | undefined;
}

/** The wizard before the first key. */
export const openWizard = ({destination, given, remembered, ...facts}: Opening): WizardState => {
  const asked = askedSteps(given?.ask ?? [], {isDestinationKnown: destination !== undefined});
  const state: WizardState = {
    ...facts,
    steps: asked,
    askedSteps: asked,
    index: 0,
    destination: destination ?? rememberedDestination(remembered, facts.contexts),
    profile: given?.profile ?? defaultProfile(rememberedEdition(remembered)),
    touched: given?.paths ?? [],
    texts: {},
    cursor: 0,
    focus: {},
    column: 0,
    folds: [],
    about: null,
    looks: {},
    comparison: null,
    marked: [],
    differsTop: 0,
    saving: {state: 'not-asked'},
    wishes: [],
  };
  const begun = destination === undefined ? state : known(state, destination);
  return currentStep(begun).enter?.(begun) ?? begun;
};

/** What choosing it would have begun. */
const known = (state: WizardState, destination: Destination): WizardState => {
  switch (destination.kind) {
    case 'rehearsal':
      return wish(state, {kind: 'begin-servers'});
    case 'cluster':
      return {
        ...wish(state, {kind: 'look', context: destination.context}),
        looks: {[destination.context]: {state: 'looking'}},
      };
    case 'file':
      return state;
    default:
      return destination satisfies never;
  }
};

const rememberedDestination = ({destination}: Remembered, {contexts}: Opening['contexts']): Destination => {
  if (destination === 'file') {
    return {kind: 'file'};
  }
  return contexts.some(({name}) => name === destination)
    ? {kind: 'cluster', context: destination ?? ''}
    : {kind: 'rehearsal'};
};

const rememberedEdition = ({edition}: Remembered): Edition => (edition === 'enterprise' ? edition : 'flex');
