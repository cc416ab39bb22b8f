import type {Step} from './step.js';

export const rolesStep: Step = {
  id: 'roles',
  title: 'Node roles',
  sections: ['nodes'],
  keys: () => 'roles',
  problems: () => [],
  reduce: () => null,
};
