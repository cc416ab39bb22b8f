import {readCatalogue} from '../../source/catalogue/read.js';
import type {Component} from '../../source/catalogue/schema.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {filledObjects} from '../../source/delivery/kustomize-objects.js';
import type {overlayOf} from '../../source/delivery/overlay.js';
import type {PlaceholderContext} from '../../source/delivery/placeholder-context.js';
import {shownContext} from '../../source/delivery/shown-context.js';
import {mergedValues} from '../../source/delivery/values.js';
import {select} from '../../source/plan/selection.js';
import type {Profile} from '../../source/profile/schema.js';
import {localKustomize} from '../helpers/tools.js';

const catalogue = readCatalogue();
const kustomize = localKustomize();

/** Of what each component gets, the fields and their values, as texts. */
export type Fields = ReadonlyMap<string, ReadonlyMap<string, string>>;

const built = new Map<string, Promise<KubernetesObject[]>>();
/** The same folders make the same objects, whatever the profile fills in afterwards. */
const once = {
  ...kustomize,
  buildOverlay: (overlay: ReturnType<typeof overlayOf>) => {
    const key = JSON.stringify(overlay);
    const running = built.get(key) ?? kustomize.buildOverlay(overlay);
    built.set(key, running);
    return running.then(objects => structuredClone(objects));
  },
};

/** What the components that are on in a profile get: values of charts, fields of objects, and that they are on at all. */
export const fieldsOf = async (profile: Profile): Promise<Fields> => {
  const context = shownContext(catalogue, profile);
  const on = [...select(catalogue, profile).values()].filter(({enabled}) => enabled);
  const entries = on.map(
    async ({component}) => [component.name, await fieldsOfOne(component, context)] as const,
  );
  return new Map(await Promise.all(entries));
};

const fieldsOfOne = async (
  component: Component,
  context: PlaceholderContext,
): Promise<Map<string, string>> => {
  const fields = new Map([['', 'is on']]);
  switch (component.delivery.kind) {
    case 'helm':
      flatten(mergedValues(component, context).values, '', fields);
      break;
    case 'kustomize':
      for (const {kind, metadata, ...rest} of await filledObjects(once, component, context)) {
        flatten({metadata, ...rest}, `${kind}/${metadata.name}:`, fields);
      }
      break;
  }
  return fields;
};

export const flatten = (value: unknown, path: string, into: Map<string, string>): void => {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, path === '' || path.endsWith(':') ? `${path}${key}` : `${path}.${key}`, into);
    }
  } else {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
};

/** `component field` of everything that the second has otherwise than the first. */
export const differences = (before: Fields, after: Fields): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap(component => {
    const [one, other] = [before.get(component), after.get(component)];
    if (one === undefined || other === undefined) {
      return [`${component} is ${other === undefined ? 'off' : 'on'}`];
    }
    return [...new Set([...one.keys(), ...other.keys()])]
      .filter(field => one.get(field) !== other.get(field))
      .map(field => `${component} ${field}`);
  });
