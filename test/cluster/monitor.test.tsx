import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {type MonitorSession, openMonitor} from '../../source/commands/monitor-session.js';
import {operatorKinds, ownKinds} from '../../source/monitor/kinds.js';
import {readMark} from '../../source/rehearsal/processes.js';
import {monitor as ofMonitor} from '../../source/ui/key-contexts.js';
import {ageNotice} from '../../source/ui/monitor/monitor-header.js';
import {endToken} from '../helpers/ending-token.js';
import {records} from '../helpers/program.js';
import {failingHook, packChart} from './broken-charts.js';
import {
  type Audited,
  askedByLooker,
  auditEnd,
  createLooker,
  define,
  lookerConfig,
  pathOf,
  pathsOf,
  refusals,
  writes,
} from './looker.js';
import {placesOf, walk} from './monitor-walk.js';
import {quietVersions, versionsOf} from './resource-versions.js';
import {smallProgram} from './small-program.js';

const program = smallProgram(
  ...['kubernetes', 'helm', 'kustomize', 'node-roles', 'coredns', 'kube-ovn', 'memcached', 'monitor-role'],
);
const charts = join(program.folder, 'charts');
const looking = join(program.folder, 'looker.yaml');
const patiently = {timeout: 300_000, interval: 200};
const upArguments = ['rehearsal', 'up', '--profile', program.profile, '--pace', '0.05', '--output', 'json'];

/** The operators' kinds but those that kube-ovn brings. */
const defined = operatorKinds.filter(({group}) => group !== 'kubeovn.io');

let client: Client;
let kubeconfig: string;
let auditLog: string;

beforeAll(async () => {
  ({kubeconfig, auditLog} = records(await program.run(upArguments)).at(-1) as {
    kubeconfig: string;
    auditLog: string;
  });
  client = connect(loadKubeConfig(kubeconfig));
  await createLooker(client);
  await define(client, defined);
  writeFileSync(looking, await lookerConfig(client, kubeconfig, 'first'));
}, 900_000);

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
}, 120_000);

const withMonitor = async <T,>(
  work: (session: MonitorSession) => Promise<T>,
  pace: Parameters<typeof openMonitor>[1] = {paceMilliseconds: 100},
): Promise<T> => {
  const session = openMonitor({kubeconfig: looking}, pace);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
};

/** Kinds that `view` does not hold by itself. */
const ofOurRole = [...ownKinds, ...defined].filter(({isInView}) => !isInView);

test('without our role each kind that may not be seen is asked for once, and named', async () => {
  const since = auditEnd(auditLog);
  await withMonitor(async ({monitor}) => {
    await monitor.complete;
    expect(monitor.view().unseen.toSorted()).toEqual(
      [...new Set(ofOurRole.map(({plural}) => plural))].toSorted(),
    );
    // Whatever else it sees, it sees.
    expect(monitor.view().trouble).toBe('');
    await monitor.live.subscribe(() => {})();
  });
  expect(refusals(askedByLooker(auditLog, since)).toSorted()).toEqual(
    [
      '/api/v1/nodes',
      '/api/v1/persistentvolumes',
      '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases',
      '/apis/storage.k8s.io/v1/storageclasses',
      ...pathsOf(defined),
    ].toSorted(),
  );
}, 900_000);

const places = placesOf('coredns');

/** `list /api/v1/pods`, each once. */
const verbsOf = (all: readonly Audited[]): string[] => [
  ...new Set(all.map(one => `${one.verb} ${pathOf(one)}`)),
];

test('the walk comes to every context of the monitor', () => {
  expect(new Set(places.map(({context}) => context))).toEqual(new Set([...ofMonitor, 'logs', 'sheet']));
});

test('through every view and key during an install that fails it only gets, lists and watches, and is refused nothing', async () => {
  mkdirSync(charts);
  packChart(charts, 'memcached', '1.0.0', failingHook);
  const install = program.start([
    ...['install', '--profile', program.profile, '--kubeconfig', kubeconfig],
    ...['--charts', charts, '--output', 'json'],
  ]);
  await vi.waitFor(async () => {
    const view = await client.read({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'view',
    });
    expect(JSON.stringify(view?.rules)).toContain('persistentvolumes"');
  }, patiently);
  const since = auditEnd(auditLog);
  await withMonitor(async session => {
    await session.monitor.complete;
    let isOver = false;
    const ended = install.ended.finally(() => {
      isOver = true;
    });
    do {
      await walk(session, places);
    } while (!isOver);
    expect((await ended).exitCode).toBe(1);
  });
  // Whoever looks now sees kube-ovn's kinds as well.
  const failed = await withMonitor(async session => {
    await session.monitor.complete;
    await walk(
      session,
      placesOf('memcached').filter(({context}) => context === 'monitor-why'),
    );
    await vi.waitFor(() => {
      const verbs = verbsOf(askedByLooker(auditLog, since));
      for (const path of pathsOf(operatorKinds))
        expect(verbs).toEqual(expect.arrayContaining([`list ${path}`, `watch ${path}`]));
    }, patiently);
    return session.monitor.view();
  });
  expect(failed.unseen).toEqual([]);
  expect(failed.nodes.length).toBeGreaterThan(3);
  expect(failed.components.map(({name, state}) => `${name} ${state}`)).toEqual(
    expect.arrayContaining(['coredns ready', 'memcached failed']),
  );
  expect(failed.components.map(({name}) => name)).toContain('kube-ovn');
  const all = askedByLooker(auditLog, since);
  expect(writes(all)).toEqual([]);
  expect(refusals(all)).toEqual([]);
  const verbs = verbsOf(all);
  expect(verbs).toContainEqual(expect.stringMatching(/^get .*\/pods\/coredns-[^/]+$/));
  expect(verbs).toContainEqual(expect.stringMatching(/^get .*\/pods\/coredns-[^/]+\/log$/));
  expect(verbs.filter(one => one.includes('secrets'))).toEqual([]);
}, 900_000);

test('on a quiet cluster nothing changes by it; once prints and says by its exit code that not all is well', async () => {
  const before = await quietVersions(client);
  const ended = await program.run(['monitor', '--once', '--kubeconfig', looking, '--output', 'json']);
  expect(ended.stderr).toBe('');
  const picture = records(ended).at(-1) as unknown as {
    type: string;
    health: {isWell: boolean};
    unseen: string[];
  };
  expect(picture).toMatchObject({type: 'picture', simulatedNodes: true, unseen: []});
  expect(ended.exitCode).toBe(picture.health.isWell ? 0 : 1);
  await withMonitor(async session => {
    await session.monitor.complete;
    await walk(session, places);
  });
  expect([...(await versionsOf(client))]).toEqual([...before]);
}, 900_000);

test('the API gone for an hour, and back: the age is shown, and the picture goes on by itself', async () => {
  let shift = 0;
  const now = (): number => Date.now() + shift;
  await withMonitor(
    async ({monitor}) => {
      await monitor.complete;
      const mark = readMark(join(program.state, 'genestack', 'rehearsals', 'default'), 'kube-apiserver');
      process.kill(mark?.pid ?? 0, 'SIGKILL');
      await vi.waitFor(() => expect(monitor.view().trouble).toMatch(/cannot be reached/), patiently);
      const seen = monitor.view().components.length;
      shift = 3_600_000;
      expect(ageNotice(monitor.view(), now())).toMatch(
        /^The picture is 1:0\d:\d\d old: the API server at https:/,
      );
      expect(monitor.view().components).toHaveLength(seen);
      expect((await program.run(upArguments)).exitCode).toBe(0);
      await vi.waitFor(() => expect(monitor.view().trouble).toBe(''), patiently);
      await vi.waitFor(() => expect(ageNotice(monitor.view(), now())).toBe(''), patiently);
      await client.create({...configMapPod, metadata: {...configMapPod.metadata, name: 'after'}});
      await vi.waitFor(
        () => expect(JSON.stringify(monitor.view().nodes)).toContain('"name":"after"'),
        patiently,
      );
    },
    {now, paceMilliseconds: 100},
  );
}, 900_000);

const configMapPod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'x', namespace: 'default'},
  spec: {containers: [{name: 'main', image: 'example.org/main:1'}]},
};

test('a token that has ended and a kubeconfig that is replaced: it says so and comes back with the new one', async () => {
  await withMonitor(async ({monitor, client: reading}) => {
    await monitor.complete;
    await endToken(client, 'first');
    // The API server remembers a token that was good for a while.
    await vi.waitFor(
      async () =>
        expect(
          await reading.request('GET', '/api/v1/namespaces/default/pods').catch(error => error.status),
        ).toBe(401),
      patiently,
    );
    writeFileSync(looking, 'half of a kubec');
    await expect(reading.request('GET', '/version')).rejects.toMatchObject({status: 401});
    writeFileSync(looking, await lookerConfig(client, kubeconfig, 'second'));
    await expect(reading.request('GET', '/api/v1/namespaces/default/pods')).resolves.toHaveProperty('items');
    await client.create({...configMapPod, metadata: {...configMapPod.metadata, name: 'renewed'}});
    await vi.waitFor(
      () => expect(JSON.stringify(monitor.view().nodes)).toContain('"name":"renewed"'),
      patiently,
    );
    // What was under way went over the old one.
    await vi.waitFor(() => expect(monitor.view().trouble).toBe(''), patiently);
  });
}, 900_000);
