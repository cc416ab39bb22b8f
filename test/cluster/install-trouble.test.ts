import {appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {appliedDigest} from '../../source/cluster/apply-set.js';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {ObjectRef} from '../../source/cluster/kubernetes-object.js';
import {receiptSchema} from '../../source/engine/receipt.js';
import {builtFolder} from '../../source/rehearsal/find-servers.js';
import {readPins} from '../../source/rehearsal/pins.js';
import {rehearsalMark} from '../../source/rehearsal/plant.js';
import {readJournalText} from '../../source/report/journal-file.js';
import {errorSchema} from '../../source/report/schemas.js';
import {listReleases} from '../../source/tools/releases.js';
import {engineWith} from '../helpers/processes.js';
import {type Ended, records} from '../helpers/program.js';
import {configMap, failingHook, packChart} from './broken-charts.js';
import {oldApi} from './old-api.js';
import {canMount, smallProgram} from './small-program.js';

const program = smallProgram(
  ...['kubernetes', 'coredns', 'kube-proxy', 'helm', 'kustomize', 'node-roles', 'existing-storage-class'],
  ...['kube-ovn', 'cert-manager', 'metallb', 'metallb-pools', 'memcached', 'monitoring-crds'],
  ...['rabbitmq-operator'],
);
const charts = join(program.folder, 'charts');
let client: Client;
let kubeconfig: string;
let auditLog: string;

const installing = (...more: string[]): string[] => [
  ...['install', '--profile', program.profile, '--kubeconfig', kubeconfig, '--charts', charts],
  ...['--output', 'json', ...more],
];
const install = (...more: string[]): Promise<Ended> => program.run(installing(...more));

/** What came of a run, by component: the code it failed with, whom it is blocked by, else its state. */
const outcomes = (ended: Ended): Record<string, string> => {
  const all = records(ended);
  const {components} = receiptSchema.parse(all.at(-1));
  const of = (type: string, key: string): Record<string, string> =>
    Object.fromEntries(all.filter(one => one.type === type).map(one => [one.component, one[key]]));
  return {
    ...Object.fromEntries(components.map(({name, state}) => [name, state])),
    ...of('step-blocked', 'by'),
    ...of('step-failed', 'code'),
  };
};
const sentences = (ended: Ended): Record<string, string> =>
  Object.fromEntries(
    records(ended)
      .filter(({type}) => type === 'step-failed')
      .map(({component, message, remedy}) => [component, `${message} ${remedy}`]),
  );

const inSystem = (apiVersion: string, kind: string, name: string): ObjectRef => ({
  ...{apiVersion, kind, name},
  namespace: 'kube-system',
});
const proxyMap = inSystem('v1', 'ConfigMap', 'kube-proxy');
const coredns = inSystem('apps/v1', 'Deployment', 'coredns');

const setMode = (from: string, to: string): Promise<unknown> =>
  client
    .read(proxyMap)
    .then(map =>
      client.patch(proxyMap, {data: {'config.conf': String(map?.data?.['config.conf']).replace(from, to)}}),
    );
const labelNodes = async (value: string | null): Promise<void> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  const controlPlanes = items.filter(({metadata}) => metadata.name.startsWith('control-plane'));
  await Promise.all(
    controlPlanes.map(({apiVersion, kind, metadata: {name}}) =>
      client.patch({apiVersion, kind, name}, {metadata: {labels: {'openstack-control-plane': value}}}),
    ),
  );
};

beforeAll(async () => {
  mkdirSync(charts);
  appendFileSync(
    program.profile,
    'storage: {classes: existing, existingClass: fast}\ncomponents: {metallb-pools: true, monitoring-crds: true, rabbitmq-operator: true}\n',
  );
  const ended = await program.run(['rehearsal', 'up', '--profile', program.profile, '--pace', '0.05']);
  ({kubeconfig, auditLog} = records(ended).at(-1));
  client = connect(loadKubeConfig(kubeconfig));
});

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
});

describe('a row that is checked', () => {
  test('Kubernetes is too old', async () => {
    const old = await oldApi(kubeconfig, 'v1.27.16', join(program.folder, 'old.yaml'));
    const ended = await program.run([...installing(), '--kubeconfig', old.kubeconfig]);
    await old.stop();
    expect(ended.exitCode).toBe(1);
    expect(outcomes(ended)).toMatchObject({
      kubernetes: 'GS-CHK-02',
      'gateway-api-crds': 'kubernetes',
      'node-roles': 'kubernetes',
      'kube-ovn': 'kubernetes',
      helm: 'verified',
    });
    expect(sentences(ended).kubernetes).toMatch(/v1\.27\.16.*1\.28/);
  });

  test('helm and kustomize are not of the versions that are needed', async () => {
    const cache = join(program.folder, 'cache');
    const tools = builtFolder({XDG_CACHE_HOME: cache}, readPins());
    mkdirSync(tools, {recursive: true});
    for (const [name, version] of [
      ['helm', 'v3.10.0'],
      ['kustomize', 'v4.5.7'],
    ] as const) {
      writeFileSync(join(tools, name), `#!/bin/sh\necho ${version}\n`);
      chmodSync(join(tools, name), 0o755);
    }
    const environment = {XDG_CACHE_HOME: cache, PATH: program.folder, KUBEBUILDER_ASSETS: ''};
    const ended = await program.run(installing(), environment);
    expect(ended.exitCode).toBe(1);
    expect(outcomes(ended)).toMatchObject({
      helm: 'GS-CHK-02',
      kustomize: 'GS-KUS-04',
      'monitoring-crds': 'helm',
      'gateway-api-crds': 'kustomize',
      kubernetes: 'verified',
    });
    expect(sentences(ended)).toMatchObject({
      helm: expect.stringMatching(/3\.10\.0.*3\.21/),
      kustomize: expect.stringMatching(/v4\.5\.7.*5\.x/),
    });
  });

  test('nodes lack a role, kube-proxy is in another mode, the storage class is not there', async () => {
    await labelNodes(null);
    await setMode('mode: ipvs', 'mode: iptables');
    const ended = await install();
    await labelNodes('enabled');
    await setMode('mode: iptables', 'mode: ipvs');
    await client.create({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {name: 'fast'},
      provisioner: 'example.org/fast',
    });
    expect(ended.exitCode).toBe(1);
    expect(outcomes(ended)).toMatchObject({
      'node-roles': 'GS-CHK-02',
      'kube-proxy': 'GS-CHK-02',
      'existing-storage-class': 'GS-CHK-02',
      'kube-ovn': 'node-roles',
      metallb: expect.stringMatching(/node-roles|kube-proxy/),
      coredns: 'node-roles',
      'monitoring-crds': expect.stringMatching(/^ready|rolling/),
    });
    expect(sentences(ended)).toMatchObject({
      'node-roles': expect.stringContaining('openstack-control-plane=enabled'),
      'kube-proxy': expect.stringContaining('mode iptables'),
      'existing-storage-class': expect.stringContaining('StorageClass fast'),
    });
  });
});

describe('what fails keeps back what needs it and nothing else', () => {
  let first: Ended;

  beforeAll(async () => {
    const dns = await client.read(coredns);
    await client.delete(coredns);
    packChart(charts, 'memcached', '1.0.0', '{{ required "a size is needed" .Values.size }}');
    packChart(charts, 'prometheus-operator-crds', '1.0.0', failingHook);
    const mend = [breakOverlay('metallb'), breakOverlay('rabbitmq-operator')];
    first = await install();
    for (const overlay of mend) {
      overlay();
    }
    packChart(charts, 'memcached', '1.0.0', configMap);
    rmSync(join(charts, 'prometheus-operator-crds-1.0.0.tgz'));
    await client.create({
      apiVersion: coredns.apiVersion,
      kind: coredns.kind,
      metadata: {name: coredns.name, namespace: 'kube-system', labels: dns?.metadata.labels ?? {}},
      spec: dns?.spec,
    });
  });

  test('a checked row, a chart, a hook, overlays: each is a sentence of its component', () => {
    expect(first.exitCode).toBe(1);
    expect(outcomes(first)).toEqual({
      ...{kubernetes: 'verified', helm: 'verified', kustomize: 'verified', 'node-roles': 'verified'},
      ...{'kube-proxy': 'verified', 'existing-storage-class': 'verified'},
      ...{'kube-ovn': 'ready', 'gateway-api-crds': 'ready'},
      ...{coredns: 'GS-CHK-02', 'cert-manager': 'coredns'},
      ...{metallb: 'GS-KUS-05', 'metallb-pools': 'metallb'},
      'rabbitmq-operator': 'GS-KUS-02',
      'monitoring-crds': 'GS-HELM-06',
      memcached: 'GS-HELM-16',
    });
    expect(sentences(first)).toMatchObject({
      coredns: expect.stringContaining('k8s-app=kube-dns'),
      metallb: expect.stringContaining('nowhere.yaml'),
      'rabbitmq-operator': expect.stringContaining('nowhere.yaml'),
      'monitoring-crds': expect.stringContaining('Job never failed'),
      memcached: expect.stringContaining('a size is needed'),
    });
    expect(first.stderr).toContain('memcached: takes memcached 1.0.0, the nearest to');
  });

  test('an overlay or a chart that cannot be built leaves no release and no set', async () => {
    const made = (await listReleases(client)).map(({name}) => name);
    expect(made).toContain('kube-ovn');
    expect(made).not.toContain('metallb');
    expect(made).not.toContain('memcached');
    const set = {name: 'rabbitmq-operator', namespace: 'rabbitmq-system'};
    expect(await appliedDigest(client, set)).toBeUndefined();
  });

  test('the next run, all of it mended, goes on and leaves alone what is ready', async () => {
    // By the variable alone, as a person's shell has it.
    const words = installing().filter(word => word !== '--kubeconfig' && word !== kubeconfig);
    const next = await program.run(words, {KUBECONFIG: kubeconfig});
    expect(next.exitCode).toBe(0);
    const changed = new Set(records(next).flatMap(one => (one.result === 'changed' ? [one.component] : [])));
    expect([...changed].sort()).toEqual([
      ...['cert-manager', 'memcached', 'metallb', 'metallb-pools', 'monitoring-crds', 'rabbitmq-operator'],
    ]);
    expect(receiptSchema.parse(records(next).at(-1)).outcome).toBe('succeeded');
  });
});

test.skipIf(!canMount)('a full disk takes no more than the receipt and what needs a file', async () => {
  const full = join(program.folder, 'full');
  mkdirSync(full);
  const ended = await program.startAfter(
    `mount -t tmpfs -o nr_inodes=1 none '${full}'
     mount -t tmpfs -o nr_inodes=1 none /dev/shm
     export TMPDIR='${full}' XDG_STATE_HOME='${full}' XDG_RUNTIME_DIR=`,
    installing(),
  ).ended;
  expect(ended.exitCode).toBe(1);
  expect(outcomes(ended)).toMatchObject({helm: 'GS-TOOL-01', kubernetes: 'verified', 'kube-ovn': 'helm'});
  expect(ended.stderr).toMatch(/The receipt could not be written to .*: the disk is full.*\n.*GS-RUN-06/);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
});

test('a second driver is told who holds the cluster and since when; one that was stopped meanwhile drives no more', {
  timeout: 300_000,
}, async () => {
  const nowhere = {spec: {template: {spec: {nodeSelector: {nowhere: 'true'}}}}};
  await client.patch(coredns, nowhere);
  const isAtCoredns = (line: string) => line.includes('"component":"coredns"') && line.includes('"progress"');
  const first = program.start(installing());
  await first.line(isAtCoredns);
  const driver = engineWith(program.state);
  const elsewhere = {GENESTACK_MACHINE_ID: 'another'};
  const second = await program.run(installing(), elsewhere);
  expect(second.exitCode).toBe(4);
  expect(errorSchema.parse(records(second).at(-1))).toMatchObject({
    code: 'GS-K8S-40',
    message: expect.stringMatching(
      new RegExp(`${userInfo().username} on \\S+ \\(pid ${driver}\\), since \\d{4}-\\d\\d-\\d\\d`),
    ),
  });

  process.kill(driver, 'SIGSTOP');
  const third = program.start(installing(), elsewhere);
  await third.line(isAtCoredns);
  // With what it waits for there, a driver that did not know would go on.
  await client.patch(coredns, {spec: {template: {spec: {nodeSelector: {nowhere: null}}}}});
  process.kill(driver, 'SIGCONT');
  const stopped = await first.ended;
  third.child.kill('SIGINT');
  const ended = await third.ended;

  expect(stopped.exitCode).toBe(4);
  expect(errorSchema.parse(records(stopped).find(({type}) => type === 'error'))).toMatchObject({
    code: 'GS-K8S-40',
    message: expect.stringMatching(/pid \d+.*paused or cut off/),
  });
  expect(outcomes(stopped)).toMatchObject({'kube-ovn': 'ready'});
  expect(actsOf(stopped)).toContain('kube-ovn/apply');
  expect(actsOf(stopped)).not.toContain('cert-manager/apply');
  expect(ended.exitCode).toBe(130);
  expect(ended.stderr).toMatch(/was silent for \d+ s/);
});

describe('a cluster that no longer says it is a rehearsal', () => {
  beforeAll(() => client.delete(rehearsalMark));

  test('is not changed without a yes where there is no terminal', async () => {
    const ended = await install();
    expect(ended.exitCode).toBe(2);
    expect(errorSchema.parse(records(ended)[0])).toMatchObject({
      code: 'GS-CLI-11',
      remedy: expect.stringContaining('--yes'),
    });
  });

  test('gets no stand-in and no nearest chart, and nothing is written before that is known', async () => {
    const before = writes().length;
    const ended = await install('--yes');
    expect(ended.exitCode).toBe(3);
    expect(errorSchema.parse(records(ended)[0])).toMatchObject({
      code: 'GS-CHART-02',
      message: expect.stringContaining(charts),
      remedy: expect.stringContaining('.tgz'),
    });
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(before).toBeGreaterThan(0);
    expect(writes().length).toBe(before);
  });
});

/** What the API server was asked to change by the kubeconfig of the rehearsal, whole lines of its log. */
const writes = (): string[] =>
  readFileSync(auditLog, 'utf8')
    .split('\n')
    .filter(line => line.includes('"username":"genestack-admin"'))
    .filter(line => /"verb":"(create|update|patch|delete|deletecollection)"/.test(line));

/** The steps that a run began to carry out, by its journal. */
const actsOf = (ended: Ended): string[] => {
  const {run} = records(ended).find(({type}) => type === 'started');
  return (readJournalText(run, {XDG_STATE_HOME: program.state}) ?? '')
    .split('\n')
    .flatMap(line => /"type":"act".*"step":"([^"]+)"/.exec(line)?.[1] ?? []);
};

/** @returns what puts it right again. */
const breakOverlay = (component: string): (() => void) => {
  const folder = join(program.components, component, 'kustomize', 'resources');
  const file = join(folder, 'kustomization.yaml');
  const good = existsSync(file) ? readFileSync(file) : undefined;
  mkdirSync(folder, {recursive: true});
  writeFileSync(file, 'resources: [nowhere.yaml]\n');
  return () => (good === undefined ? rmSync(folder, {recursive: true}) : writeFileSync(file, good));
};
