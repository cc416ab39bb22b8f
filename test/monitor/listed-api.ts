import type {ServerResponse} from 'node:http';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {type Asked, json, type SmallApi, smallApi} from '../cluster/small-api.js';

/** `/api/v1/pods`, with the kind and whether it has a namespace. */
const resources: Readonly<Record<string, readonly (readonly [string, string, boolean])[]>> = {
  '/api/v1': [
    ...(['pods', 'services', 'events', 'persistentvolumeclaims'] as const).map(
      plural =>
        [
          plural,
          {
            pods: 'Pod',
            services: 'Service',
            events: 'Event',
            persistentvolumeclaims: 'PersistentVolumeClaim',
          }[plural],
          true,
        ] as const,
    ),
    ...(
      [
        ['nodes', 'Node'],
        ['persistentvolumes', 'PersistentVolume'],
        ['namespaces', 'Namespace'],
      ] as const
    ).map(([plural, kind]) => [plural, kind, false] as const),
    ['configmaps', 'ConfigMap', true],
  ],
  '/apis/apps/v1': [
    ['deployments', 'Deployment', true],
    ['statefulsets', 'StatefulSet', true],
    ['daemonsets', 'DaemonSet', true],
    ['replicasets', 'ReplicaSet', true],
  ],
  '/apis/batch/v1': [
    ['jobs', 'Job', true],
    ['cronjobs', 'CronJob', true],
  ],
  '/apis/policy/v1': [['poddisruptionbudgets', 'PodDisruptionBudget', true]],
  '/apis/autoscaling/v2': [['horizontalpodautoscalers', 'HorizontalPodAutoscaler', true]],
  '/apis/storage.k8s.io/v1': [['storageclasses', 'StorageClass', false]],
  '/apis/coordination.k8s.io/v1': [['leases', 'Lease', true]],
};

/**
 * An API server on loopback that lists these objects, holds every watch open in silence, and leaves the rest to `others`, lists of
 * `broken` plurals included. It is no Kubernetes: only what a person who looks asks of one.
 */
export const listedApi = (
  objects: readonly KubernetesObject[],
  others: (asked: Asked, response: ServerResponse) => void,
  broken: readonly string[] = [],
): Promise<SmallApi> =>
  smallApi((asked, response) => {
    const {pathname, searchParams} = new URL(asked.url, 'http://api');
    const table = resources[pathname];
    const [, group, plural] =
      /^((?:\/api|\/apis\/[^/]+)\/v\d)(?:\/namespaces\/[^/]+)?\/([a-z]+)$/.exec(pathname) ?? [];
    const kind = resources[group ?? '']?.find(([name]) => name === plural)?.[1];
    if (broken.includes(plural ?? '')) others(asked, response);
    else if (pathname === '/version') json(response, 200, {gitVersion: 'v1.37.2'});
    else if (pathname === '/readyz') response.end('ok');
    else if (pathname === '/apis') json(response, 200, {groups: []});
    else if (table !== undefined)
      json(response, 200, {
        resources: table.map(([name, of, namespaced]) => ({name, kind: of, namespaced})),
      });
    else if (kind === undefined) others(asked, response);
    else if (searchParams.has('watch'))
      response.writeHead(200, {'content-type': 'application/json'}).flushHeaders();
    else
      json(response, 200, {
        metadata: {resourceVersion: '1'},
        items: objects.filter(object => object.kind === kind),
      });
  });
