import type {KubernetesObject} from '../../cluster/kubernetes-object.js';
import {driver} from './annotations.js';

const selectedNode = 'volume.kubernetes.io/selected-node';

const waitsForPod = (storageClass: KubernetesObject): boolean =>
  storageClass.volumeBindingMode === 'WaitForFirstConsumer' &&
  // With this provisioner the scheduler chooses only among volumes that are there.
  storageClass.provisioner !== 'kubernetes.io/no-provisioner';

/** Whether a claim is to get its volume now: it has none, and where its class waits for a pod, the scheduler has chosen. */
export const wantsVolume = (claim: KubernetesObject, storageClass: KubernetesObject | undefined): boolean => {
  if (
    claim.metadata.deletionTimestamp !== undefined ||
    claim.status?.phase === 'Bound' ||
    claim.spec?.volumeName
  ) {
    return false;
  }
  const waits = storageClass !== undefined && waitsForPod(storageClass);
  return !waits || claim.metadata.annotations?.[selectedNode] !== undefined;
};

/**
 * What the scheduler must be told of a class whose driver reports its free space (as TopoLVM's does): that there is
 * plenty, on every node. Undefined where it does not ask.
 */
export const capacityOf = (
  storageClass: KubernetesObject,
  csiDriver: KubernetesObject | undefined,
): KubernetesObject | undefined =>
  waitsForPod(storageClass) && csiDriver?.spec?.storageCapacity === true
    ? {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'CSIStorageCapacity',
        metadata: {
          name: `rehearsal-${storageClass.metadata.name}`,
          namespace: 'kube-system',
          ownerReferences: [
            {
              apiVersion: 'storage.k8s.io/v1',
              kind: 'StorageClass',
              name: storageClass.metadata.name,
              uid: `${storageClass.metadata.uid}`,
            },
          ],
        },
        storageClassName: storageClass.metadata.name,
        nodeTopology: {},
        capacity: '1Pi',
      }
    : undefined;

/** The volume for a claim: of its class, modes and size, bound to it by the claim's UID. */
export const volumeFor = (claim: KubernetesObject): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: {
    name: `pvc-${claim.metadata.uid}`,
    annotations: {'pv.kubernetes.io/provisioned-by': driver},
  },
  spec: {
    accessModes: claim.spec.accessModes,
    capacity: {storage: claim.spec.resources.requests.storage},
    claimRef: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: claim.metadata.namespace,
      name: claim.metadata.name,
      uid: claim.metadata.uid,
    },
    csi: {driver, volumeHandle: `${claim.metadata.uid}`},
    persistentVolumeReclaimPolicy: 'Delete',
    storageClassName: claim.spec.storageClassName ?? '',
    volumeMode: claim.spec.volumeMode ?? 'Filesystem',
  },
});

/** Whether a volume of ours belongs to a claim that is gone. */
export const isOrphan = (volume: KubernetesObject, claim: KubernetesObject | undefined): boolean =>
  volume.spec?.csi?.driver === driver && claim?.metadata.uid !== volume.spec.claimRef?.uid;
