import {expect, test} from 'vitest';
import {GenestackError} from '../../source/errors.js';
import {locateProfile, shippedProfiles} from '../../source/profile/locate.js';

test('The folder is the registry of shipped profiles', () => {
  expect(shippedProfiles()).toEqual(['enterprise', 'flex', 'hyperconverged']);
  expect(locateProfile('flex')).toMatch(/\/profiles\/flex\.yaml$/);
});

test.each(['./flex', '/etc/x', 'mine.yaml', 'a/b.txt'])('%s is a file, there or not', file => {
  expect(locateProfile(file)).toBe(file);
});

test('An unknown name is answered with those there are and the one that was meant', () => {
  const refuse = () => locateProfile('Enterprize');
  expect(refuse).toThrow(GenestackError);
  expect(refuse).toThrow('did you mean enterprise?');
  expect(() => locateProfile('..')).toThrow(expect.objectContaining({code: 'GS-PRO-03', exitCode: 2}));
});
