import {isIPv6} from 'node:net';
import type {Profile} from './schema.js';

/** The class that nfs-provisioner and ceph-filesystem make. */
export const multiAttachClassName = 'general-multi-attach';

/** What claims, checks of classes and Rook want in another shape than a person writes it. */
export const derivedStorage = ({storage}: Profile, storageNodes: number) => {
  const storageClass = storage.classes === 'existing' ? (storage.existingClass ?? 'general') : 'general';
  const multiAttachClass = multiAttachClassOf(storage);
  return {
    /** The class that claims name. */
    storageClass,
    /** For what pods of one service share: a volume on several nodes where there is such a class, else on one. */
    sharedVolume:
      multiAttachClass === undefined
        ? {class: storageClass, accessModes: ['ReadWriteOnce']}
        : {class: multiAttachClass, accessModes: ['ReadWriteMany']},
    storageChecks: [
      // One Job checks a class, in the way that asks more of it.
      ...(storageClass === multiAttachClass ? [] : [{class: storageClass, mode: 'ReadWriteOnce'}]),
      ...(multiAttachClass === undefined ? [] : [{class: multiAttachClass, mode: 'ReadWriteMany'}]),
    ],
    ceph: {
      storage: cephStorage(storage.ceph.devices),
      /** Ports are the usual ones of both protocols; an IPv6 address stands in brackets. */
      monitorHosts: storage.ceph.monitors.map(host => (isIPv6(host) ? `[${host}]` : host)).join(','),
      /** A majority has to exist, so their number is odd. */
      monitors: storageNodes >= 3 ? 3 : 1,
      managers: storageNodes >= 2 ? 2 : 1,
      /** Rook refuses a single copy unless it is told that this is meant. */
      safe: storage.ceph.replicas > 1,
    },
  };
};

/** The class whose volumes several nodes mount at once; undefined where there is none. */
const multiAttachClassOf = (storage: Profile['storage']): string | undefined => {
  switch (storage.multiAttach) {
    case 'none':
      return undefined;
    case 'existing':
      return storage.existingMultiAttachClass;
    default:
      return multiAttachClassName;
  }
};

/** A class that the profile takes from the cluster, the key that names it, and the key that could choose otherwise. */
export interface ExistingClass {
  readonly name: string | undefined;
  readonly key: string;
  readonly choice: string;
}

export const existingClasses = ({storage}: Profile): readonly ExistingClass[] => [
  ...(storage.classes === 'existing'
    ? [{name: storage.existingClass, key: 'storage.existingClass', choice: 'storage.classes'}]
    : []),
  ...(storage.multiAttach === 'existing'
    ? [
        {
          name: storage.existingMultiAttachClass,
          key: 'storage.existingMultiAttachClass',
          choice: 'storage.multiAttach',
        },
      ]
    : []),
];

/** Rook's `storage` of a CephCluster; it takes no disk that the profile does not name. */
const cephStorage = (devices: Profile['storage']['ceph']['devices']): Record<string, unknown> => {
  const everywhere = {useAllNodes: true, useAllDevices: devices === 'all'};
  if (devices === undefined || devices === 'all') {
    return everywhere;
  }
  return 'filter' in devices
    ? {...everywhere, deviceFilter: devices.filter}
    : {...everywhere, devices: devices.list.map(name => ({name}))};
};
