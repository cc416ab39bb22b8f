import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {receiptSchema} from '../../source/engine/receipt.js';
import {filesWith, leftWith, textsWith, watchProcesses} from '../helpers/leaks.js';
import {type Ended, records} from '../helpers/program.js';
import {packChart} from './broken-charts.js';
import {smallProgram} from './small-program.js';

const program = smallProgram('kubernetes', 'helm', 'kustomize', 'node-roles', 'kube-ovn', 'memcached');
const charts = join(program.folder, 'charts');

const files = {
  'values.yaml': 'said: {everywhere: true, by: all}\n',
  'kustomize/patches/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
labels: [{pairs: {site: north, team: everybody}}]
patches:
  - target: {kind: Deployment}
    patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: any, annotations: {watched: by-all}}}'
`,
  'components/memcached/values.yaml': `said:\n  by: one\n  region: \${profile.region}\n`,
  'components/memcached/kustomize/patches/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
labels: [{pairs: {team: storage}}]
`,
  'components/memcached/kustomize/resources/kustomization.yaml': 'resources: [extra.yaml]\n',
  'components/memcached/kustomize/resources/extra.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: beside}\n',
  'components/echo/component.yaml': `row: Echo
group: OpenStack
editions: {flex: required, enterprise: optional}
stage: later
summary: says again what it is told
delivery: {kind: kustomize, version: 1.0.0}
namespace: echo
needs: [{component: memcached, kind: ready}]
workloads: [{kind: Deployment, name: echo, replicas: 2}]
secrets: [{name: echo-password, keys: {password: {make: password}}}]
estimate: {apply: 1, ready: 5}
`,
  'components/echo/kustomize/resources/kustomization.yaml': 'resources: [echo.yaml]\n',
  'components/echo/kustomize/resources/echo.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: echo}
spec:
  replicas: 2
  selector: {matchLabels: {app: echo}}
  template:
    metadata: {labels: {app: echo}}
    spec: {containers: [{name: echo, image: 'example.org/echo:1'}]}
---
apiVersion: v1
kind: Secret
metadata: {name: echo-etc}
stringData: {echo.conf: 'word = $\{secret.echo-password.password}'}
`,
  'components/tell/component.yaml': `row: null
group: OpenStack
editions: {flex: support, enterprise: support}
stage: later
summary: hands a password to a chart
delivery: {kind: helm, repository: 'https://charts.example.org', chart: tell, version: 1.0.0}
namespace: echo
when: {edition: [flex]}
needs: [{component: echo, kind: ready}]
estimate: {apply: 1, ready: 1}
`,
  'components/tell/values.yaml': `word: \${secret.echo-password.password}\n`,
  // Post-rendered, so that the manifests go through Kustomize too.
  'components/tell/kustomize/patches/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {told: by-hand}}]\n',
};
const pack = (title: string): void =>
  packChart(
    charts,
    'memcached',
    '9.9.9',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: told}\ndata: {said: {{ .Values.said | toJson | quote }}}\n',
    definition('words', title),
    definition('phrases', title),
  );
const definition = (plural: string, description: string): string =>
  stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: `${plural}.example.org`},
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: {plural, singular: plural.slice(0, -1), kind: plural, listKind: `${plural}List`},
      versions: [
        {name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object', description}}},
      ],
    },
  });
let client: Client;
let ended: Ended;
let begun: number;
let everybodySaw: ReadonlySet<string>;

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    const file = join(program.folder, 'mine', name);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text);
  }
  mkdirSync(charts);
  pack('First');
  packChart(
    charts,
    'tell',
    '1.0.0',
    'apiVersion: v1\nkind: Secret\nmetadata: {name: told}\nstringData: {word: {{ .Values.word | quote }}}\n',
  );
  // Relative to the file, wherever the program is started.
  writeFileSync(program.profile, `${readFileSync(program.profile, 'utf8')}overrides: ./mine\n`);
  begun = Date.now();
  const watch = watchProcesses();
  ended = await program.run([
    ...['rehearse', '--profile', program.profile, '--charts', charts, '--pace', '0.05', '--keep'],
    ...['--output', 'json'],
  ]);
  everybodySaw = watch.end();
  client = connect(loadKubeConfig(receiptSchema.parse(records(ended).at(-1)).kubeconfig ?? ''));
}, 300_000);

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
}, 120_000);

const map = (name: string) =>
  client.read({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'openstack', name});

test('a component of its own is a folder: planned, installed, ready, its secret made', async () => {
  expect(ended).toMatchObject({exitCode: 0});
  const {components} = receiptSchema.parse(records(ended).at(-1));
  expect(components.find(({name}) => name === 'echo')).toMatchObject({row: 'Echo', state: 'ready'});
  const echo = await client.read({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'echo',
    name: 'echo',
  });
  expect(echo?.status?.readyReplicas).toBe(2);
  expect(echo?.metadata).toMatchObject({labels: {site: 'north'}, annotations: {watched: 'by-all'}});
  const made = await client.read({apiVersion: 'v1', kind: 'Secret', namespace: 'echo', name: 'echo-etc'});
  const conf = Buffer.from(
    (made?.data as Record<string, string> | undefined)?.['echo.conf'] ?? '',
    'base64',
  ).toString();
  expect(conf).toMatch(/^word = [A-Za-z0-9]{32}$/);
});

test('a password that a chart is handed is in no argument, environment, file, line or event', async () => {
  const told = await client.read({apiVersion: 'v1', kind: 'Secret', namespace: 'echo', name: 'told'});
  const word = Buffer.from((told?.data as {word: string} | undefined)?.word ?? '', 'base64').toString();
  expect(word).toMatch(/^[A-Za-z0-9]{32}$/);
  expect([...everybodySaw].filter(text => text.includes('upgrade\0--install\0tell'))).not.toEqual([]);
  expect(textsWith([word], everybodySaw)).toEqual([]);
  expect(textsWith([word], [ended.stdout, ended.stderr])).toEqual([]);
  expect(filesWith([word], [program.state, program.folder])).toEqual([]);
  expect(leftWith([word], begun)).toEqual([]);
});

test('values go base, every chart, this one; patches and resources go beside the chart', async () => {
  const told = await map('told');
  expect(JSON.parse(String((told?.data as {said?: string} | undefined)?.said))).toEqual({
    everywhere: true,
    by: 'one',
    region: 'RegionOne',
  });
  expect(told?.metadata.labels).toMatchObject({site: 'north', team: 'storage'});
  expect((await map('beside'))?.metadata.labels).toMatchObject({site: 'north', team: 'storage'});
});

test('values says which file each came from, and render what the API got, secrets masked', async () => {
  const from = ['--profile', program.profile];
  const values = await program.run(['values', 'memcached', ...from]);
  expect(values.stderr).toContain('on a cluster they follow its nodes');
  expect(values.stdout).toMatch(
    /^# Overlays, .*: \S+\/mine\/kustomize, \S+\/mine\/components\/memcached\/kustomize\n/,
  );
  expect(values.stdout).toMatch(/everywhere: true # \S+\/mine\/values\.yaml\n/);
  expect(values.stdout).toMatch(/by: one # \S+\/mine\/components\/memcached\/values\.yaml\n/);
  const told = await program.run(['render', 'memcached', ...from, '--charts', charts]);
  expect(told.stdout).toMatch(/labels:\n {4}site: north\n {4}team: storage\n {2}name: told\n/);
  const echo = await program.run(['render', 'echo', ...from]);
  expect(echo.stdout).toContain('echo.conf: word = secret.echo-password.password');
  const {kubeconfig = ''} = receiptSchema.parse(records(ended).at(-1));
  const here = [...from, '--kubeconfig', kubeconfig ?? ''];
  expect(await program.run(['values', 'memcached', ...here])).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: values.stdout,
  });
  const live = await client.read({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'echo',
    name: 'echo',
  });
  const part = live?.metadata.labels?.['applyset.kubernetes.io/part-of'] ?? '';
  expect(part).toMatch(/^applyset-/);
  for (const shown of [echo, await program.run(['render', 'echo', ...here])]) {
    expect(shown.stdout.split('---\n').filter(text => text.includes(`part-of: ${part}\n`))).toHaveLength(2);
  }
  const unknown = await program.run(['render', 'ech', ...from]);
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean echo?')]);
});

/** The steps that a further run changed something in. */
const again = async () => {
  const {stdout} = await program.run([
    ...['rehearse', '--profile', program.profile, '--charts', charts, '--pace', '0.05', '--keep'],
    ...['--output', 'json'],
  ]);
  return stdout
    .split('\n')
    .filter(line => line.includes('"step-finished"'))
    .map(line => JSON.parse(line) as {step: string; result: string})
    .filter(({result}) => result === 'changed')
    .map(({step}) => step);
};

test('a second run of the same changes nothing; a changed value changes the releases that it is for', async () => {
  expect(await again()).toEqual([]);
  writeFileSync(join(program.folder, 'mine', 'components', 'tell', 'values.yaml'), 'word: other\n');
  expect(await again()).toEqual(['tell/apply']);
}, 120_000);

test('what a chart has in crds/ is applied by us, again when it changes', async () => {
  const read = async (plural: string) => {
    const crd = await client.read({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: `${plural}.example.org`,
    });
    return crd?.spec?.versions[0].schema.openAPIV3Schema.description as string;
  };
  expect([await read('words'), await read('phrases')]).toEqual(['First', 'First']);
  pack('Second');
  expect(await again()).toEqual(['memcached/apply']);
  expect([await read('words'), await read('phrases')]).toEqual(['Second', 'Second']);
}, 120_000);

test('clouds writes the password to a new file of mode 0600, and never over one', async () => {
  await client.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 'keystone-admin', namespace: 'openstack'},
      stringData: {password: 'canary-of-the-test'},
    },
    {fieldManager: 'test'},
  );
  const {kubeconfig} = receiptSchema.parse(records(ended).at(-1));
  const file = join(program.folder, 'clouds.yaml');
  const asked = ['clouds', file, '--profile', program.profile, '--kubeconfig', kubeconfig ?? ''];
  const first = await program.run(asked);
  expect([first.exitCode, statSync(file).mode & 0o777]).toEqual([0, 0o600]);
  expect(readFileSync(file, 'utf8')).toMatch(
    /auth_url: https:\/\/keystone\.cloud\.example\.com\/v3\n[\s\S]*password: canary-of-the-test\n/,
  );
  expect(`${first.stdout}${first.stderr}`).not.toContain('canary');
  const second = await program.run(asked);
  expect([second.exitCode, second.stderr]).toEqual([3, expect.stringContaining('GS-CLI-16')]);
});
