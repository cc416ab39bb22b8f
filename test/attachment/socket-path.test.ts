import {chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {privateSocketFolders, socketPath} from '../../source/attachment/socket-path.js';

let folder: string;
let environment: {XDG_RUNTIME_DIR: string; XDG_STATE_HOME: string};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genestack-sock-'));
  environment = {XDG_RUNTIME_DIR: join(folder, 'run'), XDG_STATE_HOME: join(folder, 'state')};
  mkdirSync(environment.XDG_RUNTIME_DIR, {mode: 0o700});
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const folderOf = (): string => dirname(socketPath('2026-11-25-193000', environment));
const [inRuntime, inState] = ['run/genestack', 'state/genestack/engines'];
const inTmp = `/tmp/genestack-${userInfo().uid}`;

test("the user's runtime folder is the first place, the folder in it private, two paths never the same", () => {
  expect(folderOf()).toBe(join(folder, inRuntime));
  expect(lstatSync(folderOf()).mode & 0o777).toBe(0o700);
  const paths = Array.from({length: 20}, () => socketPath('r', environment));
  expect(new Set(paths).size).toBeGreaterThan(1);
  expect(privateSocketFolders(environment)).toContain(join(folder, inRuntime));
});

test.each<[string, () => void]>([
  ['others may enter', () => chmodSync(environment.XDG_RUNTIME_DIR, 0o755)],
  ['is not there', () => rmSync(environment.XDG_RUNTIME_DIR, {recursive: true})],
  [
    'is a link',
    () => {
      rmSync(environment.XDG_RUNTIME_DIR, {recursive: true});
      symlinkSync(folder, environment.XDG_RUNTIME_DIR);
    },
  ],
])('a runtime folder that %s is passed over', (_, spoil) => {
  spoil();
  expect(folderOf()).toBe(join(folder, inState));
});

test.each<[string, (path: string) => void]>([
  ['a link', path => symlinkSync(folder, path)],
  ['open to others', path => mkdirSync(path, {mode: 0o777}) ?? chmodSync(path, 0o777)],
])('a planted folder that is %s is neither used nor looked into', (_, plant) => {
  plant(join(folder, inRuntime));
  expect(folderOf()).toBe(join(folder, inState));
  expect(privateSocketFolders(environment)).not.toContain(join(folder, inRuntime));
});

test('a path that the kernel would cut goes elsewhere', () => {
  environment.XDG_RUNTIME_DIR = '';
  environment.XDG_STATE_HOME = join(folder, 'x'.repeat(80));
  expect(folderOf()).toBe(inTmp);
});
