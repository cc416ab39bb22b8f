import {expect, test} from 'vitest';
import {sceneKinds} from '../../source/cluster/scene.js';
import {builtInTroubleKinds, servedTroubleKinds} from '../../source/cluster/troubles.js';
import {howWatched, ownRefs, servedRefs, watchedKind} from '../../source/monitor/kinds.js';

test('every kind that a cause is asked of is watched', () => {
  const asked = [...Object.values(sceneKinds), ...builtInTroubleKinds, ...servedTroubleKinds];
  expect(asked.filter(kind => watchedKind(kind) === undefined)).toEqual([]);
});

const keysOf = (kinds: readonly object[]): string[] => kinds.map(kind => JSON.stringify(kind));

test("Kubernetes' own kinds are watched in the version in which causes are asked of them", () => {
  expect(keysOf(ownRefs)).toEqual(
    expect.arrayContaining(keysOf([...Object.values(sceneKinds), ...builtInTroubleKinds])),
  );
});

const group = (name: string, ...versions: readonly string[]) => ({
  name,
  versions: versions.map(version => ({groupVersion: `${name}/${version}`})),
  preferredVersion: {groupVersion: `${name}/${versions[0]}`},
});

test('an operator kind is watched in the version that causes know, where the API has it', () => {
  expect(servedRefs({groups: [group('metallb.io', 'v1beta2', 'v1beta1')]})).toEqual([
    {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool'},
  ]);
  expect(servedRefs({groups: [group('metallb.io', 'v1')]})).toEqual([
    {apiVersion: 'metallb.io/v1', kind: 'IPAddressPool'},
  ]);
  expect(servedRefs({groups: [group('ironic.metal3.io', 'v1alpha1')]})).toEqual([
    {apiVersion: 'ironic.metal3.io/v1alpha1', kind: 'Ironic'},
  ]);
  expect(servedRefs({})).toEqual([]);
});

test('of events those that tell of trouble, and that a claim was taken', () => {
  expect(howWatched(sceneKinds.Event).map(({fieldSelector}) => fieldSelector)).toEqual([
    'type!=Normal',
    'type=Normal,reason=Provisioning',
  ]);
});
