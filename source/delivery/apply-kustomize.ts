import {existsSync} from 'node:fs';
import path from 'node:path';
import type {Component} from '../catalogue/schema.js';
import {appliedDigest, applySet} from '../cluster/apply-set.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {StepContext, StepResult} from '../engine/backend.js';
import {digestOf} from './digest.js';
import {fillObjects} from './for-each.js';
import {placeholderContext} from './placeholder-context.js';
import {componentOf, type World} from './world.js';

/** What `kustomize build` makes of the component's folder, filled from profile, Secrets and nodes. */
export const kustomizeObjects = async (world: World, component: Component): Promise<KubernetesObject[]> => {
  const folder = path.join(component.folder, 'kustomize', 'resources');
  const built = existsSync(folder) ? await world.kustomize.build(folder) : [];
  const filled = fillObjects(built, await placeholderContext(world, component));
  return filled.map(object => withNamespace(object, component.namespace));
};

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

/** Applies the objects as one ApplySet; leaves them alone where the same were applied last. */
export const applyKustomize = async (
  world: World,
  name: string,
  context: StepContext,
): Promise<StepResult> => {
  const component = componentOf(world, name);
  const objects = await kustomizeObjects(world, component);
  const digest = digestOf(objects);
  const set = {name, namespace: component.namespace ?? 'kube-system'};
  if ((await appliedDigest(world.client, set)) === digest) {
    return 'unchanged';
  }
  await applySet(world.client, {...set, digest, objects}, {signal: context.signal, onWait: context.note});
  return 'changed';
};
