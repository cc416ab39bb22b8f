import type {Catalogue, Component} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import {namesOf} from '../cluster/component-names.js';
import {type KubernetesObject, type ObjectRef, refOf} from '../cluster/kubernetes-object.js';
import {membershipOf} from '../cluster/membership.js';
import {sweep} from '../cluster/sweep.js';
import {type DataKind, dataKindOf} from '../plan/data-kinds.js';

/** An object that is in the cluster because of a component. */
export interface Belonging {
  readonly component: string;
  /** Its metadata. */
  readonly object: KubernetesObject;
  /** Absent where it goes with its component. */
  readonly data?: DataKind;
}

/** Put on claims before the StatefulSet is gone that they were made for, and by whose name they are known. */
export const componentLabel = 'genestack.io/component';

const keepAnnotation = 'helm.sh/resource-policy';
/** Kubernetes' own, and what is never of one component alone. */
const untouchable = new Set(['Node', 'PersistentVolume', 'VolumeAttachment', 'CSINode']);
export const isSystem = (namespace: string): boolean =>
  namespace === 'default' || namespace.startsWith('kube-');

const keyOf = ({kind, namespace, name}: ObjectRef): string => `${kind} ${namespace ?? ''}/${name}`;

/** Everything in the cluster that belongs to a component of the catalogue, from one sweep over all kinds. */
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
  const membership = membershipOf(components.map(namesOf));
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

  return objects.flatMap(object => {
    const {metadata, kind} = object;
    const label = metadata.labels?.[componentLabel];
    const byFact = declared.get(keyOf(refOf(object)));
    const component = delivering(label ?? byFact ?? membership(object, find) ?? ofClaim(object));
    if (component === undefined || untouchable.has(kind) || isHelmStorage(object)) {
      return [];
    }
    const data = dataKindOf(object, {
      isKept: metadata.annotations?.[keepAnnotation] === 'keep',
      isSecretMade: isLeftAlone(object),
    });
    return [{component, object, ...(data !== undefined && {data})}];
  });
};

/** A release's own Secrets go with `helm uninstall`. */
const isHelmStorage = ({kind, metadata}: KubernetesObject): boolean =>
  kind === 'Secret' && metadata.labels?.owner === 'helm';

/** Neither Helm, nor an ApplySet, nor an owner takes it along. */
const isLeftAlone = ({metadata: {annotations, labels, ownerReferences}}: KubernetesObject): boolean =>
  annotations?.['meta.helm.sh/release-name'] === undefined &&
  labels?.['applyset.kubernetes.io/part-of'] === undefined &&
  (ownerReferences ?? []).length === 0;

const claimPatterns = ({metadata, spec}: KubernetesObject): string[] =>
  ((spec?.volumeClaimTemplates ?? []) as KubernetesObject[]).map(
    template => `${metadata.namespace}/${template.metadata.name}-${metadata.name}`,
  );

/** What the catalogue says is made for one component alone: its Secrets, the definitions it brings. */
const declaredBy = (components: readonly Component[]): ReadonlyMap<string, string> => {
  const declared = new Map<string, string>();
  for (const {name, namespace, secrets, crds} of components) {
    for (const secret of secrets) {
      declared.set(
        keyOf({
          apiVersion: 'v1',
          kind: 'Secret',
          namespace: secret.namespace ?? namespace,
          name: secret.name,
        }),
        name,
      );
    }
    for (const {plural, group} of crds) {
      const key = `CustomResourceDefinition /${plural}.${group}`;
      if (!declared.has(key)) {
        declared.set(key, name);
      }
    }
  }
  return declared;
};
