import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {packagePath} from '../../../source/assets.js';
import {type Client, connect} from '../../../source/cluster/client.js';
import {loadKubeConfig} from '../../../source/cluster/kube-config.js';
import {rehearsalRecordSchema} from '../../../source/rehearsal/record.js';
import {type Ended, type Running, records, start} from '../../helpers/program.js';
import {auditOf, writesOf} from '../audit.js';
import {isStart} from '../campaign.js';
import type {Check, Trial} from '../check.js';
import {type Home, makeHome} from '../home.js';
import type {Broken} from '../invariants.js';
import {engineOf, kill} from '../traces.js';

const profile = packagePath('profiles/flex.yaml');

/** Every release of the cluster that is not deployed once, with what its revisions say instead. */
const notDeployedOnce = async (client: Client): Promise<string[]> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Secret'}, {labelSelector: 'owner=helm'});
  const revisions = items.map(({metadata: {namespace, labels = {}}}) => ({
    release: `${namespace}/${labels.name}`,
    status: labels.status ?? '',
  }));
  return [...Map.groupBy(revisions, ({release}) => release)].flatMap(([release, own]) => {
    const deployed = own.filter(({status}) => status === 'deployed').length;
    const isPending = own.some(({status}) => status.startsWith('pending'));
    return deployed === 1 && !isPending
      ? []
      : [`${release} is not deployed once: ${own.map(({status}) => status).join(', ')}`];
  });
};

const failedIn = ({exitCode, stdout, stderr}: Ended): string =>
  [exitCode, ...stdout.split('\n').filter(line => line.includes('step-failed')), stderr.slice(-600)].join(
    '\n',
  );

/** Kills the engine of an install at a random moment of what is left of it. @returns whether there was one. */
const killed = async (running: Running, {folder}: Home, milliseconds: number): Promise<boolean> => {
  await running.line(isStart).catch(() => {});
  await Promise.race([running.ended, sleep(milliseconds)]);
  const engine = engineOf(folder);
  const isStruck = engine !== undefined && kill(engine);
  await running.ended;
  return isStruck;
};

/** What a person does with Flex as it is shipped: on a rehearsal, with stand-ins in place of charts. */
const onFlex = async (
  home: Home,
  {runs, random, count}: Trial<unknown>,
  run: (...words: string[]) => Running,
): Promise<void> => {
  const up = await run('rehearsal', 'up', '--profile', profile, '--pace', '0.02', '--output', 'json').ended;
  if (up.exitCode !== 0) throw new Error(up.stderr);
  const {auditLog, kubeconfig} = rehearsalRecordSchema.parse(records(up).at(-1));
  const audit = auditOf(auditLog);
  const client = connect(loadKubeConfig(kubeconfig));
  const install = (): Running =>
    run('install', '--profile', profile, '--kubeconfig', kubeconfig, '--yes', '--output', 'json');
  try {
    let kills = 0;
    for (let attempt = 0; attempt < (runs - 1) * 2 && kills < runs - 1; attempt += 1) {
      kills += (await killed(install(), home, random.next() * 15_000)) ? 1 : 0;
    }
    const last = await install().ended;
    count(
      [
        ...(last.exitCode === 0 ? [] : [`the run to the end exited with ${failedIn(last)}`]),
        ...(await notDeployedOnce(client)),
      ],
      kills,
    );
    const mark = audit.mark();
    const again = await install().ended;
    const broken: Broken = again.exitCode === 0 ? [] : [`the re-run exited with ${failedIn(again)}`];
    count([...broken, ...writesOf(audit.since(mark))]);
  } finally {
    await client.close();
    await run('rehearsal', 'down').ended;
  }
};

export const wholeFlex: Check<unknown> = {
  name: 'whole-flex',
  provoked:
    'SIGKILL of the engine again and again in an install of the whole shipped Flex, a run to the end, and the same once more',
  holds: 'exit 0, every release deployed once and none pending; no write in the audit log the last time',
  runs: {short: 0, long: 12},
  async run(trial) {
    const parent = mkdtempSync(join(tmpdir(), 'genestack-flex-'));
    const home = makeHome(parent);
    try {
      await onFlex(home, trial, (...words) => start(words, home.environment));
    } finally {
      rmSync(parent, {recursive: true, force: true});
    }
  },
};
