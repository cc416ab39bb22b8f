import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {followersOf} from '../../source/delivery/follows.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import type {Profile} from '../../source/profile/schema.js';

const catalogue = readCatalogue();
const flex: Profile = defaultProfile('flex');
const follow = (profile: Profile, name: string): readonly string[] =>
  followersOf(catalogue, {...profile, components: {[name]: true}}, {...profile, components: {[name]: false}});

test('the certificate of all public endpoints and the way in follow a service that has one', () => {
  expect(follow(flex, 'skyline')).toEqual(['openstack-ingress', 'public-certificate']);
});

test('so do the routes of a gateway, and what else knows of it', () => {
  const gateway: Profile = {...flex, ingress: {...flex.ingress, controller: 'envoy-gateway'}};
  expect(follow(gateway, 'skyline')).toEqual(['openstack-gateway', 'public-certificate']);
  expect(follow(flex, 'ironic')).toEqual(expect.arrayContaining(['node-roles', 'public-certificate']));
});

test('nothing follows what nobody names', () => {
  expect(follow(flex, 'metal3')).toEqual([]);
});
