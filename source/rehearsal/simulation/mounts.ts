import type {KubernetesObject} from '../../cluster/kubernetes-object.js';

/** What a kubelet needs before it starts a pod's containers; `keys` must be in the object. */
export interface Mount {
  readonly kind: 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim';
  readonly name: string;
  readonly keys: readonly string[];
}

interface Source {
  readonly name?: string;
  readonly secretName?: string;
  readonly optional?: boolean;
  readonly key?: string;
  readonly items?: readonly {readonly key: string}[];
}

interface Volume {
  readonly name: string;
  readonly secret?: Source;
  readonly configMap?: Source;
  readonly projected?: {
    readonly sources?: readonly {readonly secret?: Source; readonly configMap?: Source}[];
  };
  readonly persistentVolumeClaim?: {readonly claimName: string};
  readonly ephemeral?: object;
}

interface Container {
  readonly env?: readonly {
    readonly valueFrom?: {readonly secretKeyRef?: Source; readonly configMapKeyRef?: Source};
  }[];
  readonly envFrom?: readonly {readonly secretRef?: Source; readonly configMapRef?: Source}[];
}

/** The Secrets, ConfigMaps and claims that a pod's volumes and variables name and that are not optional. */
export const mountsOf = (pod: KubernetesObject): readonly Mount[] => {
  const mounts: Mount[] = [];
  const add = (kind: 'Secret' | 'ConfigMap', source: Source | undefined) => {
    const name = source?.secretName ?? source?.name;
    if (source && name && source.optional !== true) {
      const keys = source.key === undefined ? (source.items ?? []).map(item => item.key) : [source.key];
      mounts.push({kind, name, keys});
    }
  };

  for (const volume of (pod.spec?.volumes ?? []) as Volume[]) {
    for (const {secret, configMap} of [volume, ...(volume.projected?.sources ?? [])]) {
      add('Secret', secret);
      add('ConfigMap', configMap);
    }
    const claim = volume.ephemeral
      ? `${pod.metadata.name}-${volume.name}`
      : volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined) {
      mounts.push({kind: 'PersistentVolumeClaim', name: claim, keys: []});
    }
  }
  for (const container of [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? []),
  ] as Container[]) {
    for (const {valueFrom} of container.env ?? []) {
      add('Secret', valueFrom?.secretKeyRef);
      add('ConfigMap', valueFrom?.configMapKeyRef);
    }
    for (const {secretRef, configMapRef} of container.envFrom ?? []) {
      add('Secret', secretRef);
      add('ConfigMap', configMapRef);
    }
  }
  return mounts;
};
