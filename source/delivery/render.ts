import type {Catalogue, Component} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {type NodeSizes, sizesOfProfile} from '../profile/node-sizes.js';
import type {Profile} from '../profile/schema.js';
import type {Helm} from '../tools/helm.js';
import type {Kustomize} from '../tools/kustomize.js';
import {filledObjects} from './kustomize-objects.js';
import {maskedSecrets, withMaskedData} from './masked-secrets.js';
import {overlayOf} from './overlay.js';
import {contextOf, type PlaceholderContext} from './placeholder-context.js';
import {readsShown} from './reads.js';
import {releaseOf} from './release-name.js';
import {mergedValues} from './values.js';
import type {ChosenChart} from './world.js';

export interface RenderWorld {
  readonly helm: Pick<Helm, 'template'>;
  readonly kustomize: Kustomize;
  readonly context: PlaceholderContext;
  /** Of a component that Helm delivers. */
  readonly chart: ChosenChart | undefined;
  /** Version of Kubernetes that charts are told. */
  readonly kubeVersion: string;
}

/** What placeholders are filled from where nobody may see a secret. */
export const shownContext = (
  catalogue: Catalogue,
  profile: Profile,
  nodes: NodeSizes = sizesOfProfile(profile),
): PlaceholderContext =>
  contextOf({catalogue, profile, nodes, secret: maskedSecrets(), read: readsShown(profile)});

/** The manifests of a component, hooks and CRDs included, as the API would get them, secrets masked. */
export const renderComponent = async (
  component: Component,
  {helm, kustomize, context, chart, kubeVersion}: RenderWorld,
): Promise<KubernetesObject[]> => {
  if (component.delivery.kind === 'kustomize') {
    return (await filledObjects(kustomize, component, context)).map(withMaskedData);
  }
  if (component.delivery.kind !== 'helm' || chart === undefined) {
    return [];
  }
  const objects = await helm.template({
    ...releaseOf(component),
    chart: chart.path,
    values: mergedValues(component, context).values,
    overlay: overlayOf(component),
    kubeVersion,
  });
  return objects.map(withMaskedData);
};
