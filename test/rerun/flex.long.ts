import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {sweep} from '../../source/cluster/sweep.js';
import {type ComponentChange, toDo} from '../../source/plan/changes.js';
import {planSchema} from '../../source/plan/plan.js';
import {findChart} from '../../source/tools/charts.js';
import {listReleases} from '../../source/tools/releases.js';
import {type Audit, auditOf, writesOf} from '../faults/audit.js';
import {type Ended, genestack, records, stateFolder} from '../helpers/program.js';
import {toolFiles} from '../helpers/tools.js';
import {keepFigures} from './figures.js';
import {helmfileSync} from './helmfile.js';

const charts = process.env.GENESTACK_CHARTS;
const helmfile = process.env.GENESTACK_HELMFILE;
/** Of the rehearsal: whoever installs on it takes them too. */
const fromFolder = charts === undefined ? [] : ['--charts', charts];
const {state, remove} = stateFolder();
const profile = join(state, 'flex.yaml');
const lines: string[] = [];
/** Figures of a part of this file, or of a check that failed, are none. */
const parts = 5;
let passed = 0;
let client: Client;
let audit: Audit;
let kubeconfig: string;
/** What the cluster held before anything was installed. */
let bare: ReadonlySet<string>;

const run = (...args: readonly string[]): Promise<Ended> => genestack(args, {XDG_STATE_HOME: state});
const ofCluster = (verb: string, ...more: readonly string[]): string[] => [
  ...[verb, ...more, '--kubeconfig', kubeconfig, '--output', 'json'],
];
const planned = (): Promise<Ended> => run(...ofCluster('plan', '--detailed-exitcode', ...fromFolder));
const changesOf = (ended: Ended): readonly ComponentChange[] =>
  toDo(planSchema.parse(records(ended).at(-1)).changes ?? []);

const nameOf = ({kind, metadata}: KubernetesObject): string =>
  `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
const all = async (): Promise<Map<string, KubernetesObject>> =>
  new Map((await sweep(client)).map(object => [`${object.apiVersion} ${nameOf(object)}`, object]));
/** Of an object what a change of it would change. */
const standing = ({metadata}: KubernetesObject): string =>
  `${metadata.uid} generation ${metadata.generation}`;
/** Names of what was there and is not, or is another or a newer one now. */
const touched = (
  before: ReadonlyMap<string, KubernetesObject>,
  after: ReadonlyMap<string, KubernetesObject>,
): string[] =>
  [...before].flatMap(([key, object]) => {
    const now = after.get(key);
    return now !== undefined && standing(now) === standing(object) ? [] : [nameOf(object)];
  });

beforeAll(async () => {
  writeFileSync(profile, readFileSync(packagePath('profiles/flex.yaml')));
  const up = await run(
    'rehearsal',
    'up',
    '--profile',
    profile,
    '--pace',
    '0.02',
    ...fromFolder,
    '--output',
    'json',
  );
  expect([up.exitCode, up.stderr]).toEqual([0, expect.anything()]);
  const record = records(up).at(-1);
  ({kubeconfig} = record);
  audit = auditOf(record.auditLog);
  client = connect(loadKubeConfig(kubeconfig));
  bare = new Set((await all()).keys());
  const installed = await run(...ofCluster('install', '--profile', profile, ...fromFolder));
  expect([installed.exitCode, installed.stderr]).toEqual([0, expect.anything()]);
  const {components} = records(installed).at(-1);
  lines.push(
    `Flex installed, ${components.length} components, ${charts === undefined ? 'stand-ins' : 'real charts where the folder has them'}.`,
  );
});

afterAll(async () => {
  await client?.close();
  await genestack(['rehearsal', 'down'], {XDG_STATE_HOME: state});
  remove();
  if (passed === parts) keepFigures('flex', lines);
});
afterEach(({task}) => {
  passed += task.result?.state === 'pass' ? 1 : 0;
});

test('add: only new objects appear, everything else stays as it is but what was told before', async () => {
  const before = await all();
  const added = await run(...ofCluster('add', 'skyline', 'designate', '--yes', ...fromFolder));
  expect([added.exitCode, added.stderr]).toEqual([0, expect.anything()]);
  const told = [...added.stderr.matchAll(/^ +change (\S+) ([^:\n]+)/gm)].map(
    ([, kind, name]) => `${kind} ${name}`,
  );
  const after = await all();
  const changed = touched(before, after);
  const pods = [...before.values()].filter(({kind}) => kind === 'Pod').length;
  expect(changed.filter(name => !told.includes(name))).toEqual([]);
  expect(changesOf(await planned())).toEqual([]);
  lines.push(
    `\`add skyline designate\`: ${[...after.keys()].filter(key => !before.has(key)).length} objects are new; of ${before.size} that were there ${changed.length === 0 ? 'none was changed' : `only ${changed.join(', ')}, as was told before`}; all ${pods} pods kept their UIDs.`,
  );
});

test('remove with purge: nothing that carries the name is left', async () => {
  const before = await all();
  const removed = await run(...ofCluster('remove', 'skyline', '--purge', '--yes'));
  expect([removed.exitCode, removed.stderr]).toEqual([0, expect.anything()]);
  const after = await all();
  const left = [...after.values()].filter(({metadata: {managedFields, ...metadata}}) =>
    JSON.stringify(metadata).includes('skyline'),
  );
  expect(left.map(nameOf)).toEqual([]);
  // What of others follows from what is on is as before until the next install.
  const settled = await run(...ofCluster('install', '--yes', ...fromFolder));
  expect([settled.exitCode, settled.stderr]).toEqual([0, expect.anything()]);
  // The certificate of the public endpoints loses its name.
  const lost = touched(before, after).filter(name => !/skyline|public-endpoints/.test(name));
  lines.push(
    `\`remove skyline --purge\`: ${before.size - after.size} objects went; nothing is left whose metadata hold the name; ${lost.length === 0 ? 'nothing else was touched' : `${lost.join(', ')} were touched too`}.`,
  );
  expect(lost).toEqual([]);
});

test('what another hand edits is drift, with its manager', async () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'openstack',
    name: 'keystone-api',
  };
  const live = await client.read(deployment);
  const replicas: number = live?.spec?.replicas;
  const edit = (to: number) =>
    client.apply(
      {
        ...{apiVersion: deployment.apiVersion, kind: deployment.kind},
        metadata: {namespace: deployment.namespace, name: deployment.name},
        spec: {replicas: to},
      },
      {fieldManager: 'kubectl-edit', force: true},
    );
  await edit(replicas + 1);
  const ended = await planned();
  expect([ended.exitCode, changesOf(ended)]).toEqual([
    10,
    [
      expect.objectContaining({
        component: 'keystone',
        action: 'drifted',
        drift: [expect.objectContaining({fields: ['spec.replicas'], manager: 'kubectl-edit'})],
      }),
    ],
  ]);
  const corrected = await run(...ofCluster('install', '--correct', '--yes', ...fromFolder));
  expect(corrected.exitCode).toBe(0);
  lines.push(
    '`spec.replicas` of keystone-api edited by kubectl-edit: `plan` says drifted, names the manager; `install --correct` sets it right.',
  );
});

test('a finished cluster: nothing to do, nothing written, beside what helmfile takes', async () => {
  const seconds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const mark = audit.mark();
    const began = performance.now();
    const ended = await planned();
    seconds.push((performance.now() - began) / 1000);
    expect([ended.exitCode, changesOf(ended), writesOf(audit.since(mark))]).toEqual([0, [], []]);
  }
  lines.push(
    `\`plan\` on the finished cluster, the program's start included: nothing to do, exit 0, 0 writes in the audit log, ${seconds.map(value => value.toFixed(1)).join(', ')} s.`,
  );
  if (charts === undefined || helmfile === undefined) return;
  const paths = new Map<string, string>();
  for (const {delivery} of readCatalogue().components.values()) {
    if (delivery.kind !== 'helm') continue;
    const found = await findChart(delivery, {folder: charts, rehearsal: true});
    if (found) paths.set(delivery.chart, found.path);
  }
  const releases = (await listReleases(client)).filter(({chart}) => paths.has(chart));
  const synced = await helmfileSync(
    {releases, chartOf: ({chart}) => paths.get(chart) ?? '', kubeconfig, helmfile, helm: toolFiles.helm},
    2,
  );
  const inOrder = seconds.toSorted((a, b) => a - b);
  const [median, slowest] = [2, 4].map(index => `1/${((synced[1] ?? 0) / (inOrder[index] ?? 0)).toFixed(1)}`);
  lines.push(
    `\`helmfile sync\` of the ${releases.length} releases among them, same charts and values: ${synced.map(value => value.toFixed(0)).join(' s, then ')} s; \`plan\`, of these and of what Kustomize delivers, took ${median} of the second in the median, the slowest ${slowest}.`,
  );
});

test('teardown leaves the cluster as it was before', async () => {
  const ended = await run(...ofCluster('teardown', '--purge', '--yes'));
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.anything()]);
  const left = [...(await all())].filter(([key]) => !bare.has(key)).map(([, object]) => nameOf(object));
  expect(left).toEqual([]);
  lines.push('`teardown --purge`: nothing is left that was not there before.');
});
