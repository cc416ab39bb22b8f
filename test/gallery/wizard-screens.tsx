import {WizardScreen} from '../../source/ui/screens/wizard.js';
import {openWizard} from '../../source/ui/wizard/open-wizard.js';
import {steps} from '../../source/ui/wizard/steps.js';
import {opening} from '../ui/fixtures/opening.js';
import type {GalleryScreen} from './gallery-screen.js';

/** Every question as it is before anybody answers. */
export const wizardScreens = (): readonly GalleryScreen[] =>
  steps.map(({id, title}, index) => ({
    name: `wizard-${id}`,
    title: `The wizard: ${title}`,
    element: <WizardScreen state={{...openWizard(opening), index}} />,
  }));
