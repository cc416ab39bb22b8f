import type {Component} from '../catalogue/schema.js';
import type {ApplySetName} from '../cluster/apply-set.js';

/** The ApplySet that a component delivered by Kustomize is applied as. */
export const applySetOf = ({name, namespace}: Pick<Component, 'name' | 'namespace'>): ApplySetName => ({
  name,
  namespace: namespace ?? 'kube-system',
});
