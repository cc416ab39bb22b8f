import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {deleteFinishedJobs} from '../../source/cluster/finished-jobs.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {freeRelease, stampOf, stampRemoval} from '../../source/delivery/release-lock.js';
import {createHelm, type Helm} from '../../source/tools/helm.js';
import {immutableJobs} from '../../source/tools/helm-failure.js';
import type {Overlay} from '../../source/tools/overlay.js';
import {
  isWorkedOn,
  listReleases,
  type Release,
  readRelease,
  unlockRelease,
} from '../../source/tools/releases.js';
import {runningHelms} from '../../source/tools/running-helms.js';
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
  let pid = 0;
  const onSpawn = (spawned: number) => {
    pid ||= spawned;
  };
  const running = helm.upgrade(release(name, values, more), {signal: abort.signal, onSpawn});
  running.catch(() => {});
  await vi.waitFor(async () => expect(await read('batch/v1', 'Job', `${name}-sync`)).toBeDefined(), {
    timeout: 60_000,
    interval: 200,
  });
  return {running, pid};
};

/** The same as a helm leaves it that is killed there. */
const cutOffInItsHook = async (name: string, more: object) => {
  const {running, pid} = await inItsHook(name, new AbortController(), more);
  process.kill(pid, 'SIGKILL');
  await expect(running).rejects.toMatchObject({code: 'GS-HELM-20', message: 'helm was ended by SIGKILL.'});
};

const endHook = (name: string): Promise<void> =>
  rehearsal.client.delete({
    apiVersion: 'batch/v1',
    kind: 'Job',
    namespace: 'default',
    name: `${name}-sync`,
  });

/** The same when nothing of the hook is left. */
const cutOff = async (name: string, more: object) => {
  await cutOffInItsHook(name, more);
  await endHook(name);
};

const secretsOf = async (name: string): Promise<KubernetesObject[]> =>
  (
    await rehearsal.client.list(
      {apiVersion: 'v1', kind: 'Secret'},
      {namespace: 'default', labelSelector: `owner=helm,name=${name}`},
    )
  ).items;

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
    const {running, pid} = await inItsHook('stopped', abort);
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    expect(words[words.indexOf('--timeout') + 1]).toBe('720h');
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
    expect(locked && isWorkedOn(locked)).toBe(true);
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

  it('makes a finished Job anew, and leaves alone one that runs or is not ours', async () => {
    const changed = release('fixed', {workloads: [job], image: 'registry.k8s.io/pause:3.9'});
    const jobs = immutableJobs(await helm.upgrade(changed).catch((error: unknown) => error));
    expect(jobs).toEqual(['sleepy-setup']);
    const isOurs = ({metadata}: KubernetesObject) =>
      metadata.annotations?.['meta.helm.sh/release-name'] === 'fixed';
    expect(await deleteFinishedJobs(rehearsal.client, 'default', jobs, isOurs)).toBe(false);

    const [pod] = (
      await rehearsal.client.list(
        {apiVersion: 'v1', kind: 'Pod'},
        {namespace: 'default', labelSelector: 'batch.kubernetes.io/job-name=sleepy-setup'},
      )
    ).items;
    const ending = {started: 'true', duration: '10ms', 'run-duration': '10ms'};
    const annotations = Object.fromEntries(
      Object.entries(ending).map(([key, value]) => [`rehearsal.genestack.io/${key}`, value]),
    );
    await rehearsal.client.patch(
      {apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: pod?.metadata.name ?? ''},
      {metadata: {annotations}},
    );
    await vi.waitFor(
      async () =>
        expect((await read('batch/v1', 'Job', 'sleepy-setup'))?.status).toMatchObject({succeeded: 1}),
      {timeout: 60_000, interval: 200},
    );
    expect(await deleteFinishedJobs(rehearsal.client, 'default', jobs, () => false)).toBe(false);
    expect(await deleteFinishedJobs(rehearsal.client, 'default', jobs, isOurs)).toBe(true);
    await helm.upgrade(changed);
    const made = await read('batch/v1', 'Job', 'sleepy-setup');
    expect(made?.spec.template.spec.containers[0].image).toContain(':3.9');
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

describe('a release that is marked as being worked on', {timeout: 180_000}, () => {
  const cluster = 'b4c7b0a4-7d3c-4e55-9d0f-5b1f0e5f7a11';
  const notes: string[] = [];
  const waits: string[] = [];
  const context = {
    signal: new AbortController().signal,
    report: ({waitsFor}: {waitsFor: string}) => void waits.push(waitsFor),
    note: (text: string) => void notes.push(text),
  };
  const free = (name: string) =>
    freeRelease(
      {
        client: rehearsal.client,
        helms: runningHelms(cluster),
        cluster,
        run: 'run-2',
        place: 'here',
        graceSeconds: 3,
      },
      {namespace: 'default', name},
      context,
    );
  const stamped = (place: string) => ({
    labels: stampOf({run: 'run-1', place, cluster}, undefined, 'abc'),
  });

  it('is set to failed where the helm of an earlier run is gone, and gone on from', async () => {
    await cutOff('gone', stamped('here'));
    expect(await free('gone')).toMatchObject({status: 'failed', revision: 1});
    expect(notes.at(-1)).toContain('left pending-install by an earlier run');
    await helm.upgrade(release('gone', {}));
    expect(await readRelease(rehearsal.client, 'default', 'gone')).toMatchObject({
      status: 'deployed',
      revision: 2,
    });
  });

  it('is waited for where that helm still runs, which is asked to end', async () => {
    const {running, pid} = await inItsHook('orphan', new AbortController(), stamped('here'));
    expect(runningHelms(cluster).find({namespace: 'default', name: 'orphan'})).toEqual([pid]);
    expect(runningHelms(cluster).find({namespace: 'default', name: 'other'})).toEqual([]);
    expect(runningHelms('of-another').find({namespace: 'default', name: 'orphan'})).toEqual([]);
    expect(await free('orphan')).toMatchObject({status: 'failed', revision: 1});
    expect(waits).toContainEqual(expect.stringContaining(`pid ${pid}`));
    await expect(running).rejects.toThrow();
  });

  it('is watched for the time of grace where it was begun on another machine', async () => {
    await cutOff('elsewhere', stamped('there'));
    const before = performance.now();
    expect(await free('elsewhere')).toMatchObject({status: 'failed'});
    expect(performance.now() - before).toBeGreaterThanOrEqual(3000);
    expect(waits.at(-1)).toContain('run-1 on another machine');
  });

  it('is watched for as long as a hook of it runs, for which a helm elsewhere may wait in silence', async () => {
    await cutOffInItsHook('patient', stamped('there'));
    let isFree = false;
    const freed = free('patient').finally(() => {
      isFree = true;
    });
    await vi.waitFor(() => expect(waits.at(-1)).toContain('hook Job patient-sync runs'), {
      timeout: 60_000,
      interval: 200,
    });
    expect(isFree).toBe(false);
    expect((await readRelease(rehearsal.client, 'default', 'patient'))?.status).toBe('pending-install');
    await endHook('patient');
    expect(await freed).toMatchObject({status: 'failed'});
  });

  it('goes on from an uninstall of ours that was cut off, and leaves alone one that is not', async () => {
    const locks = {
      ...{client: rehearsal.client, helms: runningHelms(cluster), cluster},
      ...{run: 'run-2', place: 'here', graceSeconds: 3},
    };
    await helm.upgrade(release('leaving', {workloads: []}, stamped('here')));
    const [secret] = await secretsOf('leaving');
    const stored = gunzipSync(
      Buffer.from(Buffer.from(secret?.data?.release, 'base64').toString(), 'base64'),
    ).toString();
    const data = {
      release: Buffer.from(
        gzipSync(stored.replace('"status":"deployed"', '"status":"uninstalling"')).toString('base64'),
      ).toString('base64'),
    };
    const ref = {apiVersion: 'v1', kind: 'Secret', namespace: 'default', name: secret?.metadata.name ?? ''};
    await rehearsal.client.patch(ref, {data});
    await expect(free('leaving')).rejects.toMatchObject({code: 'GS-HELM-18'});
    const found = await readRelease(rehearsal.client, 'default', 'leaving');
    await stampRemoval(locks, found as Release);
    expect(await free('leaving')).toMatchObject({status: 'failed'});
    await helm.uninstall({name: 'leaving', namespace: 'default', description: 'gs-cluster=x'});
    expect(await readRelease(rehearsal.client, 'default', 'leaving')).toBeUndefined();
  });

  it("is left as it is where it is a person's, also where Helm handed our labels on to it", async () => {
    await cutOff('theirs', {labels: {}});
    await helm.upgrade(release('ours', {}, stamped('here')));
    await cutOff('ours', {labels: {}});
    expect((await readRelease(rehearsal.client, 'default', 'ours'))?.labels).toMatchObject({
      'gs-run': 'run-1',
    });
    for (const name of ['theirs', 'ours']) {
      const before = await secretsOf(name);
      await expect(free(name)).rejects.toMatchObject({
        code: 'GS-HELM-18',
        message: expect.stringMatching(
          /default\/\w+ is pending-\w+ \(revision \d\) since \d{4}-\d\d-\d\d .* UTC/,
        ),
        remedy: expect.stringContaining(`helm rollback ${name} --namespace default`),
      });
      expect(await secretsOf(name)).toEqual(before);
    }
  });
});
