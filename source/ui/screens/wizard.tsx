import {type StepId, stepOf, type WizardState} from '../wizard/wizard-state.js';
import {EditionScreen} from './edition.js';
import {FormScreen} from './form.js';
import {DiffersScreen, HomeScreen} from './home.js';
import {RemoveScreen} from './remove.js';
import {ReviewScreen} from './review.js';
import {RolesScreen} from './roles.js';
import {ServicesScreen} from './services.js';
import {WhereScreen} from './where.js';

const screens: Readonly<Record<StepId, typeof WhereScreen>> = {
  where: WhereScreen,
  edition: EditionScreen,
  networking: FormScreen,
  storage: FormScreen,
  roles: RolesScreen,
  names: FormScreen,
  services: ServicesScreen,
  review: ReviewScreen,
  home: HomeScreen,
  differs: DiffersScreen,
  remove: RemoveScreen,
};

export const WizardScreen = ({state}: {readonly state: WizardState}) => {
  const Screen = screens[stepOf(state)];
  return <Screen state={state} />;
};
