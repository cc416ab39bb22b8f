import {afterAll, beforeAll, expect, it, vi} from 'vitest';
import {namesOf} from '../../source/cluster/component-names.js';
import {findingOf} from '../../source/cluster/finding.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {type LiveObservation, observe} from '../../source/cluster/observe.js';
import {createObserver, type Observer} from '../../source/cluster/observer.js';
import {podLogs} from '../../source/cluster/pod-logs.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';

const namespace = 'default';
const patiently = {timeout: 60_000, interval: 100};

let rehearsal: BareRehearsal;
let observer: Observer;
let live: LiveObservation;

const helm = (name: string) =>
  namesOf({
    name,
    namespace,
    delivery: {kind: 'helm', repository: 'https://example.org', chart: name, version: '1.0.0'},
    workloads: [],
    hooks: [],
    ready: [],
    aliases: [],
  });

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  observer = createObserver(rehearsal.client);
  live = observe(observer, ['api', 'db', 'gate'].map(helm));
}, 900_000);

afterAll(async () => {
  live?.close();
  observer?.close();
  await rehearsal?.stop();
}, 120_000);

const workload = (kind: string, release: string, spec: object, pod: object = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: {
    name: release,
    namespace,
    annotations: {'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace},
  },
  spec: {
    selector: {matchLabels: {app: release}},
    template: {
      metadata: {
        labels: {app: release},
        annotations: {
          'rehearsal.genestack.io/started': 'true',
          'rehearsal.genestack.io/duration': '100ms',
        },
      },
      spec: {containers: [{name: release, image: 'example.org/main:1'}], ...pod},
    },
    ...spec,
  },
});

const seen = (component: string) => live.observation().get(component);

it('shows a Deployment from its first pod until it is ready, and tells of each change', {
  timeout: 120_000,
}, async () => {
  let changes = 0;
  const stop = live.subscribe(() => {
    changes++;
  });
  await rehearsal.client.create(workload('Deployment', 'api', {replicas: 2}));
  await vi.waitFor(
    () =>
      expect(seen('api')).toMatchObject([
        {
          kind: 'Deployment',
          state: 'ready',
          ready: 2,
          desired: 2,
          reason: '',
          pods: [
            {status: 'Running', isReady: true, node: expect.any(String), reason: ''},
            {status: 'Running', isReady: true},
          ],
        },
      ]),
    patiently,
  );
  expect(changes).toBeGreaterThan(0);
  expect(Date.parse(live.asOf() ?? '')).not.toBeNaN();
  stop();
});

it('follows a StatefulSet that waits for a class to its claim, with the events of the real controllers', {
  timeout: 120_000,
}, async () => {
  const claims = [
    {
      metadata: {name: 'storage'},
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'general',
        resources: {requests: {storage: '1Gi'}},
      },
    },
  ];
  await rehearsal.client.create(
    workload('StatefulSet', 'db', {replicas: 1, serviceName: 'db', volumeClaimTemplates: claims}),
  );
  await vi.waitFor(
    () =>
      expect(findingOf({troubles: [], scenes: live.scenes('db')}, {}, Date.now())).toMatchObject({
        code: 'GS-VOL-01',
        chain: ['StatefulSet db', 'pod db-0', 'claim storage-db-0', 'StorageClass general'],
        sentence: expect.stringContaining('StorageClass general does not exist'),
        seen: expect.arrayContaining([
          expect.stringMatching(/^event ProvisioningFailed of claim storage-db-0.*"general" not found/),
        ]),
      }),
    patiently,
  );
  expect(seen('db')).toMatchObject([{kind: 'StatefulSet', state: 'progressing', pods: [{isReady: false}]}]);
});

it('reads the log of a pod through the API, and says so of one that has not started', {
  timeout: 120_000,
}, async () => {
  const [pod] = seen('api')?.[0]?.pods ?? [];
  if (pod === undefined) throw new Error('no pod was seen');
  const ending = new AbortController();
  for await (const line of podLogs(rehearsal.client, pod, ending.signal)) {
    expect(line).toBe('This container is simulated: nothing runs in it, and this is all it says.');
    ending.abort();
  }
  const late = new AbortController();
  for await (const line of podLogs(rehearsal.client, {namespace, name: 'db-0'}, late.signal)) {
    expect(line).toBe('Pod db-0 has not started yet, so that it has no log: it is Pending.');
    late.abort();
  }
});

it('forgets a Deployment that is deleted', {timeout: 120_000}, async () => {
  await rehearsal.client.delete({apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'api'});
  await vi.waitFor(() => expect(seen('api')).toBeUndefined(), patiently);
});
