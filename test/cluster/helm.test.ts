import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {createHelm, type Helm} from '../../source/tools/helm.js';
import type {Overlay} from '../../source/tools/overlay.js';
import {isPending, listReleases, readRelease, unlockRelease} from '../../source/tools/releases.js';
import {standInChart} from '../../source/tools/stand-in.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {toolFiles} from '../helpers/tools.js';

const pod = {image: 'registry.k8s.io/pause:3.10', nodeSelector: {}, environment: {}, labels: {}};
const deployment = {...pod, kind: 'Deployment', name: 'sleepy-api', replicas: 1};
const job = {...pod, kind: 'Job', name: 'sleepy-setup'};
const hook = {
  ...pod,
  kind: 'Job',
  name: 'sleepy-sync',
  events: ['post-install', 'post-upgrade'],
  weight: 0,
  deletePolicy: 'before-hook-creation',
};
const secret = 'a-password-that-nobody-may-see';

let rehearsal: BareRehearsal;
let helm: Helm;
const folders = mkdtempSync(join(tmpdir(), 'genestack-overlays-'));

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  helm = createHelm({
    file: toolFiles.helm,
    kustomizeFile: toolFiles.kustomize,
    kubeconfig: rehearsal.kubeconfig,
  });
}, 900_000);

afterAll(async () => {
  await rehearsal?.stop();
  rmSync(folders, {recursive: true, force: true});
}, 120_000);

const overlayOf = (name: string, resources: object, patches: object): Overlay => {
  const [further, patched] = [join(folders, name, 'resources'), join(folders, name, 'patches')];
  for (const folder of [further, patched]) mkdirSync(folder, {recursive: true});
  writeFileSync(join(further, 'extra.yaml'), JSON.stringify(resources));
  writeFileSync(join(further, 'kustomization.yaml'), JSON.stringify({resources: ['extra.yaml']}));
  writeFileSync(
    join(patched, 'kustomization.yaml'),
    JSON.stringify({apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', patches: [patches]}),
  );
  return {resources: [further], patches: [patched]};
};

const extra = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'extra'},
  data: {made: 'by the overlay'},
};
const annotate = (name: string) => ({
  target: {kind: 'Deployment', name},
  patch: JSON.stringify([{op: 'add', path: '/metadata/annotations', value: {patched: 'yes'}}]),
});

const release = (name: string, values: object, more: object = {}) => ({
  name,
  namespace: 'default',
  chart: standInChart,
  values: {component: name, ...values},
  labels: {'gs-run': 'run-1', 'gs-digest': 'abc'},
  ...more,
});

const read = (apiVersion: string, kind: string, name: string): Promise<KubernetesObject | undefined> =>
  rehearsal.client.read({apiVersion, kind, namespace: 'default', name});

/** A release whose only hook never ends, in the middle of it. */
const inItsHook = async (name: string, abort: AbortController, more: object = {}) => {
  const values = {hooks: [{...hook, name: `${name}-sync`}]};
  const running = helm.upgrade(release(name, values, more), {signal: abort.signal});
  running.catch(() => {});
  await vi.waitFor(async () => expect(await read('batch/v1', 'Job', `${name}-sync`)).toBeDefined(), {
    timeout: 60_000,
    interval: 200,
  });
  return {running};
};

describe('helm in a real cluster', {timeout: 120_000}, () => {
  it('installs a chart with objects and patches of an overlay, stamps the release and goes on from it', async () => {
    const overlay = overlayOf('good', extra, annotate('sleepy-api'));
    await helm.upgrade(release('good', {workloads: [deployment], services: []}, {overlay}));
    expect(await readRelease(rehearsal.client, 'default', 'good')).toMatchObject({
      status: 'deployed',
      revision: 1,
      chart: 'stand-in',
      labels: {'gs-run': 'run-1', 'gs-digest': 'abc'},
    });
    expect((await read('apps/v1', 'Deployment', 'sleepy-api'))?.metadata.annotations?.patched).toBe('yes');
    expect((await read('v1', 'ConfigMap', 'extra'))?.data.made).toBe('by the overlay');

    await helm.upgrade(release('good', {workloads: [{...deployment, replicas: 2}]}, {overlay}));
    const [again] = (await listReleases(rehearsal.client)).filter(({name}) => name === 'good');
    expect(again).toMatchObject({status: 'deployed', revision: 2});
    expect(again?.objects.map(({kind}) => kind).sort()).toEqual(['ConfigMap', 'Deployment']);

    await helm.uninstall({name: 'good', namespace: 'default'});
    expect(await readRelease(rehearsal.client, 'default', 'good')).toBeUndefined();
  });

  it('says what Kustomize says of a broken overlay, and makes no release', async () => {
    const overlay = overlayOf('broken', extra, {
      patch: JSON.stringify({...extra, metadata: {name: 'nowhere'}}),
    });
    await expect(helm.upgrade(release('broken', {workloads: [deployment]}, {overlay}))).rejects.toMatchObject(
      {
        code: 'GS-KUS-05',
        message: expect.stringContaining('no resource matches strategic merge patch'),
      },
    );
    expect(await readRelease(rehearsal.client, 'default', 'broken')).toBeUndefined();
  });

  it('ends politely when told to: the release is failed and the next call goes on', async () => {
    const abort = new AbortController();
    const {running} = await inItsHook('stopped', abort);
    abort.abort(new Error('the person pressed Ctrl-C'));
    await expect(running).rejects.toThrow('the person pressed Ctrl-C');
    expect((await readRelease(rehearsal.client, 'default', 'stopped'))?.status).toBe('failed');
    await helm.upgrade(release('stopped', {workloads: []}));
    expect(await readRelease(rehearsal.client, 'default', 'stopped')).toMatchObject({
      status: 'deployed',
      revision: 2,
    });
  });

  it('names the hook that did not finish in time', async () => {
    const {running} = await inItsHook('late', new AbortController(), {hookTimeout: '5s'});
    await expect(running).rejects.toMatchObject({
      code: 'GS-HELM-05',
      message: expect.stringContaining('Job late-sync'),
    });
  });

  it('sets a pending release to failed, from where Helm goes on', async () => {
    const abort = new AbortController();
    const {running} = await inItsHook('locked', abort);
    const locked = await readRelease(rehearsal.client, 'default', 'locked');
    expect(locked && isPending(locked)).toBe(true);
    await expect(helm.upgrade(release('locked', {}))).rejects.toMatchObject({code: 'GS-HELM-03'});
    expect(await unlockRelease(rehearsal.client, 'default', 'locked')).toBe(true);
    expect((await readRelease(rehearsal.client, 'default', 'locked'))?.status).toBe('failed');
    abort.abort();
    await expect(running).rejects.toThrow();
    await helm.upgrade(release('locked', {}));
    expect((await readRelease(rehearsal.client, 'default', 'locked'))?.status).toBe('deployed');
  });

  it('names the Job that cannot be changed', async () => {
    await helm.upgrade(release('fixed', {workloads: [job]}));
    await expect(
      helm.upgrade(release('fixed', {workloads: [job], image: 'registry.k8s.io/pause:3.9'})),
    ).rejects.toMatchObject({
      code: 'GS-HELM-04',
      message: expect.stringContaining('Job sleepy-setup'),
    });
  });

  it('names the kind that the cluster does not know', async () => {
    const unknown = {apiVersion: 'example.com/v1', kind: 'Nothing', metadata: {name: 'nothing'}};
    const overlay = overlayOf('unknown', unknown, annotate('sleepy-api'));
    await expect(helm.upgrade(release('unknown', {}, {overlay}))).rejects.toMatchObject({code: 'GS-HELM-10'});
  });

  it('brings CRDs that take every custom resource', async () => {
    const crd = {
      group: 'example.com',
      kind: 'Table',
      plural: 'tables',
      scope: 'Namespaced',
      versions: ['v1'],
    };
    await helm.upgrade(release('crds', {crds: [crd]}));
    const table = {
      apiVersion: 'example.com/v1',
      kind: 'Table',
      metadata: {name: 'one', namespace: 'default'},
      spec: {anything: {at: ['all']}},
    };
    await vi.waitFor(async () => expect(await rehearsal.client.knows(table)).toBe(true), {timeout: 20_000});
    expect((await rehearsal.client.create(table)).spec).toEqual(table.spec);
  });

  it('says nothing of a secret in an error', async () => {
    const redacting = createHelm({
      file: toolFiles.helm,
      kustomizeFile: toolFiles.kustomize,
      kubeconfig: rehearsal.kubeconfig,
      redactor: {
        learn: () => {},
        text: text => text.replaceAll(secret, '[redacted]'),
        stream: () => ({push: text => text, end: () => ''}),
      },
    });
    const values = {services: [{name: 'bad', type: secret, ports: [1], workload: 'none'}]};
    const failure = await redacting.upgrade(release('secretive', values)).catch((error: Error) => error);
    expect(failure).toMatchObject({code: 'GS-HELM-17', message: expect.stringContaining('[redacted]')});
    expect(String(failure)).not.toContain(secret);
  });
});
