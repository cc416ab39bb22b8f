import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {openCluster} from '../../source/commands/cluster-session.js';
import {receiptSchema} from '../../source/engine/receipt.js';
import {planSchema} from '../../source/plan/plan.js';
import {rehearsalRecordSchema} from '../../source/rehearsal/record.js';
import {parseJournal} from '../../source/report/journal.js';
import {journalPath} from '../../source/report/journal-file.js';
import {eventSchema} from '../../source/report/schemas.js';
import {listReleases} from '../../source/tools/releases.js';
import {writesIn} from '../helpers/audit.js';
import {framesOf} from '../helpers/drawn-run.js';
import {filesWith, leftWith, madeSecrets, textsWith, watchProcesses} from '../helpers/leaks.js';
import {type Ended, genestack, records, stateFolder} from '../helpers/program.js';

const minutes = 60_000;

/** Real charts are never part of the project; this names a folder that holds all of them as .tgz. Without it, stand-ins do. */
const folder = process.env.GENESTACK_CHARTS;
const charts = folder === undefined ? [] : ['--charts', folder];
/** How many real charts at least the matrix makes of an edition. */
const leastCharts: Readonly<Record<string, number>> = {flex: 14, enterprise: 21, hyperconverged: 14};

describe.each(['flex', 'enterprise', 'hyperconverged'])('%s', {timeout: 20 * minutes}, profile => {
  const {state, remove} = stateFolder();
  const environment = {XDG_STATE_HOME: state};
  const pods = (client: Client) => client.list({apiVersion: 'v1', kind: 'Pod'});
  let ended: Ended;
  let client: Client;
  let kubeconfig: string;
  let auditLog: string;
  let begun: number;
  let everybodySaw: ReadonlySet<string>;

  beforeAll(async () => {
    begun = Date.now();
    const watch = watchProcesses();
    ended = await genestack(
      ['rehearse', '--profile', profile, '--pace', '0.05', '--keep', '--output', 'json', ...charts],
      environment,
    );
    everybodySaw = watch.end();
    ({kubeconfig} = records(ended).at(-1));
    ({auditLog} = records(await genestack(['rehearsal', 'status'], environment)).at(-1));
    client = connect(loadKubeConfig(kubeconfig));
  }, 40 * minutes);

  afterAll(async () => {
    await client?.close();
    await genestack(['rehearsal', 'down'], environment);
    remove();
  });

  test('succeeds, and every line it prints fits its schema', () => {
    const [first, ...rest] = records(ended);
    const receipt = receiptSchema.parse(rest.pop());
    expect(eventSchema.parse(first).type).toBe('started');
    for (const event of rest) {
      eventSchema.parse(event);
    }
    expect(receipt.components.filter(({state: at}) => at !== 'ready' && at !== 'verified')).toEqual([]);
    expect({exitCode: ended.exitCode, outcome: receipt.outcome}).toEqual({exitCode: 0, outcome: 'succeeded'});
    expect(receipt.simulatedNodes).toBeGreaterThan(0);
    expect(folder === undefined ? [] : receipt.standIns).toEqual([]);
    expect(receipt.criticalPathSeconds).toBeLessThanOrEqual(receipt.seconds);
  });

  test('has one deployed release for every Helm chart of the plan, each stamped with the run', async () => {
    const planned = planSchema.parse(
      records(await genestack(['plan', '--profile', profile, '--output', 'json']))[0],
    );
    const delivered = planned.components.filter(({enabled, delivery}) => enabled && delivery === 'helm');
    const releases = await listReleases(client);
    expect(releases.map(({status}) => status)).toEqual(delivered.map(() => 'deployed'));
    expect(releases.length).toBeGreaterThanOrEqual(leastCharts[profile] ?? 0);
    expect(new Set(releases.map(({labels}) => labels['gs-run'])).size).toBe(1);
  });

  test('keeps every secret that it made in Secrets, and nowhere else', async () => {
    const secrets = await madeSecrets(client);
    expect(secrets.size).toBeGreaterThan(40);
    expect(Math.min(...[...secrets.values()].map(({length}) => length))).toBeGreaterThan(15);
    const values = [...secrets.values()];
    expect(everybodySaw.size).toBeGreaterThan(100);
    expect(textsWith(values, everybodySaw)).toEqual([]);
    expect(textsWith(values, [ended.stdout, ended.stderr])).toEqual([]);
    // The rehearsal's folder is in it: etcd's files, the audit log, every server's log; and the run's journal and receipt.
    expect(filesWith(values, [state])).toEqual([]);
    expect(leftWith(values, begun)).toEqual([]);
    for (const kind of ['ConfigMap', 'Event', 'Pod']) {
      const {items} = await client.list({apiVersion: 'v1', kind});
      expect(
        textsWith(
          values,
          items.map(item => JSON.stringify(item)),
        ),
      ).toEqual([]);
    }
  });

  test('shows no secret on any screen', async () => {
    const [{run}] = records(ended);
    const file = journalPath(run, environment);
    const session = await openCluster({kubeconfig});
    try {
      const frames = await framesOf(parseJournal(readFileSync(file, 'utf8'), file), session);
      expect(frames.length).toBeGreaterThan(200);
      // A column may cut it, so that its beginning is enough.
      const secrets = [...(await madeSecrets(client)).values()].filter(value => !value.includes('\n'));
      expect(
        textsWith(
          secrets.map(value => value.slice(0, 12)),
          frames,
        ),
      ).toEqual([]);
    } finally {
      await session.close();
    }
  });

  test('leaves no pod that is not Running or Completed', async () => {
    const {items} = await pods(client);
    expect(items.length).toBeGreaterThan(100);
    expect(items.filter(({status}) => !['Running', 'Succeeded'].includes(status?.phase)).map(named)).toEqual(
      [],
    );
  });

  test('writes nothing, and leaves alone what is ready, when it is run again', async () => {
    const before = uids((await pods(client)).items);
    const written = writesIn(auditLog).length;
    const again = await genestack(
      ['install', '--profile', profile, '--kubeconfig', kubeconfig, '--output', 'json'],
      environment,
    );
    expect(again.exitCode).toBe(0);
    expect(records(again).filter(({result}) => result === 'changed')).toEqual([]);
    expect(written).toBeGreaterThan(100);
    expect(writesIn(auditLog).slice(written)).toEqual([]);
    expect(uids((await pods(client)).items)).toEqual(before);
    const planned = await genestack(
      ['plan', '--profile', profile, '--kubeconfig', kubeconfig, '--detailed-exitcode'],
      environment,
    );
    expect(planned.exitCode).toBe(0);
  });

  test('tells its state in one record', async () => {
    const status = rehearsalRecordSchema.parse(
      records(await genestack(['rehearsal', 'status'], environment)).at(-1),
    );
    expect(status).toMatchObject({state: 'up', pace: 0.05, kubeconfig});
    expect(readFileSync(status.auditLog, 'utf8')).toContain('"level":"Metadata"');
  });
});

const named = ({metadata, status}: KubernetesObject): string =>
  `${metadata.namespace}/${metadata.name} ${status?.phase}`;
/** CronJobs may fire at any time; nothing else may come or go. */
const uids = (pods: readonly KubernetesObject[]): (string | undefined)[] =>
  pods
    .filter(({metadata}) => !/-\d{8}-/.test(metadata.name))
    .map(({metadata}) => metadata.uid)
    .sort();
