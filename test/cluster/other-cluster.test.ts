import {copyFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {parse, stringify} from 'yaml';
import type {ApiError, Client} from '../../source/cluster/client.js';
import {openMonitor} from '../../source/commands/monitor-session.js';
import {ageNotice} from '../../source/ui/monitor/monitor-header.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const patiently = {timeout: 120_000, interval: 100};
const file = join(temporaryFolder('other-cluster'), 'config.yaml');
let first: BareRehearsal;
let second: BareRehearsal;

beforeAll(async () => {
  [first, second] = await Promise.all([bareRehearsal(), bareRehearsal()]);
}, 300_000);

afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
}, 120_000);

const addNode = (client: Client, name: string) =>
  client.create({apiVersion: 'v1', kind: 'Node', metadata: {name}});

/** A kubeconfig of the second cluster for a new account there that may see nodes, or nothing. */
const accountConfig = async (name: string, maySeeNodes: boolean): Promise<string> => {
  const {client, kubeconfig} = second;
  const metadata = {name, namespace: 'default'};
  await client.create({apiVersion: 'v1', kind: 'ServiceAccount', metadata});
  if (maySeeNodes) {
    await client.create({
      ...{apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: {name}},
      rules: [{apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch']}],
    });
    await client.create({
      ...{apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: {name}},
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name},
      subjects: [{kind: 'ServiceAccount', ...metadata}],
    });
  }
  const answer = (await client.request('POST', `/api/v1/namespaces/default/serviceaccounts/${name}/token`, {
    ...{apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}},
  })) as {status: {token: string}};
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  config.users[0].user = {token: answer.status.token};
  config.contexts[0].name = 'site-b';
  config['current-context'] = 'site-b';
  return stringify(config);
};

/** So that what is patient for long is not here. */
const wait = (milliseconds: number, signal: AbortSignal) => sleep(milliseconds / 10, undefined, {signal});

test('a kubeconfig replaced by one of another cluster: nothing of the first is taken for the second', async () => {
  await addNode(first.client, 'only-in-the-first');
  await addNode(second.client, 'only-in-the-second');
  const narrow = await accountConfig('narrow', true);
  const labels = {app: 'shop'};
  await first.client.apply(
    {
      ...{apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'shop', namespace: 'default'}},
      spec: {
        replicas: 1,
        selector: {matchLabels: labels},
        template: {metadata: {labels}, spec: {containers: [{name: 'shop', image: 'example.org/shop:1'}]}},
      },
    },
    {fieldManager: 'helm'},
  );
  copyFileSync(first.kubeconfig, file);
  const {monitor, client, close} = openMonitor({kubeconfig: file}, {paceMilliseconds: 50, wait});
  try {
    await monitor.complete;
    const before = monitor.view();
    expect(JSON.stringify(before.nodes)).toContain('only-in-the-first');
    expect(before.unseen).toEqual([]);

    await first.client.patch(
      {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'shop'},
      {spec: {replicas: 2}},
      {subresource: 'scale'},
    );
    await vi.waitFor(
      () =>
        expect(monitor.view().lately).toContainEqual(
          expect.objectContaining({what: 'shop', text: 'was scaled by genestack'}),
        ),
      patiently,
    );
    let told = 0;
    monitor.subscribe(() => told++);

    writeFileSync(file, 'half of a kubec');
    await first.stop();
    await vi.waitFor(
      () => expect(monitor.view().trouble).toMatch(/cannot be reached: .*; .*is not a kubeconfig/),
      patiently,
    );
    // The picture of the first is shown, with its age, as long as there is no other.
    expect(JSON.stringify(monitor.view().nodes)).toContain('only-in-the-first');
    expect(ageNotice(monitor.view(), Date.now() + 600_000)).toMatch(/^The picture is 1[01]:\d\d old: /);

    writeFileSync(file, narrow);
    await vi.waitFor(() => expect(monitor.view().context).toBe('site-b'), patiently);
    await vi.waitFor(() => expect(monitor.view().isComplete).toBe(true), patiently);
    const after = monitor.view();
    expect(after).toMatchObject({server: second.client.server, version: before.version, trouble: ''});
    expect(JSON.stringify(after.nodes)).toContain('only-in-the-second');
    expect(JSON.stringify(after)).not.toContain('only-in-the-first');
    // Its rights are others, and that the first is gone is no news of the second.
    expect(after.unseen).toContain('pods');
    expect(after.lately.map(({text}) => text)).not.toContain('left the cluster');
    expect(told).toBeGreaterThan(0);

    // It goes on from here: watches do, too.
    await addNode(second.client, 'later');
    await vi.waitFor(() => expect(JSON.stringify(monitor.view().nodes)).toContain('"later"'), patiently);

    // Rights that are gone leave what was seen, told to be old.
    writeFileSync(file, await accountConfig('nobody', false));
    await second.client.delete({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      namespace: 'default',
      name: 'narrow',
    });
    await vi.waitFor(
      async () =>
        expect(await client.request('GET', '/api/v1/nodes').catch((error: ApiError) => error.status)).toBe(
          403,
        ),
      patiently,
    );
    await vi.waitFor(
      () => expect(monitor.view().unheard).toMatchObject([{kind: 'nodes', isForbidden: true}]),
      patiently,
    );
    expect(JSON.stringify(monitor.view().nodes)).toContain('"later"');
    expect(monitor.view().problems).toContainEqual(
      expect.objectContaining({
        what: 'rights',
        text: expect.stringContaining('may not see nodes any more; shown as of'),
      }),
    );
  } finally {
    await close();
  }
}, 300_000);
