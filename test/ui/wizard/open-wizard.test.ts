import {expect, test} from 'vitest';
import {defaultProfile} from '../../../source/profile/defaults.js';
import {openWizard} from '../../../source/ui/wizard/open-wizard.js';
import {stepIds} from '../../../source/ui/wizard/wizard-state.js';
import {shippedCatalogue} from '../fixtures/run-views.js';

const facts = {
  catalogue: shippedCatalogue(),
  contexts: {
    current: 'site-a',
    contexts: [{name: 'site-a', server: 'https://10.1.0.10:6443', user: 'admin'}],
    problem: null,
  },
  servers: {state: 'there', text: '', done: 0, total: null},
  draft: null,
  remembered: {},
  profileFile: './genestack.yaml',
} as const;

test('who starts for the first time is asked everything, with a rehearsal and Flex chosen', () => {
  expect(openWizard(facts)).toMatchObject({
    steps: stepIds,
    index: 0,
    destination: {kind: 'rehearsal'},
    profile: defaultProfile('flex'),
    touched: [],
  });
});

test('it opens with what was chosen the last time, as far as it is still there', () => {
  const destination = (chosen: string) =>
    openWizard({...facts, remembered: {destination: chosen}}).destination;
  expect(destination('site-a')).toEqual({kind: 'cluster', context: 'site-a'});
  expect(destination('site-b')).toEqual({kind: 'rehearsal'});
  expect(destination('file')).toEqual({kind: 'file'});
  expect(openWizard({...facts, remembered: {edition: 'enterprise'}}).profile.edition).toBe('enterprise');
});

test('where it goes is known: nobody is asked, and what choosing it begins is begun', () => {
  const rehearsal = openWizard({...facts, destination: {kind: 'rehearsal'}});
  expect(rehearsal.steps).not.toContain('where');
  expect(rehearsal.wishes).toContainEqual({kind: 'begin-servers'});
  const cluster = openWizard({...facts, destination: {kind: 'cluster', context: 'site-a'}});
  expect(cluster.wishes).toContainEqual({kind: 'look', context: 'site-a'});
  expect(cluster.looks).toEqual({'site-a': {state: 'looking'}});
});

test('a profile that leaves sections is asked for just these, and its answers are answers', () => {
  const profile = {...defaultProfile('enterprise'), name: 'mine'};
  const given = {profile, paths: ['edition', 'name'], ask: ['storage', 'roles']};
  expect(openWizard({...facts, destination: {kind: 'rehearsal'}, given})).toMatchObject({
    steps: ['storage', 'roles', 'review'],
    profile,
    touched: ['edition', 'name'],
  });
});
