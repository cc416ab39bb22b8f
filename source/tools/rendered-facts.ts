import type {KubernetesObject} from '../cluster/kubernetes-object.js';

export interface RenderedWorkload {
  readonly kind: string;
  readonly name: string;
}

export interface RenderedHook {
  readonly kind: string;
  readonly name: string;
  readonly weight: number;
  /** Sorted; test hooks are left out. */
  readonly events: readonly string[];
}

/** What a chart's rendering holds, in the shape in which components declare it. */
export interface RenderedFacts {
  readonly workloads: readonly RenderedWorkload[];
  readonly hooks: readonly RenderedHook[];
  /** Plural and group of each, e.g. `ipaddresspools.metallb.io`. */
  readonly crds: readonly string[];
}

const workloadKinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

const eventsOf = (object: KubernetesObject): string[] =>
  (object.metadata.annotations?.['helm.sh/hook'] ?? '')
    .split(',')
    .map(event => event.trim())
    .filter(event => event !== '')
    .sort();

const byText =
  <T>(text: (item: T) => string) =>
  (one: T, other: T): number =>
    text(one).localeCompare(text(other), 'en');

/** Sorts the objects of `helm template` into workloads, hooks and custom resource definitions, each list by name. */
export const renderedFacts = (objects: readonly KubernetesObject[]): RenderedFacts => {
  const plain = objects.filter(object => eventsOf(object).length === 0);
  return {
    workloads: plain
      .filter(object => workloadKinds.includes(object.kind))
      .map(({kind, metadata}) => ({kind, name: metadata.name}))
      .sort(byText(({kind, name}) => `${kind} ${name}`)),
    hooks: objects
      .map(object => ({object, events: eventsOf(object)}))
      .filter(({events}) => events.some(event => !event.startsWith('test')))
      .map(({object: {kind, metadata}, events}) => ({
        kind,
        name: metadata.name,
        weight: Number(metadata.annotations?.['helm.sh/hook-weight'] ?? 0),
        events,
      }))
      .sort(byText(({kind, name}) => `${kind} ${name}`)),
    crds: plain
      .filter(object => object.kind === 'CustomResourceDefinition')
      .map(object => object.metadata.name)
      .sort(),
  };
};
