import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it, vi} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {down} from '../../source/rehearsal/down.js';
import {filesIn} from '../../source/rehearsal/folders.js';
import {rehearsalMark} from '../../source/rehearsal/plant.js';
import {isRunning, readMark, runningIn} from '../../source/rehearsal/processes.js';
import type {RehearsalRecord} from '../../source/rehearsal/record.js';
import {processStatus, status} from '../../source/rehearsal/status.js';
import {type UpOptions, up} from '../../source/rehearsal/up.js';

const state = mkdtempSync(join(tmpdir(), 'genestack-control-plane-'));
const environment = {...process.env, XDG_STATE_HOME: state};
const options: UpOptions = {
  name: 'test',
  shape: {
    controlPlane: 1,
    compute: 1,
    network: 1,
    storage: 1,
    hyperconverged: false,
    serviceCIDR: '10.96.0.0/16',
    podCIDR: '10.244.0.0/16',
  },
  pace: 0.05,
  seed: 7,
  environment,
  simulation: false,
};
const patiently = {timeout: 60_000, interval: 100};

let rehearsal: RehearsalRecord;
let client: Client;

beforeAll(async () => {
  rehearsal = await up(options);
  client = connect(loadKubeConfig(rehearsal.kubeconfig));
});

afterAll(async () => {
  await client.close();
  await down('test', environment);
  rmSync(state, {recursive: true, force: true});
});

const podTemplate = (app: string) => ({
  metadata: {
    labels: {app},
    annotations: {
      'rehearsal.genestack.io/started': 'true',
      'rehearsal.genestack.io/duration': '100ms',
      'rehearsal.genestack.io/run-duration': '100ms',
    },
  },
  spec: {containers: [{name: 'main', image: 'example.org/main:1'}]},
});

const deployment = (namespace: string, template: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'web', namespace},
  spec: {replicas: 3, selector: {matchLabels: {app: 'web'}}, template},
});

const podsOf = async (namespace: string, app: string): Promise<KubernetesObject[]> =>
  (await client.list({apiVersion: 'v1', kind: 'Pod'}, {namespace, labelSelector: `app=${app}`})).items;

it('says in the cluster that it is a rehearsal', async () => {
  const mark = await client.read(rehearsalMark);
  expect(mark?.data).toMatchObject({name: 'test', pace: '0.05', seed: '7', nodes: '4', charts: ''});
  expect(rehearsal).toMatchObject({type: 'rehearsal', state: 'up', name: 'test', nodes: 4});
  expect(rehearsal.server).toBe(client.server);
});

it('brings Deployments up and Jobs to their end, each pod under its own address', async () => {
  await client.create(deployment('default', podTemplate('web')));
  const {spec, ...template} = podTemplate('once');
  await client.create({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {name: 'once', namespace: 'default'},
    spec: {template: {...template, spec: {...spec, restartPolicy: 'Never'}}},
  });
  const where = {namespace: 'default'};
  await vi.waitFor(async () => {
    const web = await client.read({apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', ...where});
    const once = await client.read({apiVersion: 'batch/v1', kind: 'Job', name: 'once', ...where});
    expect(web?.status).toMatchObject({availableReplicas: 3});
    expect(once?.status).toMatchObject({succeeded: 1});
  }, patiently);
  const pods = [...(await podsOf('default', 'web')), ...(await podsOf('default', 'once'))];
  const addresses = pods.map(({status: {podIP}}) => podIP as string);
  expect(new Set(addresses).size).toBe(4);
  expect(addresses.every(address => address.startsWith('10.244.'))).toBe(true);
});

it('keeps a pod in Init until it is told that it has started', async () => {
  await client.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'waiting'}});
  const {spec} = podTemplate('waiting');
  const initContainers = [{name: 'init', image: 'example.org/init:1'}];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'waiting', namespace: 'waiting', labels: {app: 'waiting'}},
  };
  await vi.waitFor(() => client.create({...pod, spec: {...spec, initContainers}}), patiently);
  const conditions = async (): Promise<Record<string, string>> => {
    const [found] = await podsOf('waiting', 'waiting');
    const all: {type: string; status: string}[] = found?.status?.conditions ?? [];
    return Object.fromEntries(all.map(({type, status: value}) => [type, value]));
  };
  await vi.waitFor(async () => {
    expect(await conditions()).toMatchObject({Initialized: 'False', Ready: 'False'});
  }, patiently);
  const annotations = {'rehearsal.genestack.io/started': 'true', 'rehearsal.genestack.io/duration': '10ms'};
  await client.patch({...pod, name: 'waiting', namespace: 'waiting'}, {metadata: {annotations}});
  await vi.waitFor(async () => {
    expect(await conditions()).toMatchObject({Initialized: 'True', Ready: 'True'});
  }, patiently);

  await client.delete({apiVersion: 'v1', kind: 'Namespace', name: 'waiting'});
  await vi.waitFor(async () => {
    expect(await client.read({apiVersion: 'v1', kind: 'Namespace', name: 'waiting'})).toBeUndefined();
  }, patiently);
});

it('answers for logs', async () => {
  const [pod] = await vi.waitFor(async () => {
    const pods = await podsOf('default', 'web');
    expect(pods.length).toBeGreaterThan(0);
    return pods;
  }, patiently);
  const log = await client.request('GET', `/api/v1/namespaces/default/pods/${pod?.metadata.name}/log`);
  expect(log).toContain('simulated');
});

it('writes every request to the audit log and no Secret in the clear', async () => {
  const secret = 'a-value-that-nobody-may-read';
  await client.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'sealed', namespace: 'default'},
    stringData: {password: secret},
  });
  const lines = readFileSync(rehearsal.auditLog, 'utf8').trim().split('\n');
  const written = lines.map(line => JSON.parse(line) as Record<string, unknown>);
  expect(written).toContainEqual(
    expect.objectContaining({
      level: 'Metadata',
      verb: 'create',
      user: expect.objectContaining({username: 'genestack-admin'}),
      objectRef: expect.objectContaining({resource: 'secrets', name: 'sealed'}),
    }),
  );
  const {etcd} = filesIn(rehearsal.dir);
  const stored = readdirSync(etcd, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(stored.some(text => text.includes('/registry/secrets/default/sealed'))).toBe(true);
  expect(stored.some(text => text.includes(secret))).toBe(false);
  expect(lines.some(line => line.includes(secret))).toBe(false);
});

it('says which server died, and brings it back with everything that was there', async () => {
  expect(status('test', environment)).toEqual(rehearsal);
  const mark = readMark(rehearsal.dir, 'etcd');
  process.kill(mark?.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(isRunning(mark)).toBe(false), patiently);
  expect(status('test', environment).state).toBe('down');
  expect(processStatus('test', environment).find(({name}) => name === 'etcd')?.problem).toContain(
    'etcd of the rehearsal has died',
  );
  const again = await up({...options, pace: 1});
  // Its old port may be somebody else's by now.
  expect(again).toEqual({...rehearsal, server: again.server});
  client = connect(loadKubeConfig(again.kubeconfig));
  expect(await client.read(rehearsalMark)).toBeDefined();
});

it('leaves no process and no file', async () => {
  const other = {...options, name: 'other', nodes: 1};
  const {dir} = await up(other);
  expect(runningIn(dir).length).toBe(5);
  // A process that was started and never written down is ended too.
  rmSync(join(filesIn(dir).processes, 'kwok.json'));
  expect(await down('other', environment)).toMatchObject({state: 'down', name: 'other'});
  expect(runningIn(dir)).toEqual([]);
  expect(readdirSync(join(state, 'genestack', 'rehearsals'))).toEqual(['test']);
});
