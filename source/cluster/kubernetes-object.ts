/** Any object of the Kubernetes API, as JSON. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  // biome-ignore lint/suspicious/noExplicitAny: kinds are read by path, their types live in the API server.
  spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: see spec.
  status?: any;
  // biome-ignore lint/suspicious/noExplicitAny: data, subsets, rules and the rest differ by kind.
  [key: string]: any;
}

export interface ObjectMetadata {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: {
    manager?: string;
    operation?: string;
    time?: string;
    subresource?: string;
    fieldsV1?: object;
  }[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface KindRef {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ObjectRef extends KindRef {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** @param namespace of what a release or a folder puts there without saying so. */
export const refOf = (
  {
    apiVersion,
    kind,
    metadata,
  }: Pick<KubernetesObject, 'apiVersion' | 'kind'> & {
    readonly metadata: {readonly namespace?: string | undefined; readonly name: string};
  },
  namespace?: string,
): ObjectRef => ({apiVersion, kind, namespace: metadata.namespace ?? namespace, name: metadata.name});

/** `Deployment openstack/keystone-api`: how an object is named to a person. */
export const nameOf = (ref: ObjectRef): string =>
  `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}`;
