import type {Client} from '../cluster/client.js';
import type {KindRef, KubernetesObject, ObjectRef} from '../cluster/kubernetes-object.js';
import type {ListOptions} from '../cluster/list-and-watch.js';

/** The reading hands of a client, whose every list is asked for once. */
export interface Reader extends Pick<Client, 'list' | 'read'> {
  /** An object out of the list of its kind; undefined where there is none, or no such kind. */
  live(ref: ObjectRef): Promise<KubernetesObject | undefined>;
}

/** Helm's own Secrets are large and are read on their own. */
const fieldSelectors: Readonly<Record<string, string>> = {Secret: 'type!=helm.sh/release.v1'};

/** What a cluster holds at about one moment, read with as few requests as there are kinds. */
export const readOnce = (client: Client): Reader => {
  const lists = new Map<string, ReturnType<Client['list']>>();
  const kinds = new Map<string, Promise<ReadonlyMap<string, KubernetesObject>>>();

  const list = (kind: KindRef, options: ListOptions = {}): ReturnType<Client['list']> => {
    const {signal: _, ...asked} = options;
    const key = JSON.stringify([kind.apiVersion, kind.kind, asked]);
    const known = lists.get(key) ?? client.list(kind, options);
    lists.set(key, known);
    return known;
  };

  const all = async (kind: KindRef): Promise<ReadonlyMap<string, KubernetesObject>> => {
    if (!(await client.knows(kind))) {
      return new Map();
    }
    const {items} = await list(kind, {fieldSelector: fieldSelectors[kind.kind]});
    return new Map(
      items.map(object => [`${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
    );
  };

  return {
    list,
    read: client.read,
    async live({apiVersion, kind, namespace, name}) {
      const key = `${apiVersion}/${kind}`;
      const known = kinds.get(key) ?? all({apiVersion, kind});
      kinds.set(key, known);
      const objects = await known;
      // A manifest may name a namespace for a kind that has none.
      return objects.get(`${namespace ?? ''}/${name}`) ?? objects.get(`/${name}`);
    },
  };
};
