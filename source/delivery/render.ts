import type {Component} from '../catalogue/schema.js';
import {asMember} from '../cluster/apply-set.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {Helm} from '../tools/helm.js';
import type {Kustomize} from '../tools/kustomize.js';
import {applySetOf} from './apply-set-of.js';
import {filledObjects} from './kustomize-objects.js';
import {withMaskedData} from './masked-secrets.js';
import {overlayOf} from './overlay.js';
import type {PlaceholderContext} from './placeholder-context.js';
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

/** The manifests of a component, hooks and CRDs included, as the API would get them, secrets masked. */
export const renderComponent = async (
  component: Component,
  {helm, kustomize, context, chart, kubeVersion}: RenderWorld,
): Promise<KubernetesObject[]> => {
  if (component.delivery.kind === 'kustomize') {
    const objects = await filledObjects(kustomize, component, context);
    return objects.map(object => withMaskedData(asMember(object, applySetOf(component))));
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
