import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {diskWarning, privateFolder} from '../../source/tools/private-folder.js';
import {canMount} from '../cluster/small-program.js';

// On a memory file system, else it would be passed over.
const parent = mkdtempSync('/dev/shm/genestack-private-');
vi.stubEnv('XDG_RUNTIME_DIR', parent);
afterEach(() => {
  rmSync(parent, {recursive: true, force: true});
  vi.stubEnv('XDG_RUNTIME_DIR', parent);
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

test('a folder on a disk is passed over for one in memory, whatever variable names it', () => {
  const onDisk = mkdtempSync(join(import.meta.dirname, 'on-disk-'));
  try {
    vi.stubEnv('XDG_RUNTIME_DIR', onDisk);
    const home = privateFolder();
    home.remove();
    expect(dirname(home.path)).toBe('/dev/shm');
    expect(diskWarning()).toBeUndefined();
  } finally {
    rmSync(onDisk, {recursive: true});
  }
});

test.runIf(canMount)('where nothing in memory is writable, it is said where it lies instead', () => {
  const said = spawnSync(
    'unshare',
    [
      ...[
        '--map-root-user',
        '--mount',
        'sh',
        '-ec',
        'mount --bind /proc/self/fdinfo /dev/shm; exec "$@"',
        'sh',
      ],
      ...[process.execPath, '--input-type=module', '-e'],
      `import {diskWarning} from '${script}'; console.log(diskWarning());`,
    ],
    {env: {PATH: process.env.PATH, TMPDIR: import.meta.dirname}, encoding: 'utf8'},
  );
  expect(said.stdout).toMatch(/^What helm and kustomize are handed .* lies in \S+test\/tools while they run/);
});
