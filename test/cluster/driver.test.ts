import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from 'vitest';
import {isSamePlace, parseIdentity} from '../../source/cluster/driver.js';
import {type LeaseOptions, takeLease} from '../../source/cluster/driver-lease.js';
import {endingWith} from '../../source/cluster/ending-client.js';
import {fencedClient} from '../../source/cluster/fenced-client.js';
import type {DriverLease} from '../../source/cluster/kept-lease.js';
import {readHolder} from '../../source/cluster/lease-record.js';
import {passingOf} from '../../source/cluster/passing.js';
import {
  type ClusterRecord,
  readRecord,
  recordRef,
  recordVersion,
  writeRecord,
} from '../../source/cluster/record.js';
import {askingThroughOutages} from '../../source/cluster/through-outage.js';
import {type ClusterSession, openCluster} from '../../source/commands/cluster-session.js';
import {beginRecord} from '../../source/commands/recording.js';
import {leaseWorld, thisDriver} from '../../source/commands/this-driver.js';
import {makeReceipt} from '../../source/engine/receipt.js';
import {initialState} from '../../source/engine/state.js';
import {exitCodes, GenestackError} from '../../source/errors.js';
import type {Profile} from '../../source/profile/schema.js';
import {createHelm} from '../../source/tools/helm.js';
import {standInChart} from '../../source/tools/stand-in.js';
import {outage} from '../faults/servers.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {endingKubeconfig, endToken, makeAccount} from '../helpers/ending-token.js';
import {smallPlan} from '../helpers/small-plan.js';
import {toolFiles} from '../helpers/tools.js';

const leaseRef = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'genestack-driver',
};
/** Short, so that what waits for one takes seconds; long beside what a busy machine does to timers. */
const durationSeconds = 4;

const records = join(import.meta.dirname, 'records');

let rehearsal: BareRehearsal;
const held: DriverLease[] = [];

beforeAll(async () => {
  rehearsal = await bareRehearsal();
}, 900_000);

afterEach(async () => {
  await Promise.all(held.splice(0).map(lease => lease.release()));
});

afterAll(() => rehearsal?.stop(), 120_000);

const me = (more: object = {}) => ({...thisDriver('run-1'), ...more});
const elsewhere = (more: object = {}) => me({host: 'bmc-2', machineId: 'another', user: 'ada', ...more});

const take = async (driver = me(), world = leaseWorld, options: LeaseOptions = {}) => {
  const lease = await takeLease(rehearsal.client, driver, world, {durationSeconds, ...options});
  held.push(lease);
  return lease;
};

/** As a driver leaves it that was killed. */
const left = async (driver: ReturnType<typeof me>, more: object = {}): Promise<void> => {
  await rehearsal.client.delete(leaseRef);
  const lost = await takeLease(rehearsal.client, driver, leaseWorld, {durationSeconds});
  vi.spyOn(rehearsal.client, 'delete').mockResolvedValueOnce();
  await lost.release();
  await rehearsal.client.patch(leaseRef, {spec: more});
};

describe('one driver a cluster', {timeout: 120_000}, () => {
  it('is named so that a person and a program find it, and gone when it is released', async () => {
    const lease = await take();
    expect(await readHolder(rehearsal.client)).toMatchObject({
      ...me(),
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    await lease.release();
    expect(await readHolder(rehearsal.client)).toBeUndefined();
  });

  it('stays where it is renewed, whatever the clocks say: the other is told who and since when', async () => {
    const tenMinutes = (direction: number) => ({
      ...leaseWorld,
      now: () => new Date(Date.now() + direction * 600_000),
    });
    for (const direction of [-1, 1]) {
      const lease = await take(elsewhere(), tenMinutes(direction));
      const said: string[] = [];
      await expect(take(me(), leaseWorld, {tell: text => said.push(text)})).rejects.toMatchObject({
        code: 'GS-K8S-40',
        exitCode: exitCodes.driven,
        message: expect.stringMatching(/ada on bmc-2 \(pid \d+\), since \d{4}-\d\d-\d\d \d\d:/),
      });
      expect(said).toEqual([expect.stringContaining('ada on bmc-2')]);
      expect(lease.lost.aborted).toBe(false);
      await lease.release();
    }
  });

  it('is replaced at once where its process of this boot is gone, and after its time where it is silent elsewhere', async () => {
    await left(me({startTime: '1'}));
    const said: string[] = [];
    const before = performance.now();
    await take(me(), leaseWorld, {tell: text => said.push(text), durationSeconds: 100});
    expect(performance.now() - before).toBeLessThan(90_000);
    expect(said).toEqual([expect.stringContaining('whose process is gone')]);

    await held.pop()?.release();
    await left(elsewhere({startTime: '1'}), {renewTime: '2099-01-01T00:00:00.000000Z'});
    const begun = performance.now();
    await take(me(), leaseWorld, {tell: text => said.push(text)});
    expect(performance.now() - begun).toBeGreaterThanOrEqual(durationSeconds * 1000);
    expect(said.at(-1)).toMatch(/was silent for \d+ s/);
  });

  it('is replaced where its process was still dying at the first look, and its last renewal arrived after that', async () => {
    await left(me({startTime: '1'}), {leaseDurationSeconds: 100});
    const looks = [true, true];
    const world = {...leaseWorld, isAlive: () => looks.shift() ?? false};
    let renewal: Promise<unknown> | undefined;
    const said: string[] = [];
    const tell = (text: string): void => {
      said.push(text);
      renewal ??= rehearsal.client.patch(leaseRef, {
        spec: {renewTime: new Date().toISOString().replace('Z', '000Z')},
      });
    };
    await take(me(), world, {tell});
    await renewal;
    expect(looks).toEqual([]);
    expect(said.at(-1)).toContain('whose process is gone');
  });

  it.each(['create', 'patch'] as const)(
    'is known as the own where the answer to the %s that took it was lost',
    async verb => {
      if (verb === 'patch') await left(me({startTime: '1'}));
      const write = rehearsal.client[verb] as (...given: unknown[]) => Promise<never>;
      vi.spyOn(rehearsal.client, verb).mockImplementationOnce(async (...given: unknown[]) => {
        await write(...given);
        throw new GenestackError('GS-K8S-10', 'the connection was cut', '');
      });
      const said: string[] = [];
      const lease = await take(me(), leaseWorld, {tell: text => said.push(text)});
      expect(said).toEqual([]);
      expect(await readHolder(rehearsal.client)).toMatchObject(me());
      await lease.release();
      expect(await readHolder(rehearsal.client)).toBeUndefined();
    },
  );

  it('is one where eight take the place of a silent one at the same time', async () => {
    await left(elsewhere());
    const all = await Promise.allSettled(
      Array.from({length: 8}, (_, index) => take(me({run: `run-${index}`, machineId: `machine-${index}`}))),
    );
    const winners = all.filter(({status}) => status === 'fulfilled');
    expect(winners.length).toBe(1);
    for (const one of all) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({code: 'GS-K8S-40'});
    }
  });

  it('keeps the place when the answer to a renewal was lost, or somebody deleted the Lease', async () => {
    const lease = await take();
    await rehearsal.client.patch(leaseRef, {metadata: {annotations: {touched: 'yes'}}});
    const renewed = async () => (await rehearsal.client.read(leaseRef))?.spec.renewTime as string;
    const then = await renewed();
    await vi.waitFor(async () => expect(await renewed()).not.toBe(then), {timeout: 30_000, interval: 200});
    await rehearsal.client.delete(leaseRef);
    await vi.waitFor(async () => expect(await readHolder(rehearsal.client)).toMatchObject(me()), {
      timeout: 30_000,
      interval: 200,
    });
    expect(lease.lost.aborted).toBe(false);
  });

  it('writes nothing more after a pause in which another took its place, and does not take that away', async () => {
    let paused = 0;
    const lease = await take(me(), {...leaseWorld, elapsed: () => leaseWorld.elapsed() + paused});
    const fenced = fencedClient(rehearsal.client, lease.confirm);
    const map = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'written', namespace: 'default'}};
    await fenced.create(map);

    await rehearsal.client.delete(leaseRef);
    await take(elsewhere());
    paused = 60_000;
    await expect(fenced.create({...map, metadata: {...map.metadata, name: 'late'}})).rejects.toMatchObject({
      code: 'GS-K8S-40',
      message: expect.stringContaining('paused or cut off'),
    });
    expect(lease.lost.reason).toMatchObject({exitCode: exitCodes.driven});
    await lease.release();
    expect(await readHolder(rehearsal.client)).toMatchObject({host: 'bmc-2'});
  });

  it('writes nothing more after a pause in which another took its place and gave it back', async () => {
    let paused = 0;
    const lease = await take(me(), {...leaseWorld, elapsed: () => leaseWorld.elapsed() + paused});
    await rehearsal.client.delete(leaseRef);
    paused = 60_000;
    await expect(lease.confirm()).rejects.toMatchObject({code: 'GS-K8S-40'});
    expect(await readHolder(rehearsal.client)).toBeUndefined();
  });
});

describe('the record in the cluster', () => {
  const record: ClusterRecord = {
    ...{program: '0.1.0', run: 'run-1', edition: 'flex', planDigest: 'abc', outcome: 'succeeded'},
    ...{startedAt: '2026-11-25T19:30:27.000Z', finishedAt: null, profile: 'edition: flex\n'},
    components: {memcached: {state: 'ready', version: '7.9.0', standIn: false, seconds: 41.2}},
  };

  afterEach(() => rehearsal.client.delete(recordRef));

  it('is read as it was written', async () => {
    expect(await readRecord(rehearsal.client)).toBeUndefined();
    await writeRecord(rehearsal.client, record);
    expect(await readRecord(rehearsal.client)).toEqual(record);
  });

  it.each(readdirSync(records))('is read as an older program left it: %s', async file => {
    const data = JSON.parse(readFileSync(join(records, file), 'utf8'));
    await rehearsal.client.create({...recordRef, metadata: recordRef, data});
    expect(await readRecord(rehearsal.client)).toMatchObject({
      outcome: 'succeeded',
      profile: expect.stringContaining('edition: flex'),
      components: {memcached: {seconds: 41.2}},
    });
  });

  it('is refused where a newer program wrote it, and counts as none where it is broken', async () => {
    const data = {version: String(recordVersion + 1)};
    await rehearsal.client.create({...recordRef, metadata: recordRef, data});
    await expect(readRecord(rehearsal.client)).rejects.toMatchObject({
      code: 'GS-K8S-43',
      exitCode: exitCodes.precondition,
    });
    await rehearsal.client.patch(recordRef, {data: {version: '1', 'record.json': '{"program":'}});
    expect(await readRecord(rehearsal.client)).toBeUndefined();
  });
});

describe('an API server that is away for a while, and whose credentials end meanwhile', {
  timeout: 120_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'genestack-ending-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const account = 'driver';
  let session: ClusterSession;

  beforeAll(async () => {
    await makeAccount(rehearsal.client, account, 'cluster-admin');
    writeFileSync(
      kubeconfig,
      await endingKubeconfig(rehearsal.client, rehearsal.kubeconfig, {account, secret: 'first'}),
    );
    session = await openCluster({kubeconfig});
  });

  afterAll(async () => {
    await session?.close();
    rmSync(folder, {recursive: true});
  });

  it('a question waits until it is back, and a write and the last words for as long as they may', async () => {
    let paused = 0;
    const lease = await take(me(), {...leaseWorld, elapsed: () => leaseWorld.elapsed() + paused});
    const [end, leaving] = [new AbortController(), new AbortController()];
    const fenced = fencedClient(rehearsal.client, lease.confirm);
    const plan = smallPlan({'a/apply': 5});
    const recording = await beginRecord(
      rehearsal.client,
      {run: 'run-1', startedAt: '2026-11-25T19:30:27.000Z', profile: {edition: 'flex'} as Profile, plan},
      leaving.signal,
      {endSeconds: 600, leavingSeconds: 1},
    );
    const asking = askingThroughOutages(rehearsal.client, new AbortController().signal);

    await endToken(rehearsal.client, 'first');
    const back = outage({rehearsal: rehearsal.folder}, 'kube-apiserver', 4);
    // So long that the lease has to be renewed before a write, and not so long that it is lost.
    paused = durationSeconds * 700;
    const map = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'cut-off', namespace: 'default'}};
    const ended: string[] = [];
    const note = (what: string) => () => ended.push(what);
    const asked = asking.read(recordRef).finally(note('asked'));
    const writes = [
      fenced.create(map, {signal: end.signal}),
      endingWith(fenced, end.signal).patch(recordRef, {metadata: {annotations: {late: 'yes'}}}),
    ].map(write => expect(write.finally(note('written'))).rejects.toThrow('interrupted'));
    const facts = {standIns: [], kubeconfig: null, simulatedNodes: 1, time: '2026-11-25T19:41:02.000Z'};
    const state = initialState(plan);
    const told = recording.end(makeReceipt(state, plan, facts), state).finally(note('told'));
    await sleep(1500);
    expect(ended).toEqual([]);
    leaving.abort();
    end.abort(new Error('interrupted'));
    await Promise.all(writes);
    expect(await told).toMatchObject({
      code: 'GS-K8S-44',
      message: expect.stringContaining('did not answer for 1 s'),
      remedy: expect.stringContaining('journal'),
    });
    expect(ended).toEqual(['written', 'written', 'told']);
    await back;
    expect((await asked)?.metadata.name).toBe(recordRef.name);
    expect(lease.lost.aborted).toBe(false);
  });

  it('they are waited for, by helm too, until the kubeconfig is renewed', async () => {
    const release = {name: 'x', namespace: 'default', chart: standInChart, values: {workloads: []}};
    const helm = createHelm({file: toolFiles.helm, kustomizeFile: toolFiles.kustomize, kubeconfig});
    const upgrade = () => helm.upgrade({...release, labels: {}});
    const why = {text: expect.stringMatching(/401.*renew the kubeconfig/), boundSeconds: null};
    const node = {apiVersion: 'v1', kind: 'Node', name: 'none'};
    const refused = await session.client.read(node).catch(error => error);
    expect(passingOf(refused)).toEqual(why);
    const failed = await upgrade().catch(error => error);
    expect(failed).toMatchObject({code: 'GS-HELM-21'});
    expect(passingOf(failed)).toEqual(why);

    const asked = askingThroughOutages(session.client, new AbortController().signal).read(node);
    const renewed = await endingKubeconfig(rehearsal.client, rehearsal.kubeconfig, {
      account,
      secret: 'second',
    });
    writeFileSync(kubeconfig, renewed);
    await asked;
    await upgrade();
  });
});

it('knows who is where', () => {
  expect(parseIdentity('helm-operator_1c2d')).toBeUndefined();
  expect(isSamePlace(me(), me({pid: 1}))).toBe(true);
  expect(isSamePlace(me(), me({pidNamespace: '1'}))).toBe(false);
  expect(isSamePlace(me({bootId: 'unknown'}), me({bootId: 'unknown'}))).toBe(false);
});
