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

const times = Number(process.env.GENESTACK_KILLS ?? 20);
const seed = Number(process.env.GENESTACK_SEED ?? 1);
const random = randomOf(seed);
const program = smallShop();
let lines: string[] = [];
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

/** Strikes once, and lets the next run finish. @returns where it was struck; undefined where it had ended before. */
const struckAndFinished = async (verb: 'add' | 'remove', length: number): Promise<string | undefined> => {
  const before = await pods();
  const line = await killed(verb, random.between(0, length - 2));
  const next = await begin(verb).ended;
  expect([next.exitCode, next.exitCode === 0 ? '' : next.stderr]).toEqual([0, '']);
  expect(await toDoNow()).toEqual([]);
  if (verb === 'remove') expect(await named()).toEqual([]);
  expect(await pods()).toEqual(before);
  return line && (JSON.parse(line).step ?? JSON.parse(line).type);
};

test('add and remove, killed on the way, are finished by the next run', async () => {
  const lengths = {add: 0, remove: 0};
  for (const verb of ['add', 'remove'] as const) {
    const whole: Ended = await begin(verb).ended;
    expect(whole.exitCode).toBe(0);
    lengths[verb] = records(whole).length;
  }
  const places = {add: [] as string[], remove: [] as string[]};
  while (places.add.length < times || places.remove.length < times) {
    for (const verb of ['add', 'remove'] as const) {
      const place = await struckAndFinished(verb, lengths[verb]);
      if (place !== undefined) places[verb].push(place);
    }
    lines = (['add', 'remove'] as const).map(
      verb =>
        `\`${verb}\` of a service with a release, a delivery by Kustomize, claims, hooks and Secrets: engine killed ${places[verb].length} times (seed ${seed}), at ${[...new Set(places[verb])].sort().join(', ')}. The next \`${verb}\` finished each; other pods kept their UIDs; \`plan\` had nothing to say${verb === 'remove' ? '; nothing was left that carries the name' : ''}.`,
    );
    // What was seen is kept, though a later one should fail.
    keepFigures('kills', lines);
  }
});
