import {afterEach, expect, test, vi} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {causeOfObject} from '../../source/cluster/causes.js';
import {clientOver} from '../../source/cluster/client.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {queryPath} from '../../source/cluster/prometheus.js';
import {readOnly} from '../../source/cluster/read-only.js';
import {createTransport} from '../../source/cluster/transport.js';
import {type Fullness, fullnessOf, fullnessQuery, readFullness} from '../../source/monitor/fullness.js';
import {monitorLines} from '../../source/monitor/lines.js';
import {monitorCluster} from '../../source/monitor/live.js';
import {evidenceOf} from '../cluster/evidence.js';
import {make} from '../cluster/objects.js';
import {type Answer, json, type SmallApi, smallApi} from '../cluster/small-api.js';
import {listedApi} from './listed-api.js';

let api: SmallApi | undefined;
afterEach(() => api?.stop());

const sample = (namespace: string, claim: string, percent: string) => ({
  metric: {namespace, persistentvolumeclaim: claim},
  value: [1_764_129_600.123, percent],
});
const success = (...result: object[]) => ({status: 'success', data: {resultType: 'vector', result}});

test.each<[string, unknown, readonly (readonly [string, number])[] | undefined]>([
  ['one that is nearly full', success(sample('openstack', 'x-0', '91.74')), [['openstack/x-0', 91]]],
  ['none', success(), []],
  [
    'numbers that no volume has',
    success(sample('a', 'b', '+Inf'), sample('a', 'c', 'NaN'), sample('a', 'd', '1e9')),
    [],
  ],
  ['what was not asked for', success(sample('a', 'b', '12')), []],
  ['an error', {status: 'error', errorType: 'bad_data', error: 'parse error'}, undefined],
  ['another type', {status: 'success', data: {resultType: 'scalar', result: [1, '1']}}, undefined],
  ['a sample without a claim', success({metric: {}, value: [1, '99']}), undefined],
  ['a page', '<html>login</html>', undefined],
  ['nothing', null, undefined],
])('%s', (_, answer, expected) => {
  expect(fullnessOf(answer)).toEqual(expected === undefined ? undefined : new Map(expected));
});

const claim = (name: string): KubernetesObject =>
  make('v1', 'PersistentVolumeClaim', {name, namespace: 'openstack', status: {phase: 'Bound'}});

test('a claim that is nearly full is a cause that is coming, one of which nobody says it is none', () => {
  const of = (fullness?: () => number | undefined) =>
    causeOfObject(claim('x-0'), {...evidenceOf(claim('x-0')), ...(fullness && {fullness})});
  expect(of(() => 91)).toMatchObject({
    code: 'GS-VOL-11',
    text: 'is 91 % full',
    root: 'claim openstack/x-0',
    nature: 'coming',
  });
  expect(of(() => undefined)).toBeUndefined();
  expect(of()).toBeUndefined();
});

const clientOf = ({kubeConfig}: SmallApi) => clientOver(readOnly(createTransport(kubeConfig)));

/** Reads until it would pause for the fourth time, or asks no more. */
const read = async (answer: Answer) => {
  api = await smallApi(answer);
  const ending = new AbortController();
  const pauses: number[] = [];
  const told: Fullness[] = [];
  const client = clientOf(api);
  const reader = readFullness(client, {
    namespace: () => 'monitoring',
    onChange: () => told.push(reader.fullness),
    signal: ending.signal,
    wait: async milliseconds => {
      pauses.push(milliseconds / 1000);
      if (pauses.length === 4) ending.abort();
    },
  });
  await vi.waitFor(() => expect(reader.isRefused || ending.signal.aborted).toBe(true), 60_000);
  await client.close();
  return {reader, pauses, told, asked: api.asked};
};

test('it asks once a minute, and tells when the answer is another', async () => {
  const answers = [
    success(sample('openstack', 'x-0', '91')),
    success(sample('openstack', 'x-0', '91.9')),
    success(),
  ];
  const {pauses, told, asked} = await read((_, response, times) =>
    json(response, 200, answers[times - 1] ?? success()),
  );
  expect(pauses).toEqual([60, 60, 60, 60]);
  expect(told).toEqual([new Map([['openstack/x-0', 91]]), new Map()]);
  expect(
    new Set(asked.map(({method, url}) => `${method} ${decodeURIComponent(url.replaceAll('+', ' '))}`)),
  ).toEqual(new Set([`GET ${queryPath('monitoring')}?query=${fullnessQuery}`]));
});

test.each<[string, Answer]>([
  ['503', (_, response) => json(response, 503, {kind: 'Status', message: 'no endpoints available'})],
  ['404', (_, response) => json(response, 404, {kind: 'Status', reason: 'NotFound'})],
  ['a login page', (_, response) => response.writeHead(200, {'content-type': 'text/html'}).end('<html>')],
  [
    'half of an answer',
    (_, response) => response.writeHead(200, {'content-type': 'application/json'}).end('{"sta'),
  ],
  ['more than fits', (_, response) => json(response, 200, {...success(), padding: 'x'.repeat(300_000)})],
])('%s: it says nothing and asks less and less often', async (_, answer) => {
  const {reader, pauses, told, asked} = await read(answer);
  expect(pauses).toEqual([120, 240, 480, 960]);
  expect([reader.fullness, told]).toEqual([new Map(), []]);
  expect(asked.filter(({method}) => method !== 'GET')).toEqual([]);
});

test('one that does not answer is left after a few seconds', async () => {
  api = await smallApi(() => {});
  const ending = new AbortController();
  const client = clientOf(api);
  const reader = readFullness(client, {
    namespace: () => 'monitoring',
    onChange: () => {},
    signal: ending.signal,
    wait: () => new Promise(() => {}),
  });
  await reader.first;
  expect(reader).toMatchObject({fullness: new Map(), isRefused: false});
  ending.abort();
  await client.close();
}, 60_000);

test('one that may not be asked is asked once', async () => {
  const {reader, pauses, asked} = await read((_, response) =>
    json(response, 403, {kind: 'Status', code: 403}),
  );
  expect(reader.isRefused).toBe(true);
  expect([pauses, asked.length]).toEqual([[], 1]);
});

const service = (namespace: string) =>
  make('v1', 'Service', {name: 'kube-prometheus-stack-prometheus', namespace, spec: {type: 'ClusterIP'}});

const set = make('apps/v1', 'StatefulSet', {
  name: 'mariadb-cluster',
  namespace: 'openstack',
  metadata: {
    uid: 'u',
    annotations: {
      'meta.helm.sh/release-name': 'mariadb-cluster',
      'meta.helm.sh/release-namespace': 'openstack',
    },
  },
  spec: {replicas: 1},
  status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1},
});

const looked = async (objects: readonly KubernetesObject[], answer: Answer) => {
  api = await listedApi(objects, (asked, response) =>
    asked.url.includes('/proxy/')
      ? answer(asked, response, 1)
      : json(response, 404, {kind: 'Status', code: 404}),
  );
  const client = clientOf(api);
  const monitor = monitorCluster(client, {
    catalogue: readCatalogue(),
    context: 'site-a',
    paceMilliseconds: 10,
  });
  try {
    await monitor.complete;
    return {view: monitor.view(), asked: api.asked};
  } finally {
    monitor.close();
    await client.close();
  }
};

const proxied = (asked: SmallApi['asked']) => asked.filter(({url}) => url.includes('/proxy/'));

test('the monitor tells of a claim that is nearly full, with its component, and only ever gets', async () => {
  const full = claim('storage-mariadb-cluster-0');
  const {view, asked} = await looked([service('monitoring'), set, full, claim('other')], (_, response) =>
    json(response, 200, success(sample('openstack', full.metadata.name, '92.3'), sample('gone', 'x', '99'))),
  );
  expect(view.problems).toMatchObject([
    {
      code: 'GS-VOL-11',
      weight: 'attention',
      what: 'mariadb-cluster',
      text: 'claim openstack/storage-mariadb-cluster-0 is 92 % full',
    },
  ]);
  expect(monitorLines(view)).toEqual(expect.arrayContaining(['Health  all well, 1 coming']));
  expect(view.unseen).toEqual([]);
  expect(proxied(asked)).toHaveLength(1);
  expect(asked.filter(({method}) => method !== 'GET')).toEqual([]);
}, 60_000);

test.each([
  ['without its Service', []],
  ['with two of that name', [service('monitoring'), service('elsewhere')]],
])(
  '%s Prometheus is not asked',
  async (_, services) => {
    const {view, asked} = await looked([...services, claim('x')], (_asked, response) =>
      json(response, 200, success()),
    );
    expect(proxied(asked)).toEqual([]);
    expect(view).toMatchObject({problems: [], unseen: [], isComplete: true});
  },
  60_000,
);

test('where Prometheus may not be asked that is told as of a kind that may not be seen', async () => {
  const {view, asked} = await looked([service('monitoring')], (_, response) =>
    json(response, 403, {kind: 'Status'}),
  );
  expect(view.unseen).toEqual(['metrics of Prometheus']);
  expect(monitorLines(view)).toContain('May not see metrics of Prometheus.');
  expect(proxied(asked)).toHaveLength(1);
}, 60_000);
