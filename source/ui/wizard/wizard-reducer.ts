import type {KeyContext, ScreenAction} from '../keys.js';
import type {ServersProgress} from '../ports.js';
import {currentStep} from './steps.js';
import {type Look, type StepId, stepOf, type WizardState} from './wizard-state.js';

/** A key, or what the world says to a wish. */
export type WizardAction =
  | ScreenAction
  | {readonly type: 'wishes-granted'}
  | {readonly type: 'looked'; readonly context: string; readonly look: Look}
  | {readonly type: 'servers'; readonly progress: ServersProgress}
  | {readonly type: 'profile-exists'}
  | {readonly type: 'profile-written'}
  | {readonly type: 'profile-failed'; readonly message: string; readonly remedy: string};

const contexts: Readonly<Record<StepId, KeyContext>> = {
  where: 'where',
  edition: 'edition',
  networking: 'form',
  storage: 'form',
  names: 'form',
  roles: 'roles',
  services: 'services',
  review: 'review',
};

export const wizardKeys = (state: WizardState): KeyContext => contexts[stepOf(state)];

export const wizardReducer = (state: WizardState, action: WizardAction): WizardState =>
  action.type === 'wishes-granted'
    ? {...state, wishes: []}
    : action.type === 'intent'
      ? (currentStep(state).reduce(state, action) ?? state)
      : state;
