import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {privateFolder} from '../../source/tools/private-folder.js';

const parent = mkdtempSync(join(tmpdir(), 'genestack-private-'));
vi.stubEnv('XDG_RUNTIME_DIR', parent);
afterEach(() => {
  rmSync(parent, {recursive: true, force: true});
});

const script = new URL('../../dist/tools/private-folder.js', import.meta.url);

test('what a killed process left is removed by the next; what lives, or only looks like it, is not', () => {
  const killed = spawnSync(process.execPath, [
    ...['--input-type=module', '-e'],
    `import {privateFolder} from '${script}'; privateFolder(); process.kill(process.pid, 'SIGKILL');`,
  ]);
  expect(killed.signal).toBe('SIGKILL');
  const [left = ''] = readdirSync(parent);
  writeFileSync(join(parent, left, 'kustomization.yaml'), '{}');
  const outside = mkdtempSync(join(tmpdir(), 'genestack-outside-'));
  const link = left.replace(/\w{6}$/, 'linked');
  symlinkSync(outside, join(parent, link));
  const elsewhere = left.replace(/^genestack-\d+/, 'genestack-1');
  mkdirSync(join(parent, elsewhere));
  mkdirSync(join(parent, 'genestack-notes'));

  const own = privateFolder();
  const other = privateFolder();
  const names = readdirSync(parent);
  expect(names).not.toContain(left);
  expect(names).toEqual(expect.arrayContaining([link, elsewhere, 'genestack-notes']));
  expect([own, other].map(({path}) => existsSync(path))).toEqual([true, true]);
  own.remove();
  expect(existsSync(own.path)).toBe(false);
  rmSync(outside, {recursive: true});
});
