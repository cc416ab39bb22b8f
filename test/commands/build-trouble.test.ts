import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {builtFolder} from '../../source/rehearsal/find-servers.js';
import {readPins} from '../../source/rehearsal/pins.js';
import {errorSchema} from '../../source/report/schemas.js';
import {processesWith} from '../helpers/processes.js';
import {type Running, records, start} from '../helpers/program.js';

let folder: string;
let servers: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genestack-build-'));
  mkdirSync(join(folder, 'bin'));
  servers = builtFolder({XDG_CACHE_HOME: join(folder, 'cache')}, readPins());
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const up = (name = 'default'): Running =>
  start(['rehearsal', 'up', '--name', name, '--output', 'json'], {
    PATH: join(folder, 'bin'),
    KUBEBUILDER_ASSETS: '',
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_STATE_HOME: join(folder, 'state'),
  });

/** A Go that tells its version, lists two packages, and builds as the lines of shell say, `$out` being where. */
const fakeGo = (...build: string[]): void => {
  const file = join(folder, 'bin', 'go');
  const lines = [
    '#!/bin/sh',
    'case "$1" in',
    'env) echo go1.99.0 ;;',
    'list) echo one; echo other ;;',
    'build) while [ "$1" != -o ]; do shift; done',
    '  out=$2',
    `  echo built >> '${folder}/builds'`,
    ...build,
    'esac',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
};

const half = ['  echo half > "$out"helm; echo one >&2', '  exec /bin/sleep 1000'];
/** Servers that say something and die, so that nothing comes up. */
const whole = [
  '  for name in server kube-apiserver kube-controller-manager kube-scheduler kwok helm kustomize; do',
  `    printf '#!/bin/sh\\necho no room here\\n' > "$out$name"; /bin/chmod +x "$out$name"`,
  '  done',
];
const cached = (): string[] => (existsSync(dirname(servers)) ? readdirSync(dirname(servers)) : []);
const seen = (running: Running, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    running.child.stderr?.on('data', chunk => {
      said += chunk;
      if (said.includes(text)) resolve();
    });
    void running.ended.then(({stderr}) => reject(new Error(`it ended first: ${stderr}`)));
  });

test('without Go it says what is missing and what to install', async () => {
  const ended = await up().ended;
  expect(ended.exitCode).toBe(3);
  expect(errorSchema.parse(records(ended)[0])).toMatchObject({
    code: 'GS-REH-03',
    message: expect.stringMatching(/Go toolchain.*etcd.*helm >=3/),
    remedy: expect.stringMatching(/Install Go 1\.\d+/),
  });
});

test('an interrupted build leaves no half binary and no process', async () => {
  fakeGo(...half);
  const running = up();
  await seen(running, 'compiling 1 of 2');
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended).toMatchObject({exitCode: 130, stdout: ''});
  expect(cached()).toEqual([]);
  expect(processesWith(folder)).toEqual([]);
});

test('a build that was killed is no build, and the next one begins anew', async () => {
  fakeGo(...half);
  const running = up();
  await seen(running, 'compiling 1 of 2');
  for (const line of processesWith(folder)) process.kill(Number(line.split(' ')[0]), 'SIGKILL');
  await running.ended;
  expect(existsSync(servers)).toBe(false);
  expect(cached()).not.toEqual([]);

  fakeGo(...whole);
  await up().ended;
  expect(cached()).toEqual([servers.split('/').at(-1)]);
  expect(readFileSync(join(servers, 'helm'), 'utf8')).toContain('no room');
});

test('two at once build once, and both say why a server does not come up', async () => {
  fakeGo(`  until [ -e '${folder}/go-on' ]; do /bin/sleep 0.1; done`, ...whole);
  const first = up('one');
  await seen(first, 'compiling');
  const second = up('other');
  await seen(second, 'Another genestack is building the servers; waiting for it.');
  writeFileSync(join(folder, 'go-on'), '');
  for (const ended of await Promise.all([first.ended, second.ended])) {
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toContain('etcd of the rehearsal has died; its last lines: no room here');
    expect(errorSchema.parse(records(ended)[0]).code).toBe('GS-REH-07');
  }
  expect(readFileSync(join(folder, 'builds'), 'utf8')).toBe('built\n');
});

test('a build that fails says so in the words of Go', async () => {
  fakeGo('  echo "write: no space left on device" >&2; exit 1');
  const ended = await up().ended;
  expect(ended.exitCode).toBe(3);
  expect(errorSchema.parse(records(ended)[0])).toMatchObject({
    code: 'GS-REH-05',
    message: expect.stringContaining('no space left on device'),
  });
  expect(cached()).toEqual([]);
});
