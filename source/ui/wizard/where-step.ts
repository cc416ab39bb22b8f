import type {Step} from './step.js';

export const whereStep: Step = {
  id: 'where',
  title: 'Where',
  sections: [],
  keys: () => 'where',
  problems: () => [],
  reduce: () => null,
};
