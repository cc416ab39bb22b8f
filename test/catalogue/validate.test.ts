import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {catalogueFolder, catalogueOf, required} from '../helpers/catalogue.js';

test('the shipped catalogue is whole', () => {
  expect(readCatalogue().components.size).toBeGreaterThan(60);
});

test('a need on an unknown component names file and line', () => {
  const folder = catalogueFolder({a: {needs: [{component: 'b', kind: 'ready'}]}});
  expect(() => readCatalogue(folder)).toThrow(
    /a\/component\.yaml:\d+: needs b, and there is no such component/,
  );
});

test('a capability that nothing provides is named', () => {
  expect(() => catalogueOf({a: {needs: [{capability: 'cni', kind: 'ready'}]}})).toThrow(
    /the capability cni, and no component provides it/,
  );
});

test('an unknown readiness group is named', () => {
  const needs = [{component: 'nova', group: 'api', kind: 'ready'}];
  expect(() => catalogueOf({a: {needs}, nova: {}})).toThrow(
    /the readiness group api, which nova does not have/,
  );
});

test('a cycle is named from end to end', () => {
  const components = {
    a: {needs: [{component: 'b', kind: 'ready'}]},
    b: {needs: [{component: 'a', kind: 'ready'}]},
  };
  expect(() => catalogueOf(components)).toThrow(/closes a cycle: .*a.*→.*b.*→.*a/);
});

test('readiness groups that wait for each other close no cycle', () => {
  const components = {
    nova: {
      groups: {api: ['api'], compute: ['compute']},
      needs: [{component: 'neutron', group: 'server', kind: 'ready', for: 'compute'}],
    },
    neutron: {
      groups: {server: ['server'], agents: ['agents']},
      needs: [{component: 'nova', group: 'api', kind: 'ready', for: 'agents'}],
    },
  };
  expect(catalogueOf(components).components.size).toBe(2);
});

test('a custom resource without a need on what brings its kind is a missing edge, with file and line', () => {
  const folder = catalogueFolder({
    operator: {
      crds: [{group: 'k8s.mariadb.com', kind: 'Database', plural: 'databases', versions: ['v1alpha1']}],
    },
    keystone: {},
  });
  const resources = path.join(folder, 'keystone', 'kustomize', 'resources');
  mkdirSync(resources, {recursive: true});
  writeFileSync(
    path.join(resources, 'database.yaml'),
    '# why\napiVersion: k8s.mariadb.com/v1alpha1\nkind: Database\nmetadata: {name: keystone}\n',
  );
  expect(() => readCatalogue(folder)).toThrow(
    /database\.yaml:2: sends a Database, a kind that operator brings, and keystone needs none of them/,
  );
});

test('two folders cannot deliver one row', () => {
  expect(() => catalogueOf({a: required('Keystone'), b: required('Keystone')})).toThrow(
    /the row Keystone is a's already/,
  );
});

test('an unknown key names file and line', () => {
  const text = 'row: null\ngroup: OpenStack\nwhat: 1\n';
  expect(() => readCatalogue(catalogueFolder({a: text}))).toThrow(/a\/component\.yaml:1: .*what/s);
});
