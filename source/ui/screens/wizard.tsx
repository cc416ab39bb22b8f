import type {WizardState} from '../wizard/wizard-state.js';

export const WizardScreen = (_: {readonly state: WizardState}) => null;
