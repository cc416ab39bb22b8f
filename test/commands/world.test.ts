import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {usualRehearsal} from '../../source/commands/rehearsal.js';
import {type RealWorld, realWorld} from '../../source/commands/world.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {readProfile} from '../../source/profile/read.js';
import type {Draft} from '../../source/ui/wizard/draft.js';

let folder: string;
let real: RealWorld;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'genestack-world-'));
  for (const name of ['STATE', 'CONFIG', 'CACHE']) {
    vi.stubEnv(`XDG_${name}_HOME`, path.join(folder, name));
  }
  vi.stubEnv('KUBECONFIG', path.join(folder, 'kubeconfig'));
  said = [];
  real = realWorld(
    {
      catalogue: {components: new Map()} as never,
      cluster: {},
      rehearsal: {...usualRehearsal, keep: true},
      profileFile: './genestack.yaml',
    },
    sentence => said.push(sentence),
  );
});
afterEach(async () => {
  await real.close();
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true, force: true});
});

const draft: Draft = {
  savedAt: '2026-11-23T11:42:00.000Z',
  step: 'storage',
  destination: {kind: 'cluster', context: 'site-a'},
  profile: {...defaultProfile('enterprise'), name: 'mine'},
  texts: {'network.podCIDR': '10.0.'},
} as Draft;

test('a draft comes back, and is gone when the profile is written', () => {
  const {drafts, profiles} = real.world;
  expect(drafts.read()).toBeNull();
  drafts.write(draft);
  expect(drafts.read()).toEqual(draft);
  const file = path.join(folder, 'mine.yaml');
  expect(profiles.exists(file)).toBe(false);
  profiles.write(file, draft.profile);
  expect(profiles.exists(file)).toBe(true);
  expect(readProfile(file)).toEqual(draft.profile);
  expect(drafts.read()).toBeNull();
  expect(said).toEqual([]);
});

test('a profile that cannot be written leaves the draft', () => {
  const {drafts, profiles} = real.world;
  drafts.write(draft);
  expect(() => profiles.write(path.join(folder, 'none', 'mine.yaml'), draft.profile)).toThrow(
    expect.objectContaining({code: 'GS-PRO-05'}),
  );
  expect(drafts.read()).toEqual(draft);
});

test('a draft of another form is none, with a sentence', () => {
  const state = path.join(folder, 'STATE', 'genestack');
  mkdirSync(state, {recursive: true});
  const {apiVersion: _, ...profile} = draft.profile;
  writeFileSync(path.join(state, 'draft.json'), JSON.stringify({...draft, profile}));
  expect(real.world.drafts.read()).toBeNull();
  expect(said).toEqual([expect.stringContaining('is ignored')]);
  expect(existsSync(path.join(state, 'draft.json'))).toBe(true);
});

test('a kubeconfig that cannot be read is a problem and no reason to stop', async () => {
  const {contexts, look} = real.world;
  expect(contexts()).toEqual({
    current: null,
    contexts: [],
    problem: expect.stringContaining('there is no kubeconfig at'),
  });
  await expect(look('site-a', new AbortController().signal)).rejects.toMatchObject({code: 'GS-K8S-01'});
  vi.stubEnv('KUBECONFIG', undefined);
  vi.stubEnv('HOME', folder);
  expect(contexts()).toEqual({current: null, contexts: [], problem: null});
});

test('choices are remembered', () => {
  real.world.remembered.write({edition: 'enterprise', destination: 'rehearsal'});
  expect(real.world.remembered.read()).toEqual({edition: 'enterprise', destination: 'rehearsal'});
});
