import type {Drift} from './changes.js';
import {type Compared, differing, objectName, pathText, unmet, valueAt} from './diff.js';

/** An entry of metadata.managedFields. */
export interface FieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsV1?: object;
}

/** An object as the API has it. */
export type Live = Compared & {readonly metadata: {readonly managedFields?: readonly FieldsEntry[]}};

type Path = readonly (string | number)[];

/** Who delivers: what these hold is as it was delivered, or as a newer delivery of the same tool left it. */
const deliverers: readonly string[] = ['helm', 'genestack'];

/** Programs that complete what was delivered, as they are meant to. */
const machines =
  /(^|[-_])(controller|operator|manager|cainjector|injector|autoscaler|scheduler|webhook)([-_]|$)|^kube-|^kubelet|^kwok|^kubernetes|^(before-first-apply|unknown|rook|calico|metallb|mariadb)/i;

const isForeign = ({manager = '', subresource}: FieldsEntry): boolean =>
  subresource === undefined && !deliverers.includes(manager) && !machines.test(manager);

/** What everybody may write on an object of another: it steers tools and no pod. */
const isRemark = ([first, second, third]: Path): boolean =>
  first === 'status' ||
  (first === 'metadata' && second === 'annotations') ||
  (first === 'metadata' && second !== 'labels') ||
  (first === 'metadata' && third === undefined);

/** Paths that an entry holds; lists of maps are followed to the element that its key names. */
const heldPaths = (fields: object, value: unknown, at: Path = []): Path[] => {
  const inner = Object.entries(fields).filter(([key]) => key !== '.');
  if (inner.length === 0) {
    return at.length === 0 ? [] : [at];
  }
  return inner.flatMap(([key, deeper]) => {
    const part = partOf(key, value);
    return part === undefined
      ? []
      : heldPaths(deeper as object, (value as Record<string | number, unknown>)?.[part], [...at, part]);
  });
};

/** `f:replicas`, or `k:{"name":"api"}` of a list. */
const partOf = (key: string, value: unknown): string | number | undefined => {
  if (key.startsWith('f:')) {
    return key.slice(2);
  }
  if (!key.startsWith('k:') || !Array.isArray(value)) {
    return undefined;
  }
  const wanted = JSON.parse(key.slice(2)) as Record<string, unknown>;
  const index = value.findIndex(item => unmet(wanted, item).length === 0);
  return index < 0 ? undefined : index;
};

const startsWith = (path: Path, start: Path): boolean => start.every((part, index) => path[index] === part);

/** What a person or another program holds of an object that was delivered here; empty where nobody does. */
const foreignHolds = (live: Live): {readonly path: Path; readonly entry: FieldsEntry}[] =>
  (live.metadata.managedFields ?? []).filter(isForeign).flatMap(entry =>
    heldPaths(entry.fieldsV1 ?? {}, live)
      .filter(path => !isRemark(path))
      .map(path => ({path, entry})),
  );

/** Declared values that are not so; a dry run has to say whether they only are written otherwise. */
export const inDoubt = (declared: Compared, live: Live): boolean =>
  unmet(bare(declared), live).some(
    path => !isRemark(path) && !(isBuiltIn(declared) && isLeftOut(path, declared, live)),
  );

/** Of Kubernetes' own groups, `v1`, `apps/v1`; custom resources are kept as they were written. */
const isBuiltIn = ({apiVersion}: Compared): boolean => !apiVersion.includes('.');

/**
 * Fields whose zero value the API never hands out: `omitempty`, and no pointer, in k8s.io/api's core/v1 and apps/v1. Charts
 * write them often, and a dry run for each takes longer than everything else.
 */
const leftOut: ReadonlySet<string | number | undefined> = new Set([
  ...['value', 'readOnly', 'hostNetwork', 'hostPID', 'hostIPC'],
  ...['initialDelaySeconds', 'minReadySeconds', 'publishNotReadyAddresses'],
]);

const isLeftOut = (path: Path, declared: Compared, live: Live): boolean =>
  // Below `data` and in maps of labels the same words are keys of a person, whose empty values are kept.
  path[0] === 'spec' &&
  leftOut.has(path.at(-1)) &&
  (path.at(-1) !== 'value' || typeof path.at(-2) === 'number') &&
  ['', 0, false].some(zero => zero === valueAt(declared, path)) &&
  valueAt(live, path) === undefined;

const bare = ({status: _status, ...object}: Compared): object => object;

/**
 * Where an object is not as it was delivered, by who holds it now.
 * @param corrected what the API would make of a delivery of the same; undefined where nothing was in doubt.
 */
export const driftOf = (declared: Compared, live: Live, corrected: Compared | undefined): Drift[] => {
  const wrong =
    corrected === undefined ? [] : differing(bare(live), bare(corrected)).filter(path => !isRemark(path));
  const held = foreignHolds(live);
  const byEntry = new Map<FieldsEntry | undefined, Path[]>();
  const add = (entry: FieldsEntry | undefined, path: Path): void => {
    const paths = byEntry.get(entry) ?? [];
    if (!paths.some(one => pathText(one) === pathText(path))) {
      byEntry.set(entry, [...paths, path]);
    }
  };
  for (const {path, entry} of held) {
    add(entry, path);
  }
  for (const path of wrong.filter(one => !held.some(({path: other}) => startsWith(one, other)))) {
    const holder = holderOf(live, path);
    if (holder === undefined || isForeign(holder)) {
      add(holder ?? lastForeign(live), path);
    }
  }
  return [...byEntry].map(([entry, paths]) => {
    const [only] = paths.length === 1 ? paths : [];
    return {
      object: objectName(declared),
      fields: paths.map(pathText),
      from: only === undefined ? null : plain(valueAt(declared, only)),
      to: only === undefined ? null : plain(valueAt(live, only)),
      manager: entry?.manager ?? null,
      time: entry?.time ?? null,
    };
  });
};

/** Of the one who holds a field; nobody does where somebody took it away. */
const holderOf = (live: Live, path: Path): FieldsEntry | undefined =>
  live.metadata.managedFields?.find(entry =>
    heldPaths(entry.fieldsV1 ?? {}, live).some(held => startsWith(path, held)),
  );

/** Who took a field away holds others as a rule. */
const lastForeign = ({metadata}: Live): FieldsEntry | undefined =>
  metadata.managedFields
    ?.filter(isForeign)
    .toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
    .at(-1);

const plain = (value: unknown): number | boolean | null =>
  typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** An object that was delivered and is not there. */
export const goneDrift = (declared: Compared): Drift => ({
  object: objectName(declared),
  fields: [],
  from: null,
  to: null,
  manager: null,
  time: null,
});
