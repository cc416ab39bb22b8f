import {messageOf} from '../../errors.js';
import {makePlan} from '../../plan/make-plan.js';
import type {Plan} from '../../plan/plan.js';
import {componentWarnings} from '../../plan/warnings.js';
import {checkProfile} from '../../profile/checks.js';
import {choiceWarnings} from '../../profile/choice-warnings.js';
import {pathText} from '../../profile/problem.js';
import {comparing} from './home-step.js';
import {focusedRow, moveFocus} from './rows.js';
import type {Step, StepProblem} from './step.js';
import {type WizardState, wish} from './wizard-state.js';

/** What will be done, or why it cannot be. */
export const reviewedPlan = ({catalogue, profile}: WizardState): Plan | string => {
  try {
    return makePlan(catalogue, profile);
  } catch (error) {
    return messageOf(error);
  }
};

/** What keeps it from being begun. */
export const reviewProblems = (state: WizardState, plan = reviewedPlan(state)): readonly StepProblem[] => {
  return [
    ...checkProfile(state.profile, [...state.catalogue.components.keys()]).map(({path, message}) => ({
      field: 'stay',
      message: `${pathText(path)} ${message}`,
    })),
    ...(typeof plan === 'string' ? [{field: 'stay', message: plan}] : []),
  ];
};

/** What has to be known before it is begun; a rehearsal takes no disk and needs nothing of anybody. */
export const reviewWarnings = (
  {destination, profile}: Pick<WizardState, 'destination' | 'profile'>,
  plan: Plan | string,
): readonly string[] =>
  destination.kind === 'rehearsal' || typeof plan === 'string'
    ? []
    : [...choiceWarnings(profile), ...componentWarnings(plan)];

/** A real cluster is never begun by pressing enter once too often. */
export const reviewRows = ({destination}: WizardState): readonly string[] =>
  destination.kind === 'cluster' ? ['stay', 'go'] : ['go', 'stay'];

const save = (state: WizardState, isSure: boolean): WizardState => ({
  ...wish(state, {kind: 'save', file: state.profileFile, profile: state.profile, isSure}),
  saving: {state: 'writing'},
});

export const reviewStep: Step = {
  id: 'review',
  title: 'Review',
  sections: [],
  keys: () => 'review',
  enter: comparing,
  problems: state => reviewProblems(state),
  reduce(state, action) {
    const {saving} = state;
    const intent = action.type === 'intent' ? action.intent : undefined;
    if (saving.state === 'overwrite') {
      switch (intent) {
        case 'up':
        case 'down':
          return {...state, saving: {...saving, isSure: !saving.isSure}};
        case 'next':
          return saving.isSure ? save(state, true) : {...state, saving: {state: 'not-asked'}};
        case 'back':
          return {...state, saving: {state: 'not-asked'}};
        default:
          return state;
      }
    }
    if (saving.state === 'writing' || saving.state === 'written') {
      return state;
    }
    if (intent !== 'next') {
      return moveFocus(state, reviewRows(state), action);
    }
    const isGo = focusedRow(state, reviewRows(state)) === 'go' && reviewProblems(state).length === 0;
    return isGo ? save(state, false) : state;
  },
};
