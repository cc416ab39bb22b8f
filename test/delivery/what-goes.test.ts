import {describe, expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {applySetId} from '../../source/cluster/apply-set.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {belongingsOf, componentLabel} from '../../source/delivery/belongings.js';
import {goingOf, isOfGoing, keepersOf, leftovers, type Removal} from '../../source/delivery/what-goes.js';
import {dataKinds} from '../../source/plan/data-kinds.js';
import {make} from '../cluster/objects.js';

const catalogue = readCatalogue();

const secret = (name: string): KubernetesObject => make('v1', 'Secret', {namespace: 'openstack', name});
const claim = (name: string, component?: string): KubernetesObject =>
  make('v1', 'PersistentVolumeClaim', {
    ...{namespace: 'openstack', name},
    ...(component !== undefined && {metadata: {labels: {[componentLabel]: component}}}),
  });
const ofRelease = (kind: string, release: string): KubernetesObject =>
  make('apps/v1', kind, {
    ...{namespace: 'openstack', name: `${release}-api`},
    metadata: {
      annotations: {'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': 'openstack'},
    },
  });
const belongings = (...objects: readonly KubernetesObject[]) => belongingsOf(catalogue, objects, []);
const removal = (names: readonly string[], held: readonly string[]): Removal => ({
  ...goingOf(names, held),
  purge: new Set(dataKinds),
});
const namesOf = (all: ReturnType<typeof belongings>): string[] => all.map(({object}) => object.metadata.name);

describe('a Secret that is made for several', () => {
  const shared = belongings(secret('glance-admin'), secret('ironic-admin'));
  const going = (terms: Removal): string[] => namesOf(shared.filter(one => isOfGoing(terms, one)));

  test('stays as long as one of them does', () => {
    expect(going(removal(['ironic'], ['cinder', 'glance', 'ironic']))).toEqual(['ironic-admin']);
  });

  test('goes with the last of them, whichever of them were ever there', () => {
    expect(going(removal(['cinder', 'glance'], ['cinder', 'glance']))).toEqual(['glance-admin']);
    expect(keepersOf('openstack', shared.slice(0, 1), removal(['glance'], ['glance']))).toEqual([]);
  });
});

test('a way in that one component delivers for another goes with either', () => {
  const labels = {
    'applyset.kubernetes.io/part-of': applySetId({name: 'openstack-ingress', namespace: 'openstack'}),
  };
  const ways = belongings(
    make('networking.k8s.io/v1', 'Ingress', {
      ...{namespace: 'openstack', name: 'skyline'},
      metadata: {labels: {...labels, 'genestack.io/goes-with': 'skyline'}},
    }),
  );
  const held = ['keystone', 'openstack-ingress', 'skyline'];
  const goes = (name: string): boolean => ways.some(one => isOfGoing(removal([name], held), one));
  expect(held.map(goes)).toEqual([false, true, true]);
});

describe('a namespace stays for', () => {
  const held = ['glance', 'keystone'];
  const keepers = (terms: Partial<Removal>, ...objects: readonly KubernetesObject[]): string[] =>
    namesOf(keepersOf('openstack', belongings(...objects), {...removal(held, held), ...terms}));

  test('nothing, where all that is in it goes', () => {
    expect(keepers({}, ofRelease('Deployment', 'glance'), claim('images', 'glance'))).toEqual([]);
  });

  test('data of a kind that nobody named', () => {
    const objects = [ofRelease('Deployment', 'glance'), claim('images', 'glance'), secret('keystone-admin')];
    expect(keepers({purge: new Set(['secrets', 'namespaces'])}, ...objects)).toEqual(['images']);
  });

  test('a claim that is nobody’s, and what belongs to another component', () => {
    const objects = [claim('mine'), claim('zone', 'powerdns'), ofRelease('Deployment', 'heat')];
    expect(keepers({}, ...objects)).toEqual(['mine', 'zone', 'heat-api']);
  });

  test('nothing that is being deleted already', () => {
    const ending = claim('mine');
    ending.metadata.deletionTimestamp = '2026-11-26T03:00:00Z';
    expect(keepers({}, ending)).toEqual([]);
  });
});

test('what data owns is data of the same kind, and what else owns data does not make it less so', () => {
  const user = ofRelease('User', 'designate');
  const [credentials, claims] = [secret('designate-user-credentials'), claim('volume', 'rabbitmq-cluster')];
  Object.assign(user, {apiVersion: 'rabbitmq.com/v1beta1'});
  Object.assign(user.metadata, {
    uid: 'of-user',
    annotations: {...user.metadata.annotations, 'helm.sh/resource-policy': 'keep'},
  });
  const {apiVersion, kind, metadata} = user;
  credentials.metadata.ownerReferences = [{apiVersion, kind, name: metadata.name, uid: 'of-user'}];
  claims.metadata.ownerReferences = [
    {apiVersion: 'rabbitmq.com/v1beta1', kind: 'RabbitmqCluster', name: 'rabbitmq', uid: 'of-cluster'},
  ];
  expect(belongings(user, credentials, claims).map(({components, data}) => [...components, data])).toEqual([
    ['designate', 'messages'],
    ['designate', 'messages'],
    ['rabbitmq-cluster', 'claims'],
  ]);
});

test('data that an earlier removal left is known by its component; what may be of another tool is not', () => {
  const all = belongings(
    ...[claim('zone', 'powerdns'), claim('mine'), secret('skyline-admin'), secret('glance-admin')],
    make('v1', 'Secret', {
      ...{namespace: 'openstack', name: 'of-a-person'},
      metadata: {labels: {'app.kubernetes.io/instance': 'masakari'}},
    }),
    make('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {name: 'gateways.gateway.networking.k8s.io'}),
    make('storage.k8s.io/v1', 'StorageClass', {name: 'general'}),
  );
  expect([...leftovers(catalogue, all, new Set(['glance']))]).toEqual(['powerdns', 'skyline']);
});
