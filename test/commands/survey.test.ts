import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {dataQuestion, fateOf, survey, surveyLines} from '../../source/commands/survey.js';
import {belongingsOf} from '../../source/delivery/belongings.js';
import {goingOf} from '../../source/delivery/what-goes.js';
import {makePlan} from '../../source/plan/make-plan.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {make} from '../cluster/objects.js';

const catalogue = readCatalogue();
/** What a whole Flex is held by. */
const held = makePlan(catalogue, {...defaultProfile('flex'), components: {skyline: true}})
  .components.filter(({enabled, delivery}) => enabled && (delivery === 'helm' || delivery === 'kustomize'))
  .map(({name}) => name);
/** Every Secret that is made for what is held, as it lies in the cluster. */
const secrets: readonly KubernetesObject[] = held.flatMap(name => {
  const {namespace = '', secrets: own = []} = catalogue.components.get(name) ?? {};
  return own.map(facts => make('v1', 'Secret', {namespace: facts.namespace ?? namespace, name: facts.name}));
});
const volume = make('v1', 'PersistentVolumeClaim', {namespace: 'openstack', name: 'mine'});
const surveyed = (names: readonly string[], ...more: readonly KubernetesObject[]) =>
  survey(catalogue, belongingsOf(catalogue, [...secrets, ...more], []), goingOf(names, held));

test('a teardown names the namespace that goes with the last of it, unless a claim is in it that is nobody’s', () => {
  expect(surveyed(held).data.get('namespaces')).toContain('openstack');
  expect(surveyed(held, volume).data.get('namespaces')).not.toContain('openstack');
});

test('a Secret that something else needs as well is not offered', () => {
  const {data} = surveyed(['ironic']);
  expect(data.get('secrets') ?? []).not.toContain('Secret openstack/glance-admin');
  expect(surveyed(held).data.get('secrets')).toContain('Secret openstack/glance-admin');
});

test('data that Helm takes along with its release is told to go', () => {
  const volume = (name: string, policy: Record<string, string>): KubernetesObject =>
    make('v1', 'PersistentVolumeClaim', {
      ...{namespace: 'openstack', name},
      metadata: {
        annotations: {
          ...{'meta.helm.sh/release-name': 'skyline', 'meta.helm.sh/release-namespace': 'openstack'},
          ...policy,
        },
      },
    });
  const found = surveyed(
    ['skyline'],
    volume('lost', {}),
    volume('kept', {'helm.sh/resource-policy': 'keep'}),
  );
  expect(found.taken).toEqual(['PersistentVolumeClaim openstack/lost']);
  expect(found.data.get('claims')).toEqual(['PersistentVolumeClaim openstack/kept']);
  expect(surveyLines(found, new Set()).join('\n')).toMatch(/^Among it, .*openstack\/lost$/m);
});

test('what stays and uses what goes is told to lose it', () => {
  const there = [...held, 'aodh', 'ceilometer', 'gnocchi'];
  const {outside} = survey(catalogue, [], goingOf(['ceilometer', 'gnocchi'], there));
  expect(outside).toContain('aodh stays and uses gnocchi and ceilometer: that it loses.');
});

test('is told before, kind by kind, and once more with what was answered', () => {
  const labels = {release_group: 'skyline'};
  const service = make('v1', 'Service', {namespace: 'openstack', name: 'skyline-api', metadata: {labels}});
  const found = surveyed(['skyline'], service);
  expect(surveyLines(found, new Set())).toMatchInlineSnapshot(`
    [
      "Goes:",
      "  skyline: 1 Service",
      "Stays, because it is data:",
      "  secrets: Secret openstack/skyline-admin and Secret openstack/skyline-db-password",
      "Keystone still lists skyline: take them out with "openstack service delete" (their endpoints go with it) and "openstack user delete".",
    ]
  `);
  expect(dataQuestion('secrets', found.data.get('secrets') ?? [])).toContain('Type secrets to delete');
  expect(fateOf(['claims', 'secrets'], new Set())).toBe('and leave its data');
  expect(fateOf(['claims', 'secrets'], new Set(['secrets']))).toBe('with its secrets and no other data');
  expect(fateOf(['secrets'], new Set(['secrets', 'claims']))).toBe('with its secrets');
});

test('what goes with either of two is told once where both go', () => {
  const ingress = make('networking.k8s.io/v1', 'Ingress', {
    ...{namespace: 'openstack', name: 'skyline'},
    metadata: {
      labels: {'genestack.io/component': 'openstack-ingress', 'genestack.io/goes-with': 'skyline'},
    },
  });
  const of = (...names: readonly string[]) => [...surveyed(names, ingress).goes.values()].join();
  expect(of('openstack-ingress', 'skyline')).toBe('1 Ingress,');
  expect(of('skyline')).toBe('1 Ingress');
});
