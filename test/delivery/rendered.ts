import {readCatalogue} from '../../source/catalogue/read.js';
import type {Component} from '../../source/catalogue/schema.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {digestOf} from '../../source/delivery/digest.js';
import {overlayOf} from '../../source/delivery/overlay.js';
import {releaseOf} from '../../source/delivery/release-name.js';
import {shownContext} from '../../source/delivery/shown-context.js';
import {mergedValues} from '../../source/delivery/values.js';
import {select} from '../../source/plan/selection.js';
import type {Profile} from '../../source/profile/schema.js';
import {type LocalChart, nearestChart} from '../../source/tools/charts-folder.js';
import {offlineHelm} from '../helpers/tools.js';
import {flatten} from './arrivals.js';

const catalogue = readCatalogue();
const helm = offlineHelm();

type Values = Readonly<Record<string, unknown>>;

/** Of a component whose values a choice changes. */
export interface Arrival {
  readonly component: string;
  /** What its chart renders otherwise: `Job/keystone-bootstrap (hook)`. */
  readonly objects: readonly string[];
  /** Changed values that no template of the chart reads. */
  readonly unread: readonly string[];
}

/** What real charts make of two profiles; a component that only one of the two has is not compared. */
export const arrivalsIn = async (
  charts: readonly LocalChart[],
  before: Profile,
  after: Profile,
): Promise<Arrival[]> => {
  const [one, other] = [valuesOf(before), valuesOf(after)];
  const arrivals = [...one].map(async ([name, values]): Promise<Arrival[]> => {
    const component = catalogue.components.get(name);
    const changed = other.get(name);
    const {delivery} = component ?? {};
    if (!component || delivery?.kind !== 'helm' || !changed || digestOf(values) === digestOf(changed)) {
      return [];
    }
    const chart = nearestChart(charts, delivery.chart, delivery.version);
    if (!chart) {
      throw new Error(`the folder of charts has no ${delivery.chart}`);
    }
    const random = new Set(differing(...(await twice(component, chart.path, values))));
    const render = async (given: Values): Promise<Rendered> =>
      new Map([...(await rendered(component, chart.path, given))].filter(([key]) => !random.has(key)));
    const [from, to] = [await render(values), await render(changed)];
    const unread: string[] = [];
    for (const path of changedPaths(values, changed)) {
      const alone = differing(from, await render(withPath(values, changed, path)));
      const missed = differing(to, await render(withPath(changed, values, path)));
      if (alone.length + missed.length === 0) {
        unread.push(path.join('.'));
      }
    }
    return [{component: name, objects: differing(from, to), unread}];
  });
  return (await Promise.all(arrivals)).flat();
};

const valuesOf = (profile: Profile): Map<string, Values> => {
  const context = shownContext(catalogue, profile);
  const on = [...select(catalogue, profile).values()].filter(
    ({enabled, component}) => enabled && component.delivery.kind === 'helm',
  );
  return new Map(on.map(({component}) => [component.name, mergedValues(component, context).values]));
};

type Rendered = ReadonlyMap<string, string>;

const cache = new Map<string, Promise<Rendered>>();

/** Each object's fields as one text, by its kind and name. */
const rendered = (component: Component, chart: string, values: Values): Promise<Rendered> => {
  const key = `${component.name} ${digestOf(values)}`;
  const running = cache.get(key) ?? renderedAnew(component, chart, values);
  cache.set(key, running);
  return running;
};

const pairs = new Map<string, Promise<[Rendered, Rendered]>>();

/** What differs between them some charts make anew at every rendering: certificates and passwords of their own. */
const twice = (component: Component, chart: string, values: Values): Promise<[Rendered, Rendered]> => {
  const made =
    pairs.get(component.name) ??
    Promise.all([renderedAnew(component, chart, values), renderedAnew(component, chart, values)]);
  pairs.set(component.name, made);
  return made;
};

/** Configuration stands in Secrets of openstack-helm, and is to be compared line by line. */
export const withPlainData = (object: KubernetesObject): KubernetesObject => {
  const data = object.kind === 'Secret' ? (object.data as Record<string, string | null> | null) : undefined;
  return data === undefined || data === null
    ? object
    : {
        ...object,
        data: Object.fromEntries(
          Object.entries(data).map(([key, value]) => [
            key,
            Buffer.from(value ?? '', 'base64').toString('utf8'),
          ]),
        ),
      };
};

const renderedAnew = async (component: Component, chart: string, values: Values): Promise<Rendered> => {
  const overlay = overlayOf(component);
  const objects = await helm.template({
    ...releaseOf(component),
    chart,
    values,
    overlay,
    kubeVersion: '1.34.0',
  });
  return new Map(
    objects.map(withPlainData).map(({kind, metadata, ...rest}) => {
      const fields = new Map<string, string>();
      flatten({metadata, ...rest}, '', fields);
      const lines = [...fields].filter(([field]) => !sums.test(field)).map(pair => pair.join('='));
      const isHook = metadata.annotations?.['helm.sh/hook'] !== undefined;
      return [`${kind}/${metadata.name}${isHook ? ' (hook)' : ''}`, lines.join('\n')];
    }),
  );
};

/** Of what stands elsewhere: they would let every workload differ with its configuration. */
const sums = /annotations\..*(hash|checksum)/;

const differing = (one: Rendered, other: Rendered): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter(key => one.get(key) !== other.get(key)).sort();

type Path = readonly string[];

const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const changedPaths = (one: Values, other: Values, above: Path = []): Path[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap(key => {
    const [before, after] = [one[key], other[key]];
    if (digestOf(before) === digestOf(after)) {
      return [];
    }
    return isMap(before) && isMap(after) ? changedPaths(before, after, [...above, key]) : [[...above, key]];
  });

/** The values with one of their paths as the others have it. */
const withPath = (values: Values, others: Values, [key = '', ...rest]: Path): Values => {
  if (rest.length > 0) {
    return {...values, [key]: withPath(values[key] as Values, others[key] as Values, rest)};
  }
  const {[key]: _, ...without} = values;
  return key in others ? {...without, [key]: others[key]} : without;
};
