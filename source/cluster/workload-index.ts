import type {KindRef, KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {type Membership, ownerOf} from './membership.js';

/** Workloads by component, and what is beneath them by their owners. */
export interface WorkloadIndex {
  /** A workload, a ReplicaSet or a pod, new or changed. */
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** Asks again for what had no component, since an owner may have come. */
  reconsider(): void;
  /** Of any object that was put in, by its uid. */
  componentOf(uid: string): string | undefined;
  /** The objects under a workload on any depth, pods and what is between. */
  beneath(workload: KubernetesObject): {
    readonly pods: KubernetesObject[];
    readonly between: KubernetesObject[];
  };
  /** What is shown as workloads of their own. @param component null for those of none. */
  workloadsOf(component: string | null): KubernetesObject[];
  /** Whether a workload is known above an object that was put in, by its uid; a workload is above itself. */
  hasWorkload(uid: string): boolean;
}

export interface IndexOptions {
  readonly membership: Membership;
  readonly find: (ref: ObjectRef) => KubernetesObject | undefined;
  /** Something of a component has changed. */
  readonly onChange: (component: string) => void;
  /** Nobody knows the owner of a workload, so that its kind is worth a look. */
  readonly onUnknownOwner: (kind: KindRef) => void;
}

const rowKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);

/** What is shown as a workload of its own; the Jobs of a CronJob are shown beneath it. */
const isRow = ({kind, metadata}: KubernetesObject): boolean =>
  rowKinds.has(kind) && ownerOf(metadata.ownerReferences)?.kind !== 'CronJob';

/** Where the workloads of no component are; no component is called so. */
const nobody = '';

export const createWorkloadIndex = ({
  membership,
  find,
  onChange,
  onUnknownOwner,
}: IndexOptions): WorkloadIndex => {
  const objects = new Map<string, KubernetesObject>();
  const children = new Map<string, Map<string, KubernetesObject>>();
  const members = new Map<string, Map<string, KubernetesObject>>();
  const components = new Map<string, string>();
  const homeless = new Map<string, KubernetesObject>();

  const rowOf = (object: KubernetesObject): KubernetesObject | undefined => {
    if (isRow(object)) return object;
    const owner = objects.get(ownerOf(object.metadata.ownerReferences)?.uid ?? '');
    return owner === undefined ? undefined : rowOf(owner);
  };

  const componentOf = (uid: string): string | undefined => {
    const object = objects.get(uid);
    const row = object && rowOf(object);
    return row && components.get(uidOf(row));
  };

  const tell = (component: string | undefined): void => {
    if (component !== undefined) onChange(component);
  };

  const place = (row: KubernetesObject): void => {
    const uid = uidOf(row);
    const before = components.get(uid);
    const component = membership(row, find);
    if (component === undefined) {
      if (row.metadata.ownerReferences !== undefined) homeless.set(uid, row);
      askForOwner(row);
    } else {
      homeless.delete(uid);
    }
    if (before !== component) {
      removeFrom(members, before ?? nobody, uid);
      tell(before);
    }
    putInto(members, component ?? nobody, uid, row);
    if (component === undefined) {
      components.delete(uid);
    } else {
      components.set(uid, component);
      tell(component);
    }
  };

  const askForOwner = (object: KubernetesObject): void => {
    const owner = ownerOf(object.metadata.ownerReferences);
    if (owner === undefined) return;
    const {apiVersion, kind, name} = owner;
    const found = find({apiVersion, kind, namespace: object.metadata.namespace, name});
    if (found !== undefined) askForOwner(found);
    // Kubernetes' own kinds do not make workloads but by those that are known.
    else if (apiVersion.includes('.')) onUnknownOwner({apiVersion, kind});
  };

  return {
    put(object) {
      const uid = uidOf(object);
      objects.set(uid, object);
      const owner = ownerOf(object.metadata.ownerReferences)?.uid;
      if (owner !== undefined) putInto(children, owner, uid, object);
      if (isRow(object)) place(object);
      else tell(componentOf(uid));
    },
    remove(object) {
      const uid = uidOf(object);
      const component = componentOf(uid);
      objects.delete(uid);
      homeless.delete(uid);
      components.delete(uid);
      removeFrom(children, ownerOf(object.metadata.ownerReferences)?.uid, uid);
      removeFrom(members, component ?? nobody, uid);
      tell(component);
    },
    reconsider() {
      for (const row of [...homeless.values()]) place(row);
    },
    componentOf,
    beneath(workload) {
      const pods: KubernetesObject[] = [];
      const between: KubernetesObject[] = [];
      const descend = (uid: string): void => {
        for (const child of children.get(uid)?.values() ?? []) {
          // Beneath a pod there is nothing, and of pods there are thousands.
          if (child.kind === 'Pod') {
            pods.push(child);
          } else {
            between.push(child);
            descend(uidOf(child));
          }
        }
      };
      descend(uidOf(workload));
      return {pods, between};
    },
    workloadsOf: component => [...(members.get(component ?? nobody)?.values() ?? [])],
    hasWorkload(uid) {
      const object = objects.get(uid);
      return object !== undefined && rowOf(object) !== undefined;
    },
  };
};

const uidOf = ({kind, metadata}: KubernetesObject): string =>
  metadata.uid ?? `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

type Index = Map<string, Map<string, KubernetesObject>>;

const putInto = (index: Index, key: string, uid: string, object: KubernetesObject): void => {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Map([[uid, object]]));
  else known.set(uid, object);
};

const removeFrom = (index: Index, key: string | undefined, uid: string): void => {
  const known = key === undefined ? undefined : index.get(key);
  known?.delete(uid);
  if (known?.size === 0) index.delete(key as string);
};

const indexedKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
]);

/** An operator may have a kind of the same name. */
export const isIndexed = ({apiVersion, kind}: KubernetesObject): boolean =>
  indexedKinds.has(kind) && /^(apps|batch)\/|^v1$/.test(apiVersion);
