import {expect, it} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {applySetId} from '../../source/cluster/apply-set.js';
import {namesOf} from '../../source/cluster/component-names.js';
import type {KubernetesObject, ObjectRef, OwnerReference} from '../../source/cluster/kubernetes-object.js';
import {membershipOf} from '../../source/cluster/membership.js';
import {make} from './objects.js';

const {components} = readCatalogue();
const componentOf = membershipOf([...components.values()].map(namesOf));

const helm = (release: string, namespace: string) => ({
  annotations: {'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace},
});
const part = (name: string, namespace: string) => ({
  labels: {'applyset.kubernetes.io/part-of': applySetId({name, namespace})},
});
const ownedBy = (...owners: (Partial<OwnerReference> & {kind: string; name: string})[]) => ({
  ownerReferences: owners.map(owner => ({apiVersion: 'x/v1', uid: `uid-${owner.name}`, ...owner})),
});
const of = (
  kind: string,
  namespace: string,
  name: string,
  metadata: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject => make('x/v1', kind, {name, namespace, metadata: {uid: `uid-${name}`, ...metadata}});

const among =
  (...known: readonly KubernetesObject[]) =>
  (ref: ObjectRef) =>
    known.find(({kind, metadata}) => kind === ref.kind && metadata.name === ref.name);

it.each([
  [
    'a release of the same name',
    of('Deployment', 'openstack', 'a', helm('keystone', 'openstack')),
    'keystone',
  ],
  [
    'a release of another name',
    of('Deployment', 'rook-ceph', 'a', helm('rook-ceph', 'rook-ceph')),
    'rook-operator',
  ],
  [
    'a release by the name that other scripts give it',
    of(
      'Deployment',
      'envoyproxy-gateway-system',
      'a',
      helm('envoyproxy-gateway', 'envoyproxy-gateway-system'),
    ),
    'envoy-gateway',
  ],
  ['a release in another namespace', of('Deployment', 'other', 'a', helm('keystone', 'other')), undefined],
  ['an ApplySet', of('Deployment', 'openstack', 'a', part('powerdns', 'openstack')), 'powerdns'],
  [
    'an ApplySet before a name that two share',
    of('Job', 'openstack', 'cinder-volume-type', part('iscsi-tgtd', 'openstack')),
    'iscsi-tgtd',
  ],
  [
    'a hook, which Helm does not mark, by its label',
    of('Job', 'openstack', 'keystone-of-a-later-chart', {labels: {release_group: 'keystone'}}),
    'keystone',
  ],
  [
    'a hook by the label that other charts use',
    of('Job', 'cert-manager', 'a', {labels: {'app.kubernetes.io/instance': 'cert-manager'}}),
    'cert-manager',
  ],
  ['a hook without labels by its name', of('Job', 'openstack', 'nova-db-sync'), 'nova'],
  [
    'what comes with the release of another',
    of(
      'DaemonSet',
      'monitoring',
      'kube-prometheus-stack-prometheus-node-exporter',
      helm('kube-prometheus-stack', 'monitoring'),
    ),
    'node-exporter',
  ],
  [
    'what other scripts applied, by its name',
    of('StatefulSet', 'openstack', 'mariadb-cluster'),
    'mariadb-cluster',
  ],
  [
    'CoreDNS, whatever it is called',
    of('Deployment', 'kube-system', 'rke2-dns', {labels: {'k8s-app': 'kube-dns'}}),
    'coredns',
  ],
  ['what is nobody of ours', of('Deployment', 'openstack', 'someone-elses'), undefined],
])('tells %s', (_, object, component) => {
  expect(componentOf(object, () => undefined)).toBe(component);
});

it('follows owners up to a release', () => {
  const deployment = of('Deployment', 'openstack', 'api', helm('glance', 'openstack'));
  const replicaSet = of('ReplicaSet', 'openstack', 'api-1', ownedBy({kind: 'Deployment', name: 'api'}));
  const pod = of('Pod', 'openstack', 'api-1-x', ownedBy({kind: 'ReplicaSet', name: 'api-1'}));
  expect(componentOf(pod, among(deployment, replicaSet))).toBe('glance');
  expect(componentOf(pod, among(replicaSet))).toBe(undefined);
});

it('follows owners up to a custom resource, seen or only named', () => {
  const cluster = of('CephCluster', 'rook-ceph', 'elsewhere', helm('rook-ceph-cluster', 'rook-ceph'));
  const mon = of('Deployment', 'rook-ceph', 'mon-a', ownedBy({kind: 'CephCluster', name: 'elsewhere'}));
  expect(componentOf(mon, among(cluster))).toBe('rook-ceph-cluster');
  const named = of('Deployment', 'rook-ceph', 'mon-a', ownedBy({kind: 'CephCluster', name: 'rook-ceph'}));
  expect(componentOf(named, () => undefined)).toBe('rook-ceph-cluster');
  const operated = of('StatefulSet', 'monitoring', 'prometheus-x', {
    ...helm('other', 'monitoring'),
    ...ownedBy({kind: 'Prometheus', name: 'kube-prometheus-stack-prometheus'}),
  });
  expect(componentOf(operated, () => undefined)).toBe('prometheus');
});

it('follows the owner that controls, and only where it is still the same object', () => {
  const made = of(
    'Deployment',
    'openstack',
    'x',
    ownedBy({kind: 'ConfigMap', name: 'a'}, {kind: 'Thing', name: 'b', controller: true}),
  );
  const a = of('ConfigMap', 'openstack', 'a', part('powerdns', 'openstack'));
  const b = of('Thing', 'openstack', 'b', part('mongodb', 'mongodb'));
  expect(componentOf(made, among(a, b))).toBe('mongodb');
  const anew = {...b, metadata: {...b.metadata, uid: 'another'}};
  expect(componentOf(made, among(a, anew))).toBe(undefined);
});

it('ends where owners own each other', () => {
  const a = of('Thing', 'openstack', 'a', ownedBy({kind: 'Thing', name: 'b'}));
  const b = of('Thing', 'openstack', 'b', ownedBy({kind: 'Thing', name: 'a'}));
  expect(componentOf(a, among(a, b))).toBe(undefined);
});
