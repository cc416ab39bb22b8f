import {statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {durationsFile} from '../../source/settings/durations.js';
import {stateFolder} from '../helpers/program.js';

const {state: config, remove} = stateFolder();
const environment = {XDG_CONFIG_HOME: config};
const file = join(config, 'genestack', 'durations.json');
afterEach(remove);
const never = (sentence: string): void => {
  throw new Error(sentence);
};

test('times are kept by cluster, the newest over the older, for their owner alone', () => {
  let now = 0;
  const durations = durationsFile(environment, never, () => now++);
  expect(durations.read('a')).toEqual({});
  durations.write('a', {'db/apply': 40, 'db/ready': 100});
  durations.write('b', {'db/apply': 1});
  durations.write('a', {'db/apply': 30});
  expect(durations.read('a')).toEqual({'db/apply': 30, 'db/ready': 100});
  expect(durations.read('b')).toEqual({'db/apply': 1});
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (let cluster = 0; cluster < 20; cluster++) {
    durations.write(`more-${cluster}`, {'db/apply': 2});
  }
  expect(durations.read('b')).toEqual({});
});

test('a file that cannot be read counts as nothing, and is begun anew', () => {
  const durations = durationsFile(environment, never);
  durations.write('a', {'db/apply': 40});
  writeFileSync(file, '{"a": {"steps": {"db/apply": "x", "db/ready": -1, "api/apply": 3}}');
  expect(durations.read('a')).toEqual({});
  durations.write('a', {'db/apply': 5});
  expect(durations.read('a')).toEqual({'db/apply': 5});
});
