import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {listContexts, loadKubeConfig} from '../../source/cluster/kube-config.js';

const folder = mkdtempSync(join(tmpdir(), 'genestack-kubeconfig-'));
afterAll(() => rmSync(folder, {recursive: true}));

const pem = Buffer.from('-----BEGIN CERTIFICATE-----\n').toString('base64');

const text = (name: string, {data = pem, user = name, server = `https://${name}:6443`} = {}): string => `
apiVersion: v1
kind: Config
current-context: ${name}
clusters: [{name: ${name}, cluster: {server: "${server}", certificate-authority-data: "${data}"}}]
users: [{name: ${name}, user: {token: very-secret}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${user}}}]
`;

const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const good = write('good', text('good'));

it('reads a kubeconfig and its current context', () => {
  expect(loadKubeConfig(good).getCurrentCluster()?.server).toBe('https://good:6443');
});

it('takes the first of a list of kubeconfigs, and contexts of all', () => {
  const env = {KUBECONFIG: [join(folder, 'absent'), good, write('other', text('other'))].join(delimiter)};
  expect(loadKubeConfig(undefined, undefined, env).getCurrentContext()).toBe('good');
  expect(loadKubeConfig(undefined, 'other', env).getCurrentCluster()?.server).toBe('https://other:6443');
});

type Row = readonly [
  title: string,
  path: string,
  context: string | undefined,
  code: string,
  message: string | RegExp,
];

it.each<Row>([
  ['missing', join(folder, 'absent'), undefined, 'GS-K8S-01', /^there is no kubeconfig at /],
  ['empty', write('empty', '\n'), undefined, 'GS-K8S-02', /is empty$/],
  ['a directory', folder, undefined, 'GS-K8S-03', /is a directory$/],
  [
    'not YAML',
    write('yaml', 'a: [very-secret\nb: {'),
    undefined,
    'GS-K8S-05',
    /is not valid YAML at line \d+, column \d+$/,
  ],
  ['something else', write('else', 'a: 1'), undefined, 'GS-K8S-05', /it has no clusters$/],
  ['without that context', good, 'goof', 'GS-K8S-06', 'the kubeconfig has no context "goof"; it has good'],
  [
    'with broken base64',
    write('b64', text('x', {data: '*LS0t'})),
    undefined,
    'GS-K8S-07',
    'certificate-authority-data in the kubeconfig is not valid base64',
  ],
  [
    'with base64 of nothing',
    write('pem', text('x', {data: 'YWJj'})),
    undefined,
    'GS-K8S-07',
    'certificate-authority-data in the kubeconfig is not a PEM document',
  ],
  [
    'without its user',
    write('user', text('x', {user: 'y'})),
    undefined,
    'GS-K8S-08',
    'the context "x" names the user "y", which the kubeconfig does not have',
  ],
])('says in a sentence that it is %s', (_title, path, context, code, message) => {
  const load = () => loadKubeConfig(path, context);
  expect(load).toThrow(message);
  expect(load).toThrow(
    expect.objectContaining({code, exitCode: 3, message: expect.not.stringContaining('very-secret')}),
  );
});

it.skipIf(process.getuid?.() === 0)('says that it may not be read', () => {
  const path = write('closed', text('x'));
  chmodSync(path, 0);
  expect(() => loadKubeConfig(path)).toThrow(expect.objectContaining({code: 'GS-K8S-04'}));
});

it('lists the contexts without judging their credentials, and none where nobody has a kubeconfig', () => {
  const env = {
    HOME: folder,
    KUBECONFIG: [good, write('listed', text('listed', {data: 'broken'}))].join(delimiter),
  };
  expect(listContexts(undefined, env)).toEqual({
    current: 'good',
    contexts: [
      {name: 'good', server: 'https://good:6443', user: 'good'},
      {name: 'listed', server: 'https://listed:6443', user: 'listed'},
    ],
  });
  expect(listContexts(undefined, {HOME: folder})).toEqual({current: null, contexts: []});
  expect(() => listContexts(undefined, {HOME: folder, KUBECONFIG: join(folder, 'absent')})).toThrow(
    expect.objectContaining({code: 'GS-K8S-01'}),
  );
});
