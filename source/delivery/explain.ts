import {causeOf} from '../cluster/causes.js';
import type {KindRef} from '../cluster/kubernetes-object.js';
import type {Observer} from './observer.js';
import type {JudgedObject} from './ready.js';

const kinds = {
  pods: {apiVersion: 'v1', kind: 'Pod'},
  claims: {apiVersion: 'v1', kind: 'PersistentVolumeClaim'},
  events: {apiVersion: 'v1', kind: 'Event'},
  jobs: {apiVersion: 'batch/v1', kind: 'Job'},
  storageClasses: {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'},
} as const satisfies Record<string, KindRef>;

/** What it waits for, from everything that is watched: a clause without a full stop. */
export const explain = (observer: Observer, {object, verdict}: JudgedObject): string =>
  object === undefined
    ? verdict.reason
    : causeOf(object, verdict, {
        pods: observer.all(kinds.pods),
        claims: observer.all(kinds.claims),
        events: observer.all(kinds.events),
        jobs: observer.all(kinds.jobs),
        storageClasses: observer.all(kinds.storageClasses),
      }).text;
