import type {KubernetesObject, OwnerReference} from '../../source/cluster/kubernetes-object.js';
import {condition, make} from './objects.js';

export const namespace = 'openstack';

const owner = ({apiVersion, kind, metadata}: KubernetesObject): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  controller: true,
});

const metadataOf = (kind: string, name: string, above?: KubernetesObject) => ({
  uid: `${kind}-${name}`,
  ...(above !== undefined && {ownerReferences: [owner(above)]}),
});

const released = (release: string) => ({
  'meta.helm.sh/release-name': release,
  'meta.helm.sh/release-namespace': namespace,
});

const counted = (replicas: number, ready: number) => ({
  spec: {replicas},
  status: {
    observedGeneration: 1,
    replicas,
    readyReplicas: ready,
    updatedReplicas: replicas,
    availableReplicas: ready,
  },
});

/** A Deployment of a release, with its ReplicaSet. */
export const deployment = (release: string, name: string, replicas: number, ready = replicas) => {
  const made = make('apps/v1', 'Deployment', {
    name,
    namespace,
    metadata: {...metadataOf('Deployment', name), annotations: released(release)},
    ...counted(replicas, ready),
  });
  const replicaSet = make('apps/v1', 'ReplicaSet', {
    name: `${name}-1`,
    namespace,
    metadata: metadataOf('ReplicaSet', `${name}-1`, made),
    ...counted(replicas, ready),
  });
  return {deployment: made, replicaSet};
};

export const statefulSet = (release: string, name: string, replicas: number, ready = replicas) =>
  make('apps/v1', 'StatefulSet', {
    name,
    namespace,
    metadata: {...metadataOf('StatefulSet', name), annotations: released(release)},
    ...counted(replicas, ready),
  });

export const pod = (above: KubernetesObject, name: string, rest: object = {}): KubernetesObject =>
  make('v1', 'Pod', {
    name,
    namespace,
    metadata: metadataOf('Pod', name, above),
    spec: {nodeName: 'node-1'},
    status: {
      phase: 'Running',
      conditions: [condition('Initialized', 'True'), condition('Ready', 'True')],
    },
    ...rest,
  });

/** Of a StatefulSet's pod whose claim is not bound. */
export const unbound = (claim: string) => ({
  spec: {volumes: [{name: 'storage', persistentVolumeClaim: {claimName: claim}}]},
  status: {
    phase: 'Pending',
    conditions: [condition('PodScheduled', 'False', {message: 'has unbound claims'})],
  },
});

export const claim = (name: string, phase: string, storageClassName = 'general') =>
  make('v1', 'PersistentVolumeClaim', {
    name,
    namespace,
    metadata: {...metadataOf('Claim', name), creationTimestamp: '2026-11-23T14:00:51Z'},
    spec: {storageClassName},
    status: {phase},
  });

export const event = (about: KubernetesObject, reason: string, rest: object = {}): KubernetesObject =>
  make('v1', 'Event', {
    name: `${about.metadata.name}.${reason}`,
    namespace,
    type: 'Warning',
    reason,
    involvedObject: {
      kind: about.kind,
      namespace: about.metadata.namespace,
      name: about.metadata.name,
      uid: about.metadata.uid,
    },
    ...rest,
  });
