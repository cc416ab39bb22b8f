import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {monitorPort} from '../../source/commands/monitor-screens.js';
import {type MonitorSession, openMonitor} from '../../source/commands/monitor-session.js';
import {readMark} from '../../source/rehearsal/processes.js';
import {keyBindings} from '../../source/ui/key-bindings.js';
import {ageNotice} from '../../source/ui/monitor/monitor-header.js';
import {endingKubeconfig, endToken, makeAccount} from '../helpers/ending-token.js';
import {records} from '../helpers/program.js';
import {screenAt} from '../helpers/screen.js';
import {StandingMonitor} from '../ui/fixtures/monitor-world.js';
import {failingHook, packChart} from './broken-charts.js';
import {smallProgram} from './small-program.js';

const program = smallProgram(
  ...['kubernetes', 'helm', 'kustomize', 'node-roles', 'kube-ovn', 'memcached', 'monitor-role'],
);
const charts = join(program.folder, 'charts');
const looking = join(program.folder, 'looker.yaml');
const patiently = {timeout: 300_000, interval: 200};
const upArguments = ['rehearsal', 'up', '--profile', program.profile, '--pace', '0.05', '--output', 'json'];

let client: Client;
let kubeconfig: string;
let auditLog: string;

beforeAll(async () => {
  ({kubeconfig, auditLog} = records(await program.run(upArguments)).at(-1) as {
    kubeconfig: string;
    auditLog: string;
  });
  client = connect(loadKubeConfig(kubeconfig));
  await makeAccount(client, 'looker', 'view');
  writeFileSync(looking, await lookerConfig('first'));
}, 900_000);

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
}, 120_000);

const lookerConfig = (secret: string): Promise<string> =>
  endingKubeconfig(client, kubeconfig, {account: 'looker', secret});

interface Audited {
  readonly user: {readonly username: string};
  readonly verb: string;
  readonly requestURI: string;
  readonly responseStatus?: {readonly code?: number};
}

/** What the looker asked since then. */
const asked = (since = 0): Audited[] =>
  readFileSync(auditLog, 'utf8')
    .slice(since)
    .split('\n')
    .filter(line => line.includes('system:serviceaccount:default:looker'))
    .flatMap(line => {
      const record = JSON.parse(line) as Audited;
      return record.user.username === 'system:serviceaccount:default:looker' ? [record] : [];
    });
const auditEnd = (): number => readFileSync(auditLog, 'utf8').length;

const refusals = (all: readonly Audited[]): string[] =>
  all
    .filter(({responseStatus}) => responseStatus?.code === 403)
    .map(({requestURI}) => requestURI.split('?')[0] as string);
const writes = (all: readonly Audited[]): Audited[] =>
  all.filter(({verb}) => !['get', 'list', 'watch'].includes(verb));

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

test('without our role each kind that may not be seen is asked for once, and named', async () => {
  const since = auditEnd();
  await withMonitor(async ({monitor}) => {
    await monitor.complete;
    expect(monitor.view().unseen.toSorted()).toEqual([
      'leases',
      'nodes',
      'persistentvolumes',
      'storageclasses',
    ]);
    // Whatever else it sees, it sees.
    expect(monitor.view().trouble).toBe('');
    await monitor.live.subscribe(() => {})();
  });
  const refused = refusals(asked(since));
  expect(refused.toSorted()).toEqual([
    '/api/v1/nodes',
    '/api/v1/persistentvolumes',
    '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases',
    '/apis/storage.k8s.io/v1/storageclasses',
  ]);
}, 900_000);

test('through every view and key during an install that fails it only gets, lists and watches, and is refused nothing', async () => {
  mkdirSync(charts);
  packChart(charts, 'memcached', '1.0.0', failingHook);
  const install = program.start([
    ...[
      'install',
      '--profile',
      program.profile,
      '--kubeconfig',
      kubeconfig,
      '--charts',
      charts,
      '--output',
      'json',
    ],
  ]);
  await vi.waitFor(async () => {
    const view = await client.read({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'view',
    });
    expect(JSON.stringify(view?.rules)).toContain('persistentvolumes"');
  }, patiently);
  const since = auditEnd();
  const failed = await withMonitor(async session => {
    const {screen, walk} = screensOf(session);
    let isOver = false;
    const ended = install.ended.finally(() => {
      isOver = true;
    });
    do {
      await walk();
    } while (!isOver);
    expect((await ended).exitCode).toBe(1);
    await vi.waitFor(() => expect(session.monitor.view().isComplete).toBe(true), patiently);
    await walk();
    await vi.waitFor(() => expect(screen.lastFrame()).toMatch(/READ ONLY/), patiently);
    return session.monitor.view();
  });
  expect(failed.unseen).toEqual([]);
  expect(failed.nodes.length).toBeGreaterThan(3);
  expect(failed.components.map(({name}) => name)).toContain('kube-ovn');
  const all = asked(since);
  expect(all.length).toBeGreaterThan(20);
  expect(writes(all)).toEqual([]);
  expect(refusals(all)).toEqual([]);
  expect(new Set(all.map(({requestURI}) => requestURI).filter(uri => uri.includes('secrets')))).toEqual(
    new Set(),
  );
}, 900_000);

/** As a terminal sends them, by the table; what leaves is not among them. */
const everyKey = [
  ...new Set(
    keyBindings
      .filter(({contexts}) =>
        contexts.some(context => context.startsWith('monitor') || context === 'copy' || context === 'logs'),
      )
      .flatMap(({presses}) => Object.entries(presses))
      .filter(([, intent]) => intent !== 'quit' && intent !== 'interrupt')
      .map(([key]) => key),
  ),
];

/** The screens of a session, and how every key is pressed in them. */
const screensOf = (session: MonitorSession) => {
  const screen = screenAt(80, 24, <StandingMonitor monitor={monitorPort(session)} now={Date.now} />, {
    ascii: true,
  });
  const walk = async (): Promise<void> => {
    for (const key of everyKey) {
      screen.press(key as Parameters<typeof screen.press>[0]);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    screen.press('escape', 'escape', 'escape', 't');
  };
  return {screen, walk};
};

const unstored = new Set(['Lease', 'Event', 'ComponentStatus']);

/** Everything that there is by its resourceVersion, but what is renewed by itself or made for whoever asks. */
const versions = async (): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  const groups = (await client.request('GET', '/apis')) as {
    groups: {preferredVersion: {groupVersion: string}}[];
  };
  for (const version of ['v1', ...groups.groups.map(({preferredVersion}) => preferredVersion.groupVersion)]) {
    const {resources = []} = (await client.request(
      'GET',
      version === 'v1' ? '/api/v1' : `/apis/${version}`,
    )) as {
      resources?: {name: string; kind: string; verbs: string[]}[];
    };
    for (const {name, kind, verbs} of resources) {
      if (name.includes('/') || !verbs.includes('list') || unstored.has(kind)) continue;
      const {items} = await client.list({apiVersion: version, kind});
      for (const {metadata} of items)
        found.set(
          `${version} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
          metadata.resourceVersion ?? '',
        );
    }
  }
  return found;
};

const quiet = async (): Promise<Map<string, string>> => {
  let before = await versions();
  await vi.waitFor(async () => {
    const now = await versions();
    const last = before;
    before = now;
    expect([...now]).toEqual([...last]);
  }, patiently);
  return before;
};

test('on a quiet cluster nothing changes by it; once prints and says by its exit code that not all is well', async () => {
  const before = await quiet();
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
    const {walk} = screensOf(session);
    await session.monitor.complete;
    await walk();
  });
  expect([...(await versions())]).toEqual([...before]);
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
    writeFileSync(looking, await lookerConfig('second'));
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
