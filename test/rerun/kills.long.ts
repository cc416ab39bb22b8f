import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {sweep} from '../../source/cluster/sweep.js';
import {toDo} from '../../source/plan/changes.js';
import {planSchema} from '../../source/plan/plan.js';
import {smallShop} from '../cluster/small-shop.js';
import {randomOf} from '../faults/random.js';
import {enginesWith} from '../helpers/processes.js';
import {type Ended, records} from '../helpers/program.js';
import {keepFigures} from './figures.js';

const times = 20;
const seed = Number(process.env.GENESTACK_SEED ?? 1);
const random = randomOf(seed);
const program = smallShop();
const lines: string[] = [];
let client: Client;
let kubeconfig: string;

const begin = (verb: 'add' | 'remove') =>
  program.start([
    ...[verb, 'shop', '--yes', '--kubeconfig', kubeconfig, '--output', 'json'],
    ...(verb === 'remove' ? ['--purge'] : []),
  ]);
const toDoNow = async (): Promise<string[]> => {
  const ended = await program.run(['plan', '--kubeconfig', kubeconfig, '--output', 'json']);
  return toDo(planSchema.parse(records(ended).at(-1)).changes ?? []).map(change => change.component);
};
/** Whatever carries the names of the shop or of what it brings. */
const named = async (): Promise<string[]> =>
  (await sweep(client))
    .filter(({metadata}) => /shop|ledger/.test(`${metadata.name} ${JSON.stringify(metadata.labels ?? {})}`))
    .map(({kind, metadata}) => `${kind} ${metadata.name}`);
const pods = async (): Promise<string[]> =>
  (await client.list({apiVersion: 'v1', kind: 'Pod'})).items
    .map(({metadata}) => `${metadata.name} ${metadata.uid}`)
    .filter(name => !/shop|ledger/.test(name))
    .sort();

beforeAll(async () => {
  const up = await program.run(['rehearsal', 'up', '--profile', program.profile, '--pace', '0.02']);
  ({kubeconfig} = records(up).at(-1));
  client = connect(loadKubeConfig(kubeconfig));
  const installed = await program.run([
    ...['install', '--profile', program.profile, '--kubeconfig', kubeconfig, '--output', 'json'],
  ]);
  expect(installed.exitCode).toBe(0);
});

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
  keepFigures('kills', lines);
});

/** Kills the engine after a number of steps and moments of its own choice. @returns after which line, undefined where it had ended. */
const killed = async (verb: 'add' | 'remove', after: number): Promise<string | undefined> => {
  const running = begin(verb);
  let seen = 0;
  // Whoever ends before so many lines was not struck.
  const line = await running.line(() => ++seen > after).catch(() => undefined);
  const engines = enginesWith(program.state);
  for (const pid of engines) process.kill(pid, 'SIGKILL');
  await running.ended;
  return engines.length > 0 ? line : undefined;
};

test.each(['add', 'remove'] as const)('%s, killed on the way, is finished by the next run', async verb => {
  const other = verb === 'add' ? 'remove' : 'add';
  if (verb === 'remove') expect((await begin('add').ended).exitCode).toBe(0);
  const whole: Ended = await begin(verb).ended;
  const length = records(whole).length;
  expect((await begin(other).ended).exitCode).toBe(0);
  const before = await pods();
  const places = new Set<string>();
  for (let struck = 0; struck < times; ) {
    const line = await killed(verb, random.between(0, length - 2));
    if (line !== undefined) {
      struck += 1;
      places.add(JSON.parse(line).step ?? JSON.parse(line).type);
    }
    const next = await begin(verb).ended;
    expect([next.exitCode, next.exitCode === 0 ? '' : next.stderr]).toEqual([0, '']);
    expect(await toDoNow()).toEqual([]);
    if (verb === 'remove') expect(await named()).toEqual([]);
    expect(await pods()).toEqual(before);
    const back = await begin(other).ended;
    expect([back.exitCode, back.exitCode === 0 ? '' : back.stderr]).toEqual([0, '']);
  }
  lines.push(
    `\`${verb}\` of a service with a release, a delivery by Kustomize, a claim, hooks and Secrets: engine killed ${times} times (seed ${seed}), at ${[...places].sort().join(', ')}; the next \`${verb}\` finished all ${times}, other pods kept their UIDs, \`plan\` had nothing to say.`,
  );
});
