import type {Step} from './step.js';

export const editionStep: Step = {
  id: 'edition',
  title: 'Edition',
  sections: ['edition'],
  keys: () => 'edition',
  problems: () => [],
  reduce: () => null,
};
