import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {mergedValues, pathKey} from '../../source/delivery/values.js';

const folder = mkdtempSync(join(tmpdir(), 'genestack-values-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const base = file('base.yaml', `conf: {a: 1, b: {c: x, d: y}, list: [1, 2]}\nname: \${profile.region}\n`);
const global = file('global.yaml', 'conf: {list: [3]}\nimages: {pull_policy: Always}\n');
const own = file('own.yaml', 'conf: {b: null, a: {deep: true}}\n');
const context = {profile: {region: 'RegionOne'}};

test('maps are merged, lists and scalars replace, null takes a default away, and each value knows its file', () => {
  const {values, origins} = mergedValues({name: 'keystone', valuesFiles: [base, global, own]}, context);
  expect(values).toEqual({
    conf: {a: {deep: true}, b: null, list: [3]},
    name: 'RegionOne',
    images: {pull_policy: 'Always'},
  });
  expect(Object.fromEntries(origins)).toEqual({
    [pathKey(['conf', 'a', 'deep'])]: own,
    [pathKey(['conf', 'b'])]: own,
    [pathKey(['conf', 'list'])]: global,
    [pathKey(['images', 'pull_policy'])]: global,
    [pathKey(['name'])]: base,
  });
});

test.each([
  ['no map', '- 1\n', 'it is no map of keys'],
  ['no YAML', 'a: [\n', '(2:1)'],
  ['several', 'a: 1\n---\nb: 1\n', 'it holds several documents'],
])('a file that is %s is a sentence', (_what, text, words) => {
  const broken = file('broken.yaml', text);
  expect(() => mergedValues({name: 'keystone', valuesFiles: [broken]}, context)).toThrow(
    expect.objectContaining({code: 'GS-VAL-01', message: expect.stringContaining(words)}),
  );
});

test('a file in which nothing is said yet changes nothing', () => {
  const quiet = file('quiet.yaml', '# image: later\n');
  expect(mergedValues({name: 'keystone', valuesFiles: [base, quiet]}, context)).toEqual(
    mergedValues({name: 'keystone', valuesFiles: [base]}, context),
  );
});
