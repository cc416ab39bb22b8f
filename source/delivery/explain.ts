import {causeOf, type Evidence} from '../cluster/causes.js';
import {nameOf} from '../cluster/kubernetes-object.js';
import type {Observer} from '../cluster/observer.js';
import type {JudgedObject} from './ready.js';

/** The kinds that tell why a workload is not ready; to be watched beside it. */
export const witnesses = {
  pods: {apiVersion: 'v1', kind: 'Pod'},
  claims: {apiVersion: 'v1', kind: 'PersistentVolumeClaim'},
  events: {apiVersion: 'v1', kind: 'Event'},
  storageClasses: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
  jobs: {apiVersion: 'batch/v1', kind: 'Job'},
  services: {apiVersion: 'v1', kind: 'Service'},
} as const;

/** `StatefulSet openstack/mariadb-cluster: 2 of 3 pods are ready; pod mariadb-cluster-2 waits for …`, without a full stop. */
export const explain = (observer: Observer, {ref, object, verdict}: JudgedObject): string => {
  const evidence = Object.fromEntries(
    Object.entries(witnesses).map(([name, kind]) => [name, observer.all(kind)]),
  ) as unknown as Evidence;
  // A release says its own namespace of everything in it; the object knows whether it has one.
  const named = object ? {...ref, namespace: object.metadata.namespace} : ref;
  return `${nameOf(named)}: ${object ? causeOf(object, verdict, evidence).text : verdict.reason}`;
};
