import type {Component} from '../catalogue/schema.js';

export const releaseOf = (component: Component): {name: string; namespace: string} => ({
  name: (component.delivery.kind === 'helm' && component.delivery.release) || component.name,
  namespace: component.namespace ?? 'default',
});
