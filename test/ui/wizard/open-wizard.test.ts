import {expect, test} from 'vitest';
import {defaultProfile} from '../../../source/profile/defaults.js';
import {openWizard} from '../../../source/ui/wizard/open-wizard.js';
import {stepIds} from '../../../source/ui/wizard/wizard-state.js';
import {opening} from '../fixtures/opening.js';

test('who starts for the first time is asked everything, with a rehearsal and Flex chosen', () => {
  expect(openWizard(opening)).toMatchObject({
    steps: stepIds,
    index: 0,
    destination: {kind: 'rehearsal'},
    profile: defaultProfile('flex'),
    touched: [],
  });
});

test('it opens with what was chosen the last time, as far as it is still there', () => {
  const destination = (chosen: string) =>
    openWizard({...opening, remembered: {destination: chosen}}).destination;
  expect(destination('site-a')).toEqual({kind: 'cluster', context: 'site-a'});
  expect(destination('site-b')).toEqual({kind: 'rehearsal'});
  expect(destination('file')).toEqual({kind: 'file'});
  expect(openWizard({...opening, remembered: {edition: 'enterprise'}}).profile.edition).toBe('enterprise');
});

test('where it goes is known: nobody is asked, and what choosing it begins is begun', () => {
  const rehearsal = openWizard({...opening, destination: {kind: 'rehearsal'}});
  expect(rehearsal.steps).not.toContain('where');
  expect(rehearsal.wishes).toContainEqual({kind: 'begin-servers'});
  const cluster = openWizard({...opening, destination: {kind: 'cluster', context: 'site-a'}});
  expect(cluster.wishes).toContainEqual({kind: 'look', context: 'site-a'});
  expect(cluster.looks).toEqual({'site-a': {state: 'looking'}});
});

test('a profile that leaves sections is asked for just these, and its answers are answers', () => {
  const profile = {...defaultProfile('enterprise'), name: 'mine'};
  const given = {profile, paths: ['edition', 'name'], ask: ['storage', 'roles']};
  expect(openWizard({...opening, destination: {kind: 'rehearsal'}, given})).toMatchObject({
    steps: ['storage', 'roles', 'review'],
    profile,
    touched: ['edition', 'name'],
  });
});
