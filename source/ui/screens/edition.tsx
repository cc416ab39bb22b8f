import {WizardFrame} from '../components/wizard-frame.js';
import type {WizardState} from '../wizard/wizard-state.js';

export const EditionScreen = ({state}: {readonly state: WizardState}) => <WizardFrame state={state} />;
