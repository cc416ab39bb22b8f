import type {Step} from './step.js';

export const servicesStep: Step = {
  id: 'services',
  title: 'Services',
  sections: ['components'],
  keys: () => 'services',
  problems: () => [],
  reduce: () => null,
};
