import type {Step} from './step.js';

export const whereStep: Step = {
  id: 'where',
  title: 'Where',
  sections: [],
  problems: () => [],
  reduce: () => null,
};
