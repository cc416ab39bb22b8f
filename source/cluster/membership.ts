import type {ComponentNames, NamedObject} from './component-names.js';
import type {KubernetesObject, ObjectRef, OwnerReference} from './kubernetes-object.js';

/** The component an object belongs to; `find` gives an owner where it is known. Undefined for what is of no component. */
export type Membership = (
  object: KubernetesObject,
  find: (ref: ObjectRef) => KubernetesObject | undefined,
) => string | undefined;

/** Labels that charts give a release's objects, its hooks too, which Helm itself does not mark; the surest first. */
const releaseLabels = ['release_group', 'app.kubernetes.io/instance', 'release'] as const;

/** Owners of owners of owners: operators do not go deeper. */
export const deepest = 6;

const keyOf = ({kind, namespace, name}: NamedObject): string => `${kind} ${namespace ?? ''}/${name}`;

/**
 * Tells members by what was written on them, surest first: the names of components that come with another's release,
 * Helm's annotations, the label of an ApplySet, their owner, the labels of their release, the catalogue's names. The
 * last three also know what other scripts than ours have installed under the same names.
 */
export const membershipOf = (components: readonly ComponentNames[]): Membership => {
  const carried = new Map<string, string>();
  const named = new Map<string, string>();
  const releases = new Map<string, string>();
  const applySets = new Map<string, string>();
  for (const {name, isCarried, release, aliases = [], applySet, objects} of components) {
    if (release !== undefined) releases.set(`${release.namespace}/${release.name}`, name);
    for (const alias of aliases) releases.set(`${alias.namespace}/${alias.release}`, name);
    if (applySet !== undefined) applySets.set(applySet, name);
    for (const object of objects) {
      const names = isCarried ? carried : named;
      if (!names.has(keyOf(object))) names.set(keyOf(object), name);
    }
  }
  const labelled = components.filter(({labels}) => labels !== undefined);

  const byName = (names: ReadonlyMap<string, string>, object: NamedObject): string | undefined =>
    names.get(keyOf(object)) ?? names.get(keyOf({...object, namespace: undefined}));

  const ofRelease = (namespace: string | undefined, name: string | undefined): string | undefined =>
    name === undefined ? undefined : releases.get(`${namespace ?? ''}/${name}`);

  const marked = ({kind, metadata}: KubernetesObject): string | undefined =>
    byName(carried, {kind, namespace: metadata.namespace, name: metadata.name}) ??
    ofRelease(
      metadata.annotations?.['meta.helm.sh/release-namespace'] ?? metadata.namespace,
      metadata.annotations?.['meta.helm.sh/release-name'],
    ) ??
    applySets.get(metadata.labels?.['applyset.kubernetes.io/part-of'] ?? '');

  const guessed = ({kind, metadata}: KubernetesObject): string | undefined => {
    const {namespace, name, labels = {}} = metadata;
    for (const label of releaseLabels) {
      const component = ofRelease(namespace, labels[label]);
      if (component !== undefined) return component;
    }
    return (
      byName(named, {kind, namespace, name}) ??
      labelled.find(
        ({labels: own}) => own?.namespace === namespace && own !== undefined && labels[own.key] === own.value,
      )?.name
    );
  };

  const membership = (
    object: KubernetesObject,
    find: Parameters<Membership>[1],
    depth: number,
  ): string | undefined => marked(object) ?? throughOwner(object, find, depth) ?? guessed(object);

  const throughOwner = (
    {metadata}: KubernetesObject,
    find: Parameters<Membership>[1],
    depth: number,
  ): string | undefined => {
    const owner = ownerOf(metadata.ownerReferences);
    if (owner === undefined || depth >= deepest) return undefined;
    const {apiVersion, kind, name} = owner;
    const found = find({apiVersion, kind, namespace: metadata.namespace, name});
    if (found !== undefined && (found.metadata.uid ?? owner.uid) === owner.uid)
      return membership(found, find, depth + 1);
    const ref = {kind, namespace: metadata.namespace, name};
    return byName(carried, ref) ?? byName(named, ref);
  };

  return (object, find) => membership(object, find, 0);
};

/** Its controller, or its first owner where none of them controls it. */
export const ownerOf = (owners: readonly OwnerReference[] | undefined): OwnerReference | undefined =>
  owners?.find(({controller}) => controller === true) ?? owners?.[0];
