import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {parentRef} from '../../source/cluster/apply-set.js';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {recordRef} from '../../source/cluster/record.js';
import {sweep} from '../../source/cluster/sweep.js';
import {receiptSchema} from '../../source/engine/receipt.js';
import {type ComponentChange, toDo} from '../../source/plan/changes.js';
import {planSchema} from '../../source/plan/plan.js';
import {parseJournal} from '../../source/report/journal.js';
import {keptRuns, readJournalText} from '../../source/report/journal-file.js';
import {engineWith} from '../helpers/processes.js';
import {type Ended, records} from '../helpers/program.js';
import {packChart} from './broken-charts.js';
import {smallShop} from './small-shop.js';

// Each of these runs the program several times.
vi.setConfig({testTimeout: 600_000, hookTimeout: 600_000});

const program = smallShop();
const saved = join(program.folder, 'saved.json');
let client: Client;
let kubeconfig: string;
let auditLog: string;

const profileWith = (name: string, text: string): string => {
  const file = join(program.folder, name);
  writeFileSync(file, `${readFileSync(program.profile, 'utf8')}${text}`);
  return file;
};
const plan = (profile: string, ...more: string[]): Promise<Ended> =>
  program.run([
    ...['plan', '--profile', profile, '--kubeconfig', kubeconfig, '--output', 'json'],
    ...['--detailed-exitcode', ...more],
  ]);
const changesOf = (ended: Ended): Record<string, ComponentChange> =>
  Object.fromEntries(
    toDo(planSchema.parse(records(ended).at(-1)).changes ?? []).map(change => [change.component, change]),
  );
const install = (profile: string, ...more: string[]): Promise<Ended> =>
  program.run(['install', '--profile', profile, '--kubeconfig', kubeconfig, '--output', 'json', ...more]);

/** What was written since a line of the audit log, dry runs and access reviews left out. */
const writesSince = (line: number): string[] =>
  readFileSync(auditLog, 'utf8')
    .split('\n')
    .slice(line)
    .filter(text => text !== '')
    .map(text => JSON.parse(text) as {verb: string; requestURI: string; user: {username: string}})
    .filter(
      ({verb, requestURI, user}) =>
        ['create', 'update', 'patch', 'delete'].includes(verb) &&
        !user.username.startsWith('system:') &&
        !/dryRun=All|leases|accessreviews|\/events|\/status|simulat/.test(requestURI),
    )
    .map(({verb, requestURI}) => `${verb} ${requestURI}`);
const lines = (): number => readFileSync(auditLog, 'utf8').split('\n').length - 1;

beforeAll(async () => {
  const up = await program.run(['rehearsal', 'up', '--profile', program.profile, '--pace', '0.05']);
  ({kubeconfig, auditLog} = records(up).at(-1));
  client = connect(loadKubeConfig(kubeconfig));
  expect((await install(program.profile)).exitCode).toBe(0);
});

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
});

const overridden = (component: string, kind: string, patch: string): string => {
  const overrides = join(program.folder, `overrides-${component}`);
  const folder = join(overrides, 'components', component, 'kustomize', 'patches');
  mkdirSync(folder, {recursive: true});
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target: {kind: ${kind}}\n  patch: |\n    - ${patch}\n`,
  );
  return overrides;
};

describe('on a cluster that holds all of it', () => {
  test('there is nothing to do, and nothing is written by saying so', async () => {
    const before = lines();
    const ended = await plan(program.profile);
    expect([ended.exitCode, changesOf(ended)]).toEqual([0, {}]);
    expect(writesSince(before)).toEqual([]);
  });

  test('a service that is turned on is created, with what it brings', async () => {
    const ended = await plan(profileWith('shop.yaml', 'components: {shop: true}\n'));
    expect(ended.exitCode).toBe(10);
    expect(Object.values(changesOf(ended)).map(({component, action}) => [component, action])).toEqual([
      ['ledger', 'create'],
      ['shop', 'create'],
    ]);
  });

  test('a changed value is named, with the objects that differ and the pods that are replaced', async () => {
    const overrides = join(program.folder, 'overrides');
    const folder = join(overrides, 'components', 'memcached', 'kustomize', 'patches');
    mkdirSync(folder, {recursive: true});
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target: {kind: StatefulSet|Deployment}\n  patch: |\n    - {op: add, path: /spec/template/metadata/labels/changed, value: "yes"}\n',
    );
    const {memcached} = changesOf(await plan(profileWith('changed.yaml', `overrides: ${overrides}\n`)));
    expect(memcached).toMatchObject({
      action: 'change',
      objects: [{action: 'change', fields: ['spec.template.metadata.labels.changed']}],
      restarts: [expect.stringMatching(/^(StatefulSet|Deployment) openstack\/memcached/)],
    });
  });
});

describe('what cannot be changed while it is there', () => {
  test('of a release is told before it is tried, in the words of the API', async () => {
    const overrides = overridden(
      'memcached',
      'StatefulSet|Deployment',
      '{op: add, path: /spec/selector/matchLabels/changed, value: "yes"}',
    );
    const ended = await plan(profileWith('selector.yaml', `overrides: ${overrides}\n`));
    expect(changesOf(ended).memcached).toMatchObject({
      action: 'change',
      refused: [
        expect.stringMatching(
          /^(StatefulSet|Deployment) openstack\/memcached\S*: spec\S*: (field is immutable|updates to statefulset spec)/,
        ),
      ],
    });
  });
});

describe('a plan that was saved', () => {
  test('is for its owner alone, and is what is applied', async () => {
    const shop = profileWith('shop.yaml', 'components: {shop: true}\n');
    expect((await plan(shop, '--save', saved)).exitCode).toBe(10);
    expect(statSync(saved).mode & 0o777).toBe(0o600);
    expect((await plan(shop, '--save', saved)).stderr).toContain('GS-PLAN-10');
    const ended = await install(program.profile, '--plan', saved);
    expect(ended.exitCode).toBe(0);
    expect(
      await client.read({apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'openstack', name: 'shop'}),
    ).toBeDefined();
  });

  test('is refused when the world has moved, with the names of what did', async () => {
    const before = lines();
    const ended = await install(program.profile, '--plan', saved);
    expect([ended.exitCode, ended.stderr]).toEqual([
      3,
      expect.stringMatching(/ledger, shop changed.*\n.*GS-PLAN-14/),
    ]);
    expect(writesSince(before)).toEqual([]);
  });

  test('is refused where it is none', async () => {
    const ended = await install(program.profile, '--plan', program.profile);
    expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringContaining('GS-PLAN-11')]);
  });

  test('what the cluster holds and the profile does not is told', async () => {
    expect(changesOf(await plan(program.profile))).toMatchObject({
      shop: {action: 'remove'},
      ledger: {action: 'remove'},
    });
  });
});

describe('what another hand changed', () => {
  const shop = (): string => join(program.folder, 'shop.yaml');
  const ledger = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {namespace: 'openstack', name: 'ledger'},
  };
  const sold = {apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: {namespace: 'openstack', name: 'shop'}};
  const service = {apiVersion: 'v1', kind: 'Service', namespace: 'openstack', name: 'shop'};

  test('is drift of its field manager, and what is gone is gone', async () => {
    const edit = {fieldManager: 'kubectl-edit', force: true};
    await client.apply({...ledger, spec: {replicas: 2}}, edit);
    await client.apply({...sold, spec: {replicas: 2}}, edit);
    await client.delete(service);
    const ended = await plan(shop());
    expect(ended.exitCode).toBe(10);
    expect(changesOf(ended)).toMatchObject({
      ledger: {
        action: 'drifted',
        drift: [{fields: ['spec.replicas'], from: 1, to: 2, manager: 'kubectl-edit'}],
      },
      shop: {
        action: 'drifted',
        drift: expect.arrayContaining([
          expect.objectContaining({
            fields: ['spec.replicas'],
            manager: 'kubectl-edit',
            time: expect.any(String),
          }),
          expect.objectContaining({object: 'Service openstack/shop', fields: []}),
        ]),
      },
    });
  });

  test('is left by a run, but for what could never become ready; set right by one that is told to', async () => {
    expect((await install(shop())).exitCode).toBe(0);
    expect(await client.read(service)).toBeDefined();
    expect(changesOf(await plan(shop()))).toMatchObject({ledger: {action: 'drifted'}});
    expect((await install(shop(), '--correct')).exitCode).toBe(0);
    expect((await plan(shop())).exitCode).toBe(0);
  });
});

test('a claim that cannot be changed is told of as well where Kustomize delivers it', async () => {
  const overrides = overridden(
    'ledger',
    'PersistentVolumeClaim',
    '{op: replace, path: /spec/accessModes, value: [ReadWriteMany]}',
  );
  const ended = await plan(profileWith('claim.yaml', `components: {shop: true}\noverrides: ${overrides}\n`));
  expect(changesOf(ended)).toMatchObject({
    ledger: {
      action: 'change',
      refused: [expect.stringMatching(/^PersistentVolumeClaim openstack\/ledger: spec: spec is immutable/)],
    },
  });
});

describe('adding and removing', () => {
  const shop = (): string => join(program.folder, 'shop.yaml');
  const ofCluster = (verb: string, ...more: string[]): Promise<Ended> =>
    program.run([verb, ...more, '--kubeconfig', kubeconfig, '--output', 'json']);
  const statesOf = (ended: Ended): Record<string, string> =>
    Object.fromEntries(
      receiptSchema.parse(records(ended).at(-1)).components.map(({name, state}) => [name, state]),
    );
  /** Kind and name of whatever carries the name. */
  const named = async (...names: string[]): Promise<string[]> =>
    (await sweep(client))
      .filter(({metadata}) =>
        names.some(name => `${metadata.name} ${JSON.stringify(metadata.labels ?? {})}`.includes(name)),
      )
      .map(({kind, metadata}) => `${kind} ${metadata.name}`)
      .sort();
  const uids = async (): Promise<Map<string, string>> =>
    new Map(
      (await client.list({apiVersion: 'v1', kind: 'Pod'})).items.map(({metadata}) => [
        metadata.name,
        metadata.uid ?? '',
      ]),
    );

  /** Components because of whose failure nothing new began. */
  const stoppedBy = (ended: Ended): string[] =>
    records(ended).flatMap(({type, by}) => (type === 'stopping' ? [by] : []));
  /** Has the API refuse to delete a ConfigMap; returns what makes it do so again. */
  const deny = async (name: string): Promise<() => Promise<void>> => {
    const group = 'admissionregistration.k8s.io/v1';
    const [policy, binding] = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];
    const rule = {apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['configmaps']};
    const spec = {
      matchConstraints: {resourceRules: [rule]},
      validations: [{expression: `oldObject.metadata.name != '${name}'`, message: 'it is kept'}],
    };
    await client.create({apiVersion: group, kind: policy, metadata: {name}, spec});
    const bound = {policyName: name, validationActions: ['Deny']};
    await client.create({apiVersion: group, kind: binding, metadata: {name}, spec: bound});
    const path = `/api/v1/namespaces/openstack/configmaps/${name}?dryRun=All`;
    await vi.waitFor(() => expect(client.request('DELETE', path)).rejects.toThrow('it is kept'), 60_000);
    return async () => {
      for (const kind of [binding, policy]) await client.delete({apiVersion: group, kind, name});
      await vi.waitFor(() => client.request('DELETE', path), 60_000);
    };
  };

  test('what others need is refused, with their names', async () => {
    const ended = await ofCluster('remove', 'ledger');
    expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringMatching(/ledger is needed by shop/)]);
    const required = await ofCluster('remove', 'memcached');
    expect([required.exitCode, required.stderr]).toEqual([2, expect.stringContaining('GS-REM-01')]);
  });

  test('a removal takes what only it needed along, keeps the data and says so, and lets the profile follow', async () => {
    const owner = {apiVersion: 'apps/v1', kind: 'Deployment', name: 'ledger'};
    const claim = {apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'openstack', name: 'ledger'};
    const uid = (await client.read({...owner, namespace: 'openstack'}))?.metadata.uid;
    // As operators do that want their claims to go with what they were made for.
    await client.patch(claim, {metadata: {ownerReferences: [{...owner, uid}]}});
    const ended = await ofCluster('remove', 'shop', '--profile', shop());
    expect([ended.exitCode, statesOf(ended)]).toEqual([0, {shop: 'gone', ledger: 'gone'}]);
    expect(ended.stderr).toMatch(/Stays, because it is data:[\s\S]*claims: .*data-shop-0/);
    expect(await named('shop', 'ledger')).toEqual([
      'ConfigMap shop-kept',
      'PersistentVolumeClaim data-shop-0',
      'PersistentVolumeClaim data-shop-1',
      'PersistentVolumeClaim ledger',
      'Secret ledger-key',
      'Secret shop-admin',
    ]);
    expect((await client.read(claim))?.metadata.ownerReferences).toBeUndefined();
    expect(readFileSync(shop(), 'utf8')).toContain('shop: false');
    expect((await plan(shop())).exitCode).toBe(0);
  });

  test('what is added takes up its data again, and nothing else is touched', async () => {
    const before = await uids();
    const key = await client.read({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'openstack',
      name: 'shop-admin',
    });
    const ended = await ofCluster('add', 'shop');
    expect([ended.exitCode, statesOf(ended)]).toEqual([0, {shop: 'ready', ledger: 'ready'}]);
    const after = await uids();
    expect([...before].filter(([name, uid]) => after.get(name) !== uid)).toEqual([]);
    const now = await client.read({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'openstack',
      name: 'shop-admin',
    });
    expect(now?.metadata.uid).toBe(key?.metadata.uid);
  });

  test('where no profile is named, the one that the cluster was installed from is planned', async () => {
    const ended = await ofCluster('plan', '--detailed-exitcode');
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.stringContaining('was installed from')]);
  });

  test('a purge leaves nothing that carries the name, though it was killed on the way', async () => {
    const running = program.start([
      ...['remove', 'shop', '--purge', '--yes', '--kubeconfig', kubeconfig, '--output', 'json'],
    ]);
    await running.line(line => line.includes('"step":"shop/remove"'));
    process.kill(engineWith(program.state), 'SIGKILL');
    await running.ended;
    const allow = await deny('shop-kept');
    const stopped = await ofCluster('remove', 'shop', '--purge', '--yes', '--on-failure', 'stop');
    expect([stopped.exitCode, stoppedBy(stopped)]).toEqual([1, ['shop']]);
    await allow();
    const ended = await ofCluster('remove', 'shop', '--purge', '--yes');
    expect(ended.exitCode).toBe(0);
    expect(await named('shop', 'ledger')).toEqual([]);
  });

  test('an addition begins nothing new after a failure where it is told so', async () => {
    const charts = join(program.folder, 'charts');
    mkdirSync(charts);
    packChart(charts, 'shop', '1.0.0', '{{ required "a size is needed" .Values.size }}');
    const ended = await ofCluster('add', 'shop', '--charts', charts, '--on-failure', 'stop');
    expect([ended.exitCode, stoppedBy(ended)]).toEqual([1, ['shop']]);
  });

  test('an addition that was killed on the way is finished by the next', async () => {
    const running = program.start(['add', 'shop', '--yes', '--kubeconfig', kubeconfig, '--output', 'json']);
    await running.line(line => line.includes('"step":"shop/apply"'));
    process.kill(engineWith(program.state), 'SIGKILL');
    await running.ended;
    const ended = await ofCluster('add', 'shop');
    // What it brings may have been there before the kill, and is then not added again.
    expect([ended.exitCode, statesOf(ended)]).toMatchObject([0, {shop: 'ready'}]);
    expect((await ofCluster('plan', '--detailed-exitcode')).exitCode).toBe(0);
  });

  test('what an addition left half applied of what it needs is finished by the next', async () => {
    const set = {name: 'ledger', namespace: 'openstack'};
    await client.patch(parentRef(set), {metadata: {annotations: {'genestack.io/digest': null}}});
    expect(changesOf(await ofCluster('plan'))).toMatchObject({
      ledger: {action: 'change', reasons: ['an apply was cut short']},
    });
    const ended = await ofCluster('add', 'shop');
    expect([ended.exitCode, statesOf(ended)]).toEqual([0, {shop: 'ready', ledger: 'ready'}]);
    expect((await ofCluster('plan', '--detailed-exitcode')).exitCode).toBe(0);
  });

  test('a teardown leaves an empty cluster', async () => {
    const ended = await ofCluster('teardown', '--purge', '--yes');
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.stringMatching(/namespaces: .*openstack/)]);
    expect(Object.values(statesOf(ended)).every(state => state === 'gone')).toBe(true);
    const environment = {XDG_STATE_HOME: program.state};
    const [run = ''] = keptRuns(environment);
    const {records: written} = parseJournal(readJournalText(run, environment) ?? '', run);
    const helms = written.flatMap(record => (record.type === 'helm' ? [record] : []));
    const pids = Map.groupBy(helms, ({release}) => release);
    expect(pids.size).toBeGreaterThan(0);
    for (const [, [before, started]] of pids) {
      expect([before?.pid, started?.pid]).toEqual([null, expect.any(Number)]);
    }
    const left = (await sweep(client)).filter(
      ({metadata}) => metadata.annotations?.['meta.helm.sh/release-name'] !== undefined,
    );
    expect(left).toEqual([]);
    const openstack = await client.read({apiVersion: 'v1', kind: 'Namespace', name: 'openstack'});
    expect(openstack).toBeUndefined();
    expect(await client.read(recordRef)).toBeUndefined();
  });
});
