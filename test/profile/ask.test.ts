import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {askSectionNames, askSections} from '../../source/profile/ask.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {loadProfile, readWholeProfile} from '../../source/profile/read.js';
import {writeProfile} from '../../source/profile/write.js';
import {askedSteps, steps} from '../../source/ui/wizard/steps.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {head, load, problemsOf} from './documents.js';

const folder = temporaryFolder('ask');
const file = (name: string, text: string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
};

test('Every section is a step of the wizard, and asks for the same keys', () => {
  const asking = steps.filter(({sections}) => sections.length > 0);
  expect(Object.fromEntries(asking.map(({id, sections}) => [id, sections]))).toEqual(askSections);
  for (const section of askSectionNames) {
    expect(askedSteps([section], {isDestinationKnown: true})).toEqual([section, 'review']);
  }
});

test('What is to be asked is told beside the profile, which does not have it', () => {
  const {profile, ask, given} = load(`${head}ask: [storage, roles, storage]\nnetwork: {mtu: 9000}\n`);
  expect(ask).toEqual(['storage', 'roles']);
  expect(profile).toEqual({
    ...defaultProfile('flex'),
    network: {...defaultProfile('flex').network, mtu: 9000},
  });
  expect(given).toEqual(['apiVersion', 'kind', 'edition', 'network.mtu']);
});

test('An edition that is to be asked need not be named', () => {
  const text = 'apiVersion: genestack.io/v1alpha1\nkind: Profile\n';
  expect(load(`${text}ask: [edition]\n`).profile.edition).toBe('flex');
  expect(problemsOf(`${text}ask: [names]\n`)).toHaveLength(1);
});

test('What does not fit is left to the answer that is to come, and told where none comes', () => {
  const text = `${head}storage: {classes: existing}\n`;
  expect(problemsOf(text)).toHaveLength(1);
  expect(problemsOf(`${text}ask: [names]\n`)).toHaveLength(1);
  expect(load(`${text}ask: [storage]\n`).profile.storage.classes).toBe('existing');
});

test('A section that there is not is told with its line and those there are', () => {
  expect(problemsOf(`${head}ask: [network]\n`)).toEqual([
    expect.stringMatching(/^mine\.yaml:4:7 ask\[0\]: is "network" and must be one of edition, networking,/),
  ]);
});

test('Where nobody can be asked the sections are named', () => {
  expect(() => readWholeProfile(file('ask.yaml', `${head}ask: [storage, services]\n`))).toThrow(
    expect.objectContaining({
      code: 'GS-PRO-06',
      exitCode: 2,
      message: expect.stringContaining('storage, services'),
    }),
  );
  expect(readWholeProfile(file('none.yaml', `${head}ask: []\n`))).toEqual(defaultProfile('flex'));
});

test('A profile that is written asks for nothing any more', () => {
  const at = file('written.yaml', `${head}ask: [storage] # later\n`);
  writeProfile(at, loadProfile(at).profile);
  expect(readFileSync(at, 'utf8')).toBe(head);
});
