import {chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {makeOwnFolder} from '../../source/settings/own-folder.js';

let base: string;
let top: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'genestack-own-'));
  top = join(base, 'state', 'genestack');
});
afterEach(() => rmSync(base, {recursive: true, force: true}));

test('is made for this user alone, and taken as it is afterwards', () => {
  makeOwnFolder(join(top, 'runs'), top);
  makeOwnFolder(join(top, 'runs'), top);
  expect([top, join(top, 'runs')].map(folder => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
});

const elsewhere = (): string => {
  const path = join(base, 'elsewhere');
  mkdirSync(join(path, 'runs'), {recursive: true});
  return path;
};

test.each<[string, string, () => void]>([
  ['is a symbolic link', 'state/genestack', () => symlinkSync(elsewhere(), top)],
  [
    'is a symbolic link',
    'state/genestack/runs',
    () => {
      mkdirSync(top);
      symlinkSync(elsewhere(), join(top, 'runs'));
    },
  ],
  [
    'may be written to by other users',
    'state/genestack',
    () => {
      mkdirSync(join(top, 'runs'), {recursive: true});
      chmodSync(top, 0o777);
    },
  ],
  ...(process.getuid?.() === 0
    ? ([
        [
          'belongs to another user',
          'state/genestack',
          () => {
            mkdirSync(top);
            chownSync(top, 65_534, 65_534);
          },
        ],
      ] as [string, string, () => void][])
    : []),
])('one that %s is refused: %s', (problem, where, plant) => {
  mkdirSync(join(base, 'state'));
  plant();
  expect(() => makeOwnFolder(join(top, 'runs', 'one'), top)).toThrow(`${join(base, where)} ${problem}`);
});

test('a file in its place is what the file system says', () => {
  expect(() => makeOwnFolder('/dev/null/genestack')).toThrow(/ENOTDIR|EEXIST/);
});
