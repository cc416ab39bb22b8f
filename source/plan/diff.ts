import type {ObjectChange} from './changes.js';

/** A value of JSON; undefined counts as not there. */
type Json = unknown;
type Path = readonly (string | number)[];

/** An object of the API as far as it is compared. */
export interface Compared {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly namespace?: string | undefined};
  readonly [key: string]: unknown;
}

const isMap = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `spec.template.spec.containers[0].image`; a key with dots stands in quotes. */
export const pathText = (path: Path): string =>
  path
    .map((part, index) =>
      typeof part === 'number'
        ? `[${part}]`
        : `${index === 0 ? '' : '.'}${/[.[\]]/.test(part) ? JSON.stringify(part) : part}`,
    )
    .join('');

/**
 * Paths of what is declared and is not so in the other value, which may hold more. Lists of different lengths differ as a whole,
 * and nothing, null and an empty map or list are the same.
 */
export const unmet = (declared: Json, found: Json): Path[] => {
  if (declared === found || isNothing(declared)) {
    return [];
  }
  if (isMap(declared) && isMap(found)) {
    return below(Object.keys(declared), key => unmet(declared[key], found[key]));
  }
  return Array.isArray(declared) && Array.isArray(found) && found.length === declared.length
    ? below(declared.keys(), index => unmet(declared[index], found[index]))
    : [[]];
};

/** What differs below each key, from above; nearly everything is the same, so that a path is made only of what is not. */
const below = <Key extends string | number>(keys: Iterable<Key>, differs: (key: Key) => Path[]): Path[] => {
  const paths: Path[] = [];
  for (const key of keys) {
    for (const path of differs(key)) paths.push([key, ...path]);
  }
  return paths;
};

const isNothing = (value: Json): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.values(value).every(isNothing));

/** Paths of everything that is not the same in both, the deepest that can be named. */
export const differing = (before: Json, after: Json): Path[] => {
  if (before === after || (isNothing(before) && isNothing(after))) {
    return [];
  }
  if (isMap(before) && isMap(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return below(keys, key => differing(before[key], after[key]));
  }
  return Array.isArray(before) && Array.isArray(after) && before.length === after.length
    ? below(before.keys(), index => differing(before[index], after[index]))
    : [[]];
};

/** The value at a path. */
export const valueAt = (value: Json, path: Path): Json =>
  path.reduce<Json>(
    (from, key) => (from as Readonly<Record<string | number, Json>> | undefined)?.[key],
    value,
  );

/** `Deployment openstack/keystone-api`, as objects are named to a person. */
export const objectName = ({kind, metadata: {namespace, name}}: Compared): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

const keyOf = ({apiVersion, kind, metadata}: Compared): string =>
  // A newer version of a group serves the same object.
  `${apiVersion.split('/').slice(0, -1).join('')} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

/** Which objects a delivery makes, changes and takes away, by what was delivered last. */
export const changedObjects = (
  before: readonly Compared[],
  after: readonly Compared[],
): {readonly objects: ObjectChange[]; readonly restarts: string[]} => {
  const old = new Map(before.map(object => [keyOf(object), object]));
  const now = new Map(after.map(object => [keyOf(object), object]));
  const objects: ObjectChange[] = [];
  const restarts: string[] = [];
  for (const [key, object] of now) {
    const known = old.get(key);
    const paths = known === undefined ? [] : differing(known, object);
    if (known === undefined) {
      objects.push({object: objectName(object), action: 'create', fields: []});
    } else if (paths.length > 0) {
      objects.push({object: objectName(object), action: 'change', fields: paths.map(pathText)});
    }
    if (paths.some(isOfPods)) {
      restarts.push(objectName(object));
    }
  }
  for (const [key, object] of old) {
    if (!now.has(key)) {
      objects.push({object: objectName(object), action: 'remove', fields: []});
    }
  }
  return {objects, restarts};
};

/** A changed template of a workload replaces its pods. */
const isOfPods = ([first, second]: Path): boolean => first === 'spec' && second === 'template';
