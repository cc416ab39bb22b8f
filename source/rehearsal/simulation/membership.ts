import type {Catalogue, Component} from '../../catalogue/schema.js';
import {applySetId} from '../../cluster/apply-set.js';
import type {KubernetesObject, OwnerReference} from '../../cluster/kubernetes-object.js';
import {annotations} from './annotations.js';
import type {World} from './world.js';

/** An object and its owners, the nearest first; an owner that is not watched ends the chain. */
export const lineage = (object: KubernetesObject, world: World): readonly KubernetesObject[] => {
  const chain = [object];
  for (let next: KubernetesObject | undefined = object; next && chain.length < 10; ) {
    const owners: readonly OwnerReference[] = next.metadata.ownerReferences ?? [];
    const owner: OwnerReference | undefined = owners.find(reference => reference.controller) ?? owners[0];
    const namespace: string | undefined = next.metadata.namespace;
    next = owner && (world.get({...owner, namespace}) ?? world.get({...owner, namespace: undefined}));
    if (next) {
      chain.push(next);
    }
  }
  return chain;
};

/** Whether a lineage ends at a workload that no other workload owns, and not at one that was not seen yet. */
export const isWhole = (chain: readonly KubernetesObject[]): boolean => {
  const owner = chain.at(-1)?.metadata.ownerReferences?.find(reference => reference.controller);
  return owner === undefined || !workloadKinds.has(owner.kind);
};

export const workloadKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);

/**
 * The component that delivered any of a lineage: by our annotation, Helm's release annotation, the labels by which charts
 * name their release, the ApplySet of a Kustomize delivery, else by a workload or hook of that name in the component's namespace (Helm marks no hooks).
 */
export const componentOf = (
  chain: readonly KubernetesObject[],
  catalogue: Catalogue,
): Component | undefined => {
  for (const object of chain) {
    const marked = object.metadata.annotations?.[annotations.component];
    const component = marked === undefined ? undefined : catalogue.components.get(marked);
    if (component) {
      return component;
    }
  }
  const components = [...catalogue.components.values()];
  return (
    components.find(component => chain.some(object => releases(component, object))) ??
    components.find(component => chain.some(object => declares(component, object)))
  );
};

const releases = (component: Component, {metadata}: KubernetesObject): boolean => {
  if (component.delivery.kind === 'kustomize') {
    const {name, namespace = 'kube-system'} = component;
    return metadata.labels?.['applyset.kubernetes.io/part-of'] === applySetId({name, namespace});
  }
  if (component.delivery.kind !== 'helm' || metadata.namespace !== component.namespace) {
    return false;
  }
  const release = component.delivery.release ?? component.name;
  return [
    metadata.annotations?.['meta.helm.sh/release-name'],
    metadata.labels?.['app.kubernetes.io/instance'],
    metadata.labels?.release_group,
  ].includes(release);
};

const declares = (component: Component, {kind, metadata}: KubernetesObject): boolean =>
  metadata.namespace === component.namespace &&
  (component.workloads.some(workload => workload.kind === kind && workload.name === metadata.name) ||
    component.hooks.some(hook => hook.kind === kind && hook.name === metadata.name));
