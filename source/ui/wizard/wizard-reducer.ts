import type {KeyContext} from '../key-contexts.js';
import type {ScreenAction} from '../keys.js';
import type {ServersProgress} from '../ports.js';
import type {Size} from '../screen-size.js';
import {fitted} from './answers.js';
import {currentStep} from './steps.js';
import {type Comparison, focusOn, type Look, type WizardState, wish} from './wizard-state.js';

/** A key, or what the world says to a wish. */
export type WizardAction =
  | ScreenAction
  | {readonly type: 'wishes-granted'}
  | {readonly type: 'looked'; readonly context: string; readonly look: Look}
  | {readonly type: 'compared'; readonly comparison: Comparison}
  | {readonly type: 'servers'; readonly progress: ServersProgress}
  /** A file is there that was not written here, and nobody said that it may go. */
  | {readonly type: 'profile-exists'}
  | {readonly type: 'profile-written'}
  | {readonly type: 'profile-failed'; readonly message: string; readonly remedy: string};

/** Which keys mean something now. */
export const wizardKeys = (state: WizardState): KeyContext => currentStep(state).keys(state);

/** @param body what the screen has beside its head and foot. */
export const wizardReducer = (state: WizardState, action: WizardAction, body: Size): WizardState => {
  switch (action.type) {
    case 'wishes-granted':
      return {...state, wishes: []};
    case 'looked':
      return {...state, looks: {...state.looks, [action.context]: action.look}};
    case 'compared':
      // An answer that is older than the last question is no news.
      return action.comparison.profile === state.comparison?.profile
        ? {...state, comparison: action.comparison}
        : state;
    case 'servers':
      return {...state, servers: action.progress};
    case 'profile-exists':
      return {...state, saving: {state: 'overwrite', isSure: false}};
    case 'profile-failed':
      return {...state, saving: {state: 'failed', message: action.message, remedy: action.remedy}};
    case 'profile-written':
      return written(state);
    default:
      return reduced(state, action, body);
  }
};

/** Nothing is left to be asked. */
const written = (state: WizardState): WizardState => {
  const {destination, profile, profileFile} = state;
  return wish(
    {...state, saving: {state: 'written'}},
    {kind: 'remove-draft'},
    {kind: 'start', destination, profile, profileFile},
  );
};

/** A step may lead elsewhere by itself, as a draft does. */
const reduced = (state: WizardState, action: ScreenAction, body: Size): WizardState => {
  const answered = currentStep(state).reduce(state, action, body);
  const next = answered === null || answered.profile === state.profile ? answered : fitted(answered);
  return next === null ? moved(state, action) : next.index === state.index ? next : entered(next, next.index);
};

const moved = (state: WizardState, action: ScreenAction): WizardState => {
  if (action.type !== 'intent') {
    return state;
  }
  if (action.intent === 'back') {
    return entered(state, state.index - 1);
  }
  if (action.intent !== 'next') {
    return state;
  }
  const step = currentStep(state);
  const problem = step.problems(state)[0];
  return problem === undefined
    ? entered(step.leave?.(state) ?? state, state.index + 1)
    : focusOn(state, problem.field);
};

const entered = (state: WizardState, index: number): WizardState => {
  if (index < 0 || index >= state.steps.length) {
    return state;
  }
  const there = {...state, index};
  return currentStep(there).enter?.(there) ?? there;
};
