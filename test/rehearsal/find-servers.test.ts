import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {builtFolder, findServers} from '../../source/rehearsal/find-servers.js';
import {readPins} from '../../source/rehearsal/pins.js';

const pins = readPins();
let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'genestack-find-'));
});
afterEach(() => rmSync(top, {recursive: true, force: true}));

const place = (folder: string, file: string, mode = 0o755): string => {
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, file), '');
  chmodSync(join(folder, file), mode);
  return join(folder, file);
};

const find = async (versions: Record<string, string> = {}) => {
  const environment = {
    KUBEBUILDER_ASSETS: join(top, 'assets'),
    PATH: `${join(top, 'bin')}:${join(top, 'sbin')}`,
    XDG_CACHE_HOME: join(top, 'cache'),
  };
  return findServers(environment, pins, ['helm'], async (_name, path) => versions[path]);
};

it('takes KUBEBUILDER_ASSETS before PATH and PATH before the cache', async () => {
  const cached = place(builtFolder({XDG_CACHE_HOME: join(top, 'cache')}, pins), 'helm');
  expect((await find()).servers).toEqual({helm: cached});
  const onPath = place(join(top, 'bin'), 'helm');
  expect((await find({[onPath]: '3.22.0'})).servers).toEqual({helm: onPath});
  const asset = place(join(top, 'assets'), 'helm');
  expect((await find({[onPath]: '3.22.0', [asset]: '3.21.4'})).servers).toEqual({helm: asset});
});

it('passes over what has another version or does not run, and goes on along PATH', async () => {
  const old = place(join(top, 'bin'), 'helm');
  const fitting = place(join(top, 'sbin'), 'helm');
  expect((await find({[old]: '3.21.3', [fitting]: '3.21.5'})).servers).toEqual({helm: fitting});
  expect((await find({[old]: '4.0.0'})).missing).toEqual(['helm']);
  place(join(top, 'sbin'), 'helm', 0o644);
  expect((await find({[fitting]: '3.22.0'})).missing).toEqual(['helm']);
});

it('reads the versions and the linker flags from go.mod', () => {
  expect(pins.versions).toMatchObject({'kube-apiserver': '1.37.2', kwok: '0.8.0', helm: '3.22.0'});
  expect(pins.linkerFlags).toContain('-X k8s.io/component-base/version.gitVersion=v1.37.2');
  expect(pins.linkerFlags).toContain('-X k8s.io/client-go/pkg/version.gitMinor=37');
});
