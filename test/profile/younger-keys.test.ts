import {expect, test} from 'vitest';
import {stringify} from 'yaml';
import {defaultProfile} from '../../source/profile/defaults.js';
import {profileFrom} from '../../source/profile/read.js';
import {youngerKeys} from '../../source/profile/younger-keys.js';

const enterprise = defaultProfile('enterprise');
const {multiAttach: _multiAttach, ...storage} = enterprise.storage;
const read = (profile: object, beneath?: object) =>
  profileFrom(Buffer.from(stringify(profile)), 'profile', {beneath}).profile.storage.multiAttach;

test('a record from before a key says what was so without it', () => {
  expect(read({...enterprise, storage}, youngerKeys)).toBe('none');
});

test('a record that has the key says what it says', () => {
  expect(read(enterprise, youngerKeys)).toBe('ceph');
});

test('a file that lacks it takes what its edition does', () => {
  expect(read({...enterprise, storage})).toBe('ceph');
});
