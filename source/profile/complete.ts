import type {Edition} from '../catalogue/schema.js';
import {editions} from '../catalogue/schema.js';
import {defaultProfile} from './defaults.js';
import type {Profile} from './schema.js';

type Plain = Readonly<Record<string, unknown>>;

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths of everything that holds a value, without what is only to be asked. */
export const leavesOf = (value: unknown, path: readonly string[] = []): string[] =>
  isPlain(value)
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
    : value === null || value === undefined || path[0] === 'ask'
      ? []
      : [path.join('.')];

/** The edition a document names, where it names one that there is. */
export const editionOf = (document: unknown): Edition | undefined =>
  isPlain(document) ? editions.find(edition => edition === document.edition) : undefined;

/**
 * What was given, over the defaults of its edition: maps are merged, lists and scalars replace, an empty value (`key:` with
 * nothing behind it) counts as not given. What says which edition and format it is has no default, and neither have the disks that
 * Ceph takes.
 */
export const complete = (given: unknown): unknown => {
  const {
    apiVersion: _version,
    kind: _kind,
    edition: _edition,
    ...rest
  } = defaultProfile(editionOf(given) ?? 'flex');
  delete rest.storage.ceph.devices;
  return shared(named(sized(merge(rest, given ?? {}), given), given), given);
};

/** Who has fewer than three control-plane nodes and says nothing else gets one server of what wants a node for each. */
const sized = (completed: unknown, given: unknown): unknown => {
  const count = at(completed, ['nodes', 'controlPlane', 'count']);
  const unsaid = ['database', 'messaging'].filter(key => at(given, [key, 'replicas']) === undefined);
  return typeof count === 'number' && count < 3
    ? merge(completed, Object.fromEntries(unsaid.map(key => [key, {replicas: 1}])))
    : completed;
};

/** Who gives a domain and names no name server has the first one in that domain, not in the example's. */
const named = (completed: unknown, given: unknown): unknown => {
  const domain = at(given, ['domain']);
  return typeof domain === 'string' && at(given, ['designate', 'nameServers']) === undefined
    ? merge(completed, {designate: {nameServers: [`ns1.${domain}`]}})
    : completed;
};

/** Who says nothing of volumes that several nodes mount has them all the same: of Ceph where the class general is Ceph's, else of an NFS server. */
const shared = (completed: unknown, given: unknown): unknown => {
  const classes = at(completed, ['storage', 'classes']);
  return typeof classes === 'string' && at(given, ['storage', 'multiAttach']) === undefined
    ? merge(completed, {storage: {multiAttach: multiAttachBeside(classes)}})
    : completed;
};

/** Who provides volumes that several nodes mount, where nobody said so. */
export const multiAttachBeside = (classes: unknown): Profile['storage']['multiAttach'] =>
  classes === 'ceph' ? 'ceph' : 'nfs';

/** The value at a path; undefined where there is none, or an empty one. */
export const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((from, key) => (isPlain(from) ? (from[key] ?? undefined) : undefined), value);

/** One document over another: maps are merged, lists and scalars replace, what is empty leaves what is beneath. */
export const merge = (base: unknown, over: unknown): unknown => {
  if (over === null || over === undefined) {
    return base;
  }
  if (!isPlain(over)) {
    return over;
  }
  const from = isPlain(base) ? base : {};
  const merged: Record<string, unknown> = {...from};
  for (const [key, value] of Object.entries(over)) {
    merged[key] = merge(Object.hasOwn(from, key) ? from[key] : undefined, value);
  }
  return merged;
};
