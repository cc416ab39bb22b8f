import type {Component} from '../catalogue/schema.js';
import {applySetId} from './apply-set.js';

/** By what a component's objects are known in a cluster. */
export interface ComponentNames {
  readonly name: string;
  /** Whether it comes with another's delivery: its names then count before that one's release. */
  readonly isCarried: boolean;
  readonly release?: {readonly name: string; readonly namespace: string};
  /** What other scripts call its release. */
  readonly aliases?: readonly {readonly release: string; readonly namespace: string}[];
  /** Value of the label `applyset.kubernetes.io/part-of`. */
  readonly applySet?: string;
  /** Objects by name; without a namespace where their kind may have none. */
  readonly objects: readonly NamedObject[];
  /** Of workloads that another tool made under whatever name. */
  readonly labels?: {readonly namespace: string; readonly key: string; readonly value: string};
}

export interface NamedObject {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** What the makers of clusters label alike, whatever they call it. */
const labelsOfChecks: Readonly<Record<string, ComponentNames['labels']>> = {
  coredns: {namespace: 'kube-system', key: 'k8s-app', value: 'kube-dns'},
  'kube-proxy': {namespace: 'kube-system', key: 'k8s-app', value: 'kube-proxy'},
};

/** The names of a component of the catalogue; pure. */
export const namesOf = ({
  name,
  namespace,
  delivery,
  workloads,
  hooks,
  ready,
  aliases,
}: Pick<
  Component,
  'name' | 'namespace' | 'delivery' | 'workloads' | 'hooks' | 'ready' | 'aliases'
>): ComponentNames => {
  const labels = delivery.kind === 'checked' ? labelsOfChecks[delivery.check] : undefined;
  return {
    name,
    isCarried: delivery.kind === 'deliveredBy',
    aliases: aliases.filter(alias => 'release' in alias),
    ...(delivery.kind === 'helm' && {
      release: {name: delivery.release ?? name, namespace: namespace ?? 'default'},
    }),
    ...(delivery.kind === 'kustomize' && {
      applySet: applySetId({name, namespace: namespace ?? 'kube-system'}),
    }),
    objects: [
      ...ready.map(ref => ({kind: ref.kind, namespace: ref.namespace, name: ref.name})),
      ...workloads.map(workload => ({kind: workload.kind, namespace, name: workload.name})),
      ...hooks.map(hook => ({kind: hook.kind, namespace, name: hook.name})),
      ...aliases.filter(alias => 'kind' in alias),
    ],
    ...(labels !== undefined && {labels}),
  };
};
