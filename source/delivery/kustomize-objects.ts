import type {Component} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {Kustomize} from '../tools/kustomize.js';
import {fillObjects} from './for-each.js';
import {overlayOf} from './overlay.js';
import {type PlaceholderContext, placeholderContext} from './placeholder-context.js';
import type {World} from './world.js';

/** What `kustomize build` makes of the component's folder, filled from profile, Secrets and nodes. */
export const kustomizeObjects = async (world: World, component: Component): Promise<KubernetesObject[]> =>
  filledObjects(world.kustomize, component, await placeholderContext(world, component));

export const filledObjects = async (
  kustomize: Kustomize,
  component: Component,
  context: PlaceholderContext,
): Promise<KubernetesObject[]> =>
  fillObjects(await kustomize.buildOverlay(overlayOf(component)), context).map(object =>
    withNamespace(object, component.namespace),
  );

const clusterScoped = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'StorageClass',
  'PriorityClass',
  'ClusterIssuer',
  'GatewayClass',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

const withNamespace = (object: KubernetesObject, namespace: string | undefined): KubernetesObject =>
  namespace === undefined || object.metadata.namespace !== undefined || clusterScoped.has(object.kind)
    ? object
    : {...object, metadata: {...object.metadata, namespace}};
