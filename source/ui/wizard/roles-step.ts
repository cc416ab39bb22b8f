import type {Step} from './step.js';

export const rolesStep: Step = {
  id: 'roles',
  title: 'Node roles',
  sections: ['nodes'],
  problems: () => [],
  reduce: () => null,
};
