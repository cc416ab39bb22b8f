import {ApiError} from './api-error.js';
import type {Discovery, Resource} from './discovery.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';

/** Where the API keeps objects; everything rejects with an ApiError 404 `UnknownKind` where it does not have their kind. */
export interface ApiPaths {
  /** `/apis/apps/v1/namespaces/openstack/deployments/nova-api`; of a kind without namespaces none is in it. */
  of(kind: KindRef, namespace?: string, name?: string): Promise<string>;
  /** What is written says no namespace where the kind has none, and `default` where it has one and none is named. */
  placed(object: KubernetesObject): Promise<KubernetesObject>;
}

export const apiPaths = (discovery: Discovery): ApiPaths => {
  const resourceOf = async (kind: KindRef): Promise<Resource> => {
    const resource = await discovery.find(kind);
    if (resource === undefined)
      throw new ApiError(404, 'UnknownKind', `the API does not know ${kind.kind} of ${kind.apiVersion}`);
    return resource;
  };

  return {
    async of(kind, namespace, name) {
      const resource = await resourceOf(kind);
      return [
        kind.apiVersion.includes('/') ? '/apis' : '/api',
        kind.apiVersion,
        ...(resource.namespaced && namespace !== undefined
          ? ['namespaces', encodeURIComponent(namespace)]
          : []),
        resource.plural,
        ...(name === undefined ? [] : [encodeURIComponent(name)]),
      ].join('/');
    },
    async placed(object) {
      const {namespace, ...metadata} = object.metadata;
      const {namespaced} = await resourceOf(object);
      return {...object, metadata: namespaced ? {...metadata, namespace: namespace ?? 'default'} : metadata};
    },
  };
};
