import {expect, test} from 'vitest';
import {nodeRoles} from '../../source/catalogue/schema.js';
import {fittedTo} from '../../source/commands/fitted-profile.js';
import {shapeOf} from '../../source/commands/rehearsal.js';
import {checkProfile} from '../../source/profile/checks.js';
import {locateProfile, shippedProfiles} from '../../source/profile/locate.js';
import {readProfile} from '../../source/profile/read.js';
import {dealNodes, type NodePlan} from '../../source/rehearsal/nodes.js';

const one: NodePlan[] = [{name: 'node-1', roles: nodeRoles}];

test('on one node there is one of everything that wants a node for itself, and it is said', () => {
  const {profile, fitted} = fittedTo(readProfile(locateProfile('enterprise')), one);
  expect(profile).toMatchObject({
    nodes: {controlPlane: {count: 1}, compute: {count: 1}, network: {count: 1}, storage: {count: 1}},
    database: {replicas: 1},
    messaging: {replicas: 1},
    storage: {ceph: {replicas: 1}},
  });
  expect(fitted).toEqual([
    'database.replicas is 1 instead of 3',
    'messaging.replicas is 1 instead of 3',
    'storage.ceph.replicas is 1 instead of 3',
  ]);
});

test.each(shippedProfiles().flatMap(name => [1, 2, 3, 5, 20].map(count => [name, count] as const)))(
  '%s is a whole profile on %i nodes',
  (name, count) => {
    const profile = readProfile(locateProfile(name));
    expect(checkProfile(fittedTo(profile, dealNodes(shapeOf(profile), count)).profile)).toEqual([]);
  },
);
