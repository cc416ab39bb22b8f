import type {KubernetesObject} from '../../../source/cluster/kubernetes-object.js';
import type {World} from '../../../source/rehearsal/simulation/world.js';

/** A world of just these objects. */
export const worldOf = (...objects: KubernetesObject[]): World => ({
  get: ({apiVersion, kind, namespace, name}) =>
    objects.find(
      object =>
        object.apiVersion === apiVersion &&
        object.kind === kind &&
        object.metadata.namespace === namespace &&
        object.metadata.name === name,
    ),
  list: ({apiVersion, kind}) =>
    objects.filter(object => object.apiVersion === apiVersion && object.kind === kind),
});

/** A pod on node-1 of namespace openstack whose entrypoint has these variables. */
export const podWith = (variables: Record<string, string>, spec: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'keystone-api-1', namespace: 'openstack', uid: 'u'},
  spec: {
    nodeName: 'node-1',
    initContainers: [
      {
        name: 'init',
        env: [
          {name: 'POD_NAME', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}},
          {name: 'NAMESPACE', valueFrom: {fieldRef: {fieldPath: 'metadata.namespace'}}},
          ...Object.entries(variables).map(([name, value]) => ({name, value})),
        ],
      },
    ],
    containers: [{name: 'main'}],
    ...spec,
  },
});

export const readyPod = (labels: Record<string, string>, nodeName: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: `other-on-${nodeName}`, namespace: 'openstack', labels},
  spec: {nodeName},
  status: {conditions: [{type: 'Ready', status: 'True'}]},
});
