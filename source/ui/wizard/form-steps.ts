import type {Step} from './step.js';

const formStep = (step: Pick<Step, 'id' | 'title' | 'sections'>): Step => ({
  ...step,
  keys: () => 'form',
  problems: () => [],
  reduce: () => null,
});

export const networkingStep = formStep({id: 'networking', title: 'Networking', sections: ['network']});
export const storageStep = formStep({id: 'storage', title: 'Storage', sections: ['storage']});
export const namesStep = formStep({
  id: 'names',
  title: 'Names',
  sections: ['name', 'region', 'availabilityZone', 'domain', 'certificates', 'ingress'],
});
