import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import {select} from '../../source/plan/selection.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {locateProfile, shippedProfiles} from '../../source/profile/locate.js';
import type {Path} from '../../source/profile/problem.js';
import {loadProfile, readProfile} from '../../source/profile/read.js';
import {allPaths} from '../../source/profile/schema-keys.js';

test.each(shippedProfiles())('%s says every key itself, but for those that have no default', name => {
  const {profile, isGiven} = loadProfile(locateProfile(name));
  const leaves = (value: unknown, at: Path = []): Path[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, item]) => leaves(item, [...at, key]))
      : [at];
  expect(leaves(profile).filter(at => !isGiven(at))).toEqual([]);
  const text = readFileSync(locateProfile(name), 'utf8');
  expect(text.startsWith('# yaml-language-server: $schema=../assets/profile.schema.json\n')).toBe(true);
  expect(allPaths().filter(at => !new RegExp(`^[ #]*${at.at(-1)}:`, 'm').test(text))).toEqual([]);
});

test.each(['flex', 'enterprise'] as const)('%s shows the defaults of its edition', edition => {
  const {components: _chosen, ...shown} = readProfile(locateProfile(edition));
  const {components: _none, ...defaults} = defaultProfile(edition);
  expect(shown).toEqual(defaults);
});

test('Every row of the matrix is on in one of the shipped profiles', () => {
  const catalogue = readCatalogue();
  const on = shippedProfiles().flatMap(name =>
    [
      ...select(
        catalogue,
        readProfile(locateProfile(name), {componentNames: [...catalogue.components.keys()]}),
      ).values(),
    ]
      .filter(({enabled}) => enabled)
      .map(({component}) => component.row),
  );
  const rows = [...catalogue.components.values()].flatMap(({row}) => row ?? []);
  expect(rows.filter(row => !on.includes(row))).toEqual([]);
});

test('What components take from the profile is there', () => {
  const known = new Set(allPaths().map(at => at.join('.')));
  const folder = packagePath('assets/components');
  const unknown = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter(file => file.endsWith('.yaml'))
    .flatMap(file =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/\$\{profile\.([A-Za-z0-9.]+)/g)]
        .map(([, at = '']) => at.replace(/\.\d.*$/, ''))
        .filter(at => !known.has(at))
        .map(at => `${file}: ${at}`),
    );
  expect(unknown).toEqual([]);
});
