import type {Catalogue, Component} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import {namesOf} from '../cluster/component-names.js';
import {type KubernetesObject, type ObjectRef, refOf} from '../cluster/kubernetes-object.js';
import {deepest, membershipOf, ownerOf} from '../cluster/membership.js';
import {sweep} from '../cluster/sweep.js';
import {type DataKind, dataKindOf} from '../plan/data-kinds.js';

/** An object that is in the cluster because of a component, or a claim that is there for whatever reason. */
export interface Belonging {
  /**
   * More than one where a Secret is made for several; none of a claim that no component is known to have. What goes with either of
   * two is there twice.
   */
  readonly components: readonly string[];
  /** Its metadata. */
  readonly object: KubernetesObject;
  /** Absent where it goes with its component. */
  readonly data?: DataKind;
}

/** Put on claims before the StatefulSet is gone that they were made for, and by whose name they are known. */
export const componentLabel = 'genestack.io/component';

/** On what one component delivers for the sake of another, as the way in to it: it goes with either. */
const goesWithLabel = 'genestack.io/goes-with';

const keepAnnotation = 'helm.sh/resource-policy';
/** Kubernetes' own, and what is never of one component alone. */
const untouchable = new Set(['Node', 'PersistentVolume', 'VolumeAttachment', 'CSINode']);
export const isSystem = (namespace: string): boolean =>
  namespace === 'default' || namespace.startsWith('kube-');

const keyOf = ({kind, namespace, name}: ObjectRef): string => `${kind} ${namespace ?? ''}/${name}`;

/** Everything in the cluster that belongs to a component of the catalogue, and every claim, from one sweep over all kinds. */
export const readBelongings = async (
  client: Client,
  catalogue: Catalogue,
  signal?: AbortSignal,
): Promise<readonly Belonging[]> => {
  const [objects, sets] = await Promise.all([
    sweep(client, signal),
    client.list({apiVersion: 'apps/v1', kind: 'StatefulSet'}, {signal}),
  ]);
  return belongingsOf(catalogue, objects, sets.items);
};

/** @param statefulSets whole, for the names of their claims. */
export const belongingsOf = (
  catalogue: Catalogue,
  objects: readonly KubernetesObject[],
  statefulSets: readonly KubernetesObject[],
): readonly Belonging[] => {
  const components = [...catalogue.components.values()];
  // What other scripts installed under a name of theirs is not ours to remove.
  const membership = membershipOf(components.map(component => namesOf({...component, aliases: []})));
  const byKey = new Map(objects.map(object => [keyOf(refOf(object)), object]));
  const find = (ref: ObjectRef) => byKey.get(keyOf(ref)) ?? byKey.get(keyOf({...ref, namespace: undefined}));
  const delivering = (name: string | undefined): string | undefined => {
    const delivery = catalogue.components.get(name ?? '')?.delivery;
    return delivery?.kind === 'deliveredBy' ? delivery.component : name;
  };
  const declared = declaredBy(components);
  const claims = new Map(
    statefulSets.flatMap(set => claimPatterns(set).map(pattern => [pattern, set] as const)),
  );
  const ofClaim = ({kind, metadata: {namespace, name}}: KubernetesObject): string | undefined => {
    const set = kind === 'PersistentVolumeClaim' && claims.get(`${namespace}/${name.replace(/-\d+$/, '')}`);
    return set ? membership(set, find) : undefined;
  };
  /** What is owned by data stays and goes with it, as the credentials of a RabbitMQ user do. */
  const dataOf = (object: KubernetesObject, depth = 0): DataKind | undefined => {
    const {namespace, annotations, ownerReferences} = object.metadata;
    const isKept = annotations?.[keepAnnotation] === 'keep';
    const own = dataKindOf(object, {
      isKept,
      isTaken: !isKept && annotations?.['meta.helm.sh/release-name'] !== undefined,
      isSecretMade: isLeftAlone(object, declared.has(keyOf(refOf(object)))),
    });
    const owner = own === undefined && depth < deepest ? ownerOf(ownerReferences) : undefined;
    const found = owner && find({...owner, namespace});
    return found === undefined ? own : dataOf(found, depth + 1);
  };

  return objects.flatMap(object => {
    const {metadata, kind} = object;
    const label = metadata.labels?.[componentLabel];
    const named =
      label === undefined
        ? (declared.get(keyOf(refOf(object))) ?? [membership(object, find) ?? ofClaim(object)])
        : [label];
    const own = [...new Set(named.flatMap(name => delivering(name) ?? []))];
    const data = dataOf(object);
    const isNobodys = own.length === 0 && data !== 'claims';
    if (isNobodys || untouchable.has(kind) || isHelmStorage(object)) return [];
    const other = delivering(metadata.labels?.[goesWithLabel]);
    return [own, ...(other === undefined || own.includes(other) ? [] : [[other]])].map(of => ({
      components: of,
      object,
      ...(data !== undefined && {data}),
    }));
  });
};

/** A release's own Secrets go with `helm uninstall`. */
const isHelmStorage = ({kind, metadata}: KubernetesObject): boolean =>
  kind === 'Secret' && metadata.labels?.owner === 'helm';

/** Neither Helm, nor an ApplySet, nor an owner takes it along; from an owner it is taken where it is declared. */
const isLeftAlone = (
  {metadata: {annotations, labels, ownerReferences}}: KubernetesObject,
  isDeclared: boolean,
): boolean =>
  annotations?.['meta.helm.sh/release-name'] === undefined &&
  labels?.['applyset.kubernetes.io/part-of'] === undefined &&
  (isDeclared || (ownerReferences ?? []).length === 0);

const claimPatterns = ({metadata, spec}: KubernetesObject): string[] =>
  ((spec?.volumeClaimTemplates ?? []) as KubernetesObject[]).map(
    template => `${metadata.namespace}/${template.metadata.name}-${metadata.name}`,
  );

/**
 * What the catalogue says is made for components: their Secrets, of which some are of several, those that an operator makes for
 * them, and the definitions they bring.
 */
const declaredBy = (components: readonly Component[]): ReadonlyMap<string, readonly string[]> => {
  const declared = components.flatMap(({name, namespace, secrets, accepts, crds}) => [
    ...[...secrets, ...(accepts?.secrets ?? [])].map(secret => [
      keyOf({apiVersion: 'v1', kind: 'Secret', namespace: secret.namespace ?? namespace, name: secret.name}),
      name,
    ]),
    ...crds.map(({plural, group}) => [`CustomResourceDefinition /${plural}.${group}`, name]),
  ]);
  return new Map(
    [...Map.groupBy(declared, ([key = '']) => key)].map(([key, all]) => [
      key,
      all.map(([, name = '']) => name),
    ]),
  );
};
