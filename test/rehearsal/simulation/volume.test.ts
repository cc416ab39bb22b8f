import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../../source/cluster/kubernetes-object.js';
import {capacityOf, isOrphan, volumeFor, wantsVolume} from '../../../source/rehearsal/simulation/volume.js';

const claim = (rest: object = {}, annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {name: 'data', namespace: 'openstack', uid: 'u1', annotations},
  spec: {
    accessModes: ['ReadWriteMany'],
    storageClassName: 'general',
    resources: {requests: {storage: '10Gi'}},
  },
  ...rest,
});
const waiting: KubernetesObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {name: 'general', uid: 's'},
  provisioner: 'topolvm.io',
  volumeBindingMode: 'WaitForFirstConsumer',
};

test('a volume is of the class, size and modes of its claim and bound to it', () => {
  expect(volumeFor(claim()).spec).toMatchObject({
    accessModes: ['ReadWriteMany'],
    capacity: {storage: '10Gi'},
    storageClassName: 'general',
    claimRef: {namespace: 'openstack', name: 'data', uid: 'u1'},
    csi: {driver: 'rehearsal.genestack.io'},
  });
});

test('a claim of any class wants a volume, a bound one does not', () => {
  expect(wantsVolume(claim(), undefined)).toBe(true);
  expect(wantsVolume(claim({status: {phase: 'Bound'}}), undefined)).toBe(false);
});

test('a claim whose class waits for a pod is served when the scheduler has chosen', () => {
  expect(wantsVolume(claim(), waiting)).toBe(false);
  expect(wantsVolume(claim({}, {'volume.kubernetes.io/selected-node': 'node-1'}), waiting)).toBe(true);
});

test('a volume of a claim that is gone, or was made again, is an orphan; one of another driver is not ours', () => {
  const volume = volumeFor(claim());
  expect(isOrphan(volume, claim())).toBe(false);
  expect(isOrphan(volume, undefined)).toBe(true);
  expect(isOrphan(volume, claim({metadata: {name: 'data', namespace: 'openstack', uid: 'u2'}}))).toBe(true);
  expect(isOrphan({...volume, spec: {...volume.spec, csi: {driver: 'other'}}}, undefined)).toBe(false);
});

test('the scheduler is told of room where the driver reports it', () => {
  const csiDriver = (storageCapacity: boolean): KubernetesObject => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: {name: 'topolvm.io'},
    spec: {storageCapacity},
  });
  expect(capacityOf(waiting, csiDriver(true))).toMatchObject({storageClassName: 'general'});
  expect(capacityOf(waiting, csiDriver(false))).toBeUndefined();
});
