import {describe, expect, test} from 'vitest';
import {type Compared, changedObjects, differing, pathText, unmet} from '../../source/plan/diff.js';
import {driftOf, inDoubt, type Live} from '../../source/plan/diff-drift.js';

const texts = (paths: readonly (readonly (string | number)[])[]): string[] => paths.map(pathText);

describe('what is declared', () => {
  test('may be met by more than it says', () => {
    expect(unmet({spec: {replicas: 3, list: []}}, {spec: {replicas: 3, strategy: 'Recreate'}})).toEqual([]);
  });

  test('is named by the path of what is not so', () => {
    const declared = {spec: {containers: [{name: 'api', image: 'a:1'}], 'a.b': 1}};
    const found = {spec: {containers: [{name: 'api', image: 'a:2', tty: true}], 'a.b': 2}};
    expect(texts(unmet(declared, found))).toEqual(['spec.containers[0].image', 'spec."a.b"']);
  });

  test('differs as a whole where a list has another length', () => {
    expect(texts(unmet({args: ['a', 'b']}, {args: ['a']}))).toEqual(['args']);
  });
});

test('nothing, null and what is empty are the same', () => {
  expect(differing({a: null, b: {}, c: []}, {d: {e: undefined}})).toEqual([]);
  expect(texts(differing({a: {b: 1}}, {a: {b: 2}, c: 0}))).toEqual(['a.b', 'c']);
});

const deployment = (spec: object, name = 'api', more: object = {}): Compared => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {namespace: 'openstack', name, ...more},
  spec,
});

test('objects that come, change and go, and whose pods are replaced', () => {
  const before = [deployment({replicas: 1, template: {image: 'a:1'}}), deployment({}, 'old')];
  const after = [deployment({replicas: 1, template: {image: 'a:2'}}), deployment({}, 'new')];
  expect(changedObjects(before, after)).toEqual({
    objects: [
      {object: 'Deployment openstack/api', action: 'change', fields: ['spec.template.image']},
      {object: 'Deployment openstack/new', action: 'create', fields: []},
      {object: 'Deployment openstack/old', action: 'remove', fields: []},
    ],
    restarts: ['Deployment openstack/api'],
  });
});

describe('drift', () => {
  const declared = deployment({replicas: 3, template: {containers: [{name: 'api', image: 'a:1'}]}});
  const live = (spec: object, ...managedFields: object[]): Live =>
    deployment(spec, 'api', {managedFields, labels: {app: 'api'}}) as Live;
  const helm = {manager: 'helm', operation: 'Update', fieldsV1: {'f:spec': {'f:template': {}}}};
  const edit = (fieldsV1: object, more: object = {}) => ({
    manager: 'kubectl-edit',
    operation: 'Update',
    time: '2026-11-23T14:03:22Z',
    fieldsV1,
    ...more,
  });

  test('is told with its value, its manager and its time', () => {
    const found = live(
      {...(declared.spec as object), replicas: 2},
      helm,
      edit({'f:spec': {'f:replicas': {}}}),
    );
    expect(inDoubt(declared, found)).toBe(true);
    expect(driftOf(declared, found, declared)).toEqual([
      {
        object: 'Deployment openstack/api',
        fields: ['spec.replicas'],
        from: 3,
        to: 2,
        manager: 'kubectl-edit',
        time: '2026-11-23T14:03:22Z',
      },
    ]);
  });

  test.each([
    ['an empty value of an environment', {env: [{name: 'A', value: ''}]}, {env: [{name: 'A'}]}, false],
    ['no delay', {probe: {initialDelaySeconds: 0}}, {probe: {}}, false],
    ['a delay', {probe: {initialDelaySeconds: 1}}, {probe: {}}, true],
    ['a pointer, whose zero means something', {automountServiceAccountToken: false}, {}, true],
    [
      'a value instead of an empty one',
      {env: [{name: 'A', value: ''}]},
      {env: [{name: 'A', value: 'b'}]},
      true,
    ],
  ])('is in doubt where the API does not leave out the zero of %s', (_what, wanted, found, isInDoubt) => {
    expect(inDoubt(deployment(wanted), deployment(found) as Live)).toBe(isInDoubt);
  });

  test('of a key of a person is in doubt for what is empty', () => {
    const map = {...deployment({}), apiVersion: 'v1', kind: 'ConfigMap', data: {value: ''}};
    expect(inDoubt(map, {...map, data: {other: 'a'}} as Live)).toBe(true);
    expect(
      inDoubt(deployment({nodeSelector: {a: 'b', value: ''}}), deployment({nodeSelector: {a: 'b'}}) as Live),
    ).toBe(true);
  });

  test('of a custom resource is in doubt for a zero too', () => {
    const own = {...deployment({readOnly: false}), apiVersion: 'example.com/v1'};
    expect(inDoubt(own, {...own, spec: {}} as Live)).toBe(true);
  });

  test('is seen in an element of a list, and where something was added', () => {
    const image = {'f:template': {'f:containers': {'k:{"name":"api"}': {'f:image': {}, 'f:tty': {}}}}};
    const found = live(
      {replicas: 3, template: {containers: [{name: 'api', image: 'a:2', tty: true}]}},
      edit({'f:spec': image, 'f:metadata': {'f:annotations': {'f:seen': {}}}}),
    );
    expect(driftOf(declared, found, undefined)).toMatchObject([
      {fields: ['spec.template.containers[0].image', 'spec.template.containers[0].tty'], from: null},
    ]);
  });

  test('is not what a controller completes, nor a status, nor a remark', () => {
    const found = live(
      {...(declared.spec as object), replicas: 5},
      {...edit({'f:spec': {'f:replicas': {}}}), manager: 'kube-controller-manager'},
      edit({'f:status': {'f:replicas': {}}}, {subresource: 'status'}),
      edit({'f:metadata': {'f:annotations': {'f:kubectl.kubernetes.io/restartedAt': {}}}}),
    );
    expect(driftOf(declared, found, declared)).toEqual([]);
  });

  test('a field that somebody took away belongs to nobody, and is told of who holds others', () => {
    const found = live({template: {containers: [{name: 'api', image: 'a:1'}]}}, helm);
    expect(driftOf(declared, found, declared)).toMatchObject([{fields: ['spec.replicas'], manager: null}]);
  });
});
