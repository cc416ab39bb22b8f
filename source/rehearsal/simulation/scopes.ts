import type {Client} from '../../cluster/client.js';
import type {KindRef} from '../../cluster/kubernetes-object.js';

interface ResourceList {
  readonly resources: readonly {readonly kind: string; readonly namespaced: boolean}[];
}

/** Tells of kinds whether their objects live in a namespace; rejects while the API does not know one of their groups. */
export const createScopes = (client: Client) => {
  const known = new Map<string, ResourceList>();

  return async (wanted: readonly KindRef[]): Promise<(kind: KindRef) => boolean> => {
    for (const {apiVersion} of wanted) {
      if (!known.has(apiVersion)) {
        const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
        known.set(apiVersion, (await client.request('GET', path)) as ResourceList);
      }
    }
    return ({apiVersion, kind}) =>
      known.get(apiVersion)?.resources.find(resource => resource.kind === kind)?.namespaced ?? true;
  };
};
