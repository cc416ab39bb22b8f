import {readCatalogue} from '../../source/catalogue/read.js';
import {isDefinition} from '../../source/cluster/apply-order.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {filledObjects} from '../../source/delivery/kustomize-objects.js';
import {overlayOf} from '../../source/delivery/overlay.js';
import {releaseOf} from '../../source/delivery/release-name.js';
import {shownContext} from '../../source/delivery/shown-context.js';
import {mergedValues} from '../../source/delivery/values.js';
import {select} from '../../source/plan/selection.js';
import type {Profile} from '../../source/profile/schema.js';
import {type LocalChart, nearestChart} from '../../source/tools/charts-folder.js';
import {localKustomize, offlineHelm} from '../helpers/tools.js';
import {withPlainData} from './rendered.js';

const catalogue = readCatalogue();
const [helm, kustomize] = [offlineHelm(), localKustomize()];

/** Of every component that is on, by its name, what the API gets of it, hooks included and without CRDs. */
export const wholeCloud = async (
  charts: readonly LocalChart[],
  profile: Profile,
): Promise<ReadonlyMap<string, readonly KubernetesObject[]>> => {
  const context = shownContext(catalogue, profile);
  const on = [...select(catalogue, profile).values()].filter(({enabled}) => enabled);
  const entries = on.map(async ({component}) => {
    const {delivery, name} = component;
    if (delivery.kind === 'kustomize') {
      return [name, await filledObjects(kustomize, component, context)] as const;
    }
    const chart =
      delivery.kind === 'helm' ? nearestChart(charts, delivery.chart, delivery.version) : undefined;
    const objects = chart
      ? await helm.template({
          ...releaseOf(component),
          chart: chart.path,
          values: mergedValues(component, context).values,
          overlay: overlayOf(component),
          kubeVersion: '1.34.0',
        })
      : [];
    return [name, objects.map(withPlainData)] as const;
  });
  const all = await Promise.all(entries);
  return new Map(all.map(([name, objects]) => [name, objects.filter(object => !isDefinition(object))]));
};

/** An address that the outside reaches: the name, and the Service and port behind it. */
export interface Entrance {
  readonly host: string;
  /** `namespace/name:port`. */
  readonly service: string;
}

/** What Ingresses and HTTPRoutes of a class or Gateway that the cloud has lead to. */
export const entrancesOf = (cloud: readonly KubernetesObject[]): Entrance[] => {
  const has = (kind: string, name: string) =>
    cloud.some(object => object.kind === kind && object.metadata.name === name);
  return cloud.flatMap(({kind, metadata: {namespace}, spec}) => {
    if (kind === 'Ingress' && has('IngressClass', spec.ingressClassName)) {
      return spec.rules.flatMap(({host, http}: {host: string; http: {paths: IngressPath[]}}) =>
        http.paths.map(({backend: {service}}) => ({
          host,
          service: `${namespace}/${service.name}:${service.port.number}`,
        })),
      );
    }
    if (kind === 'HTTPRoute' && has('Gateway', spec.parentRefs[0].name)) {
      return (spec.hostnames ?? []).flatMap((host: string) =>
        spec.rules.flatMap(({backendRefs}: {backendRefs: {name: string; port: number}[]}) =>
          backendRefs.map(({name, port}) => ({host, service: `${namespace}/${name}:${port}`})),
        ),
      );
    }
    return [];
  });
};

interface IngressPath {
  readonly backend: {readonly service: {readonly name: string; readonly port: {readonly number: number}}};
}
