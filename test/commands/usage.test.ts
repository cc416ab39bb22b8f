import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {errorSchema} from '../../source/report/schemas.js';
import {genestack, records} from '../helpers/program.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const folder = temporaryFolder('usage');
const file = (name: string, text: string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
};
const kubeconfig = (server: string): string =>
  file(
    'kubeconfig',
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'here',
      clusters: [{name: 'here', cluster: {server, 'insecure-skip-tls-verify': true}}],
      users: [{name: 'here', user: {}}],
      contexts: [{name: 'here', context: {cluster: 'here', user: 'here'}}],
    }),
  );

describe('help and version', () => {
  test.each([
    [],
    ['rehearse'],
    ['install'],
    ['plan'],
    ['rehearsal'],
    ['rehearsal', 'up'],
    ['profile'],
    ['profile', 'check'],
    ['profile', 'new'],
  ])('are at the level %j', async (...verbs) => {
    const help = await genestack([...verbs, '--help']);
    expect(help).toMatchObject({exitCode: 0, stderr: ''});
    expect(help.stdout).toContain('Usage: genestack');
    expect(await genestack([...verbs, '--version'])).toMatchObject({exitCode: 0, stdout: '0.1.0\n'});
  });
});

test.each([
  ['an unknown verb', ['instal']],
  ['an unknown verb that is like none', ['frobnicate']],
  ['an unknown option', ['plan', '--profil', 'flex']],
  ['an unknown option without a verb', ['--asci']],
  ['a wrong form', ['plan', '--output', 'xml']],
  ['a pace that is no number', ['rehearse', '--pace', 'fast']],
  ['a profile that is not shipped', ['plan', '--profile', 'flax']],
  ['a profile that is not there', ['plan', '--profile', './none.yaml']],
  ['no terminal to ask on is answered without --yes', ['profile', 'check']],
])('%s is exit 2 and a sentence', async (_, args) => {
  const {exitCode, stdout, stderr} = await genestack(args);
  expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr).not.toBe('');
});

test('a malformed profile names line and column, what is wrong and what would be right', async () => {
  const profile = file(
    'wrong.yaml',
    'apiVersion: genestack.io/v1alpha1\nkind: Profile\nedition: flex\nnetwork:\n  podCDIR: 10.0.0.0/14\n',
  );
  const ended = await genestack(['plan', '--profile', profile, '--output', 'json']);
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toMatch(/wrong\.yaml:5:3.*podCDIR.*podCIDR/s);
  expect(errorSchema.parse(records(ended)[0])).toMatchObject({code: 'GS-PRO-01'});
});

test('a missing kubeconfig is exit 3 before anything is changed', async () => {
  const ended = await genestack([
    'install',
    '--kubeconfig',
    path.join(folder, 'none'),
    '--yes',
    '--output',
    'json',
  ]);
  expect(ended.exitCode).toBe(3);
  expect(errorSchema.parse(records(ended).at(-1)).code).toMatch(/^GS-K8S-/);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
});

test('a cluster that refuses connections is exit 3', async () => {
  const ended = await genestack(['install', '--kubeconfig', kubeconfig('https://127.0.0.1:1'), '--yes']);
  expect(ended).toMatchObject({exitCode: 3, stdout: ''});
  expect(ended.stderr).toContain('https://127.0.0.1:1');
});

test('a cluster that says nothing is given up within the time of the first contact', async () => {
  const silent = createServer(() => {});
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
  const {port} = silent.address() as {port: number};
  const ended = await genestack(['plan', '--kubeconfig', kubeconfig(`https://127.0.0.1:${port}`)]);
  silent.close();
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain(`https://127.0.0.1:${port}`);
});

test('plan prints every row of the matrix for both editions', async () => {
  for (const edition of ['flex', 'enterprise']) {
    const ended = await genestack(['plan', '--profile', edition, '--output', 'json', '--detailed-exitcode']);
    expect(ended.exitCode).toBe(10);
    const [plan] = records(ended);
    expect(plan.edition).toBe(edition);
    expect(plan.components.filter((component: {row: string | null}) => component.row !== null)).toHaveLength(
      42,
    );
  }
});

test('what has to be known before an install is said by profile check and by plan', async () => {
  const checked = await genestack(['profile', 'check', 'enterprise']);
  expect(checked.stdout).toMatch(
    /To know before:\n {2}storage\.ceph\.devices is all: Ceph takes every blank disk/,
  );
  const planned = await genestack(['plan', '--profile', 'flex']);
  expect(planned.stdout).toContain('Kube-Proxy (IPVS): Kubernetes has deprecated the IPVS mode');
  expect(planned.stdout).not.toContain('Ceph takes');
});
