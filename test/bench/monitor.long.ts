import {mkdtempSync, rmSync} from 'node:fs';
import {cpus, loadavg, release, tmpdir, totalmem} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {down} from '../../source/rehearsal/down.js';
import {writeMarkedPart} from '../helpers/marked-part.js';
import {genestack, k9s} from './contender.js';
import {type FilledCluster, filledCluster} from './filled-cluster.js';
import {type Measured, measure} from './measure.js';
import {benchText} from './report.js';

/** Smaller ones are to try the bench itself; their figures are printed and not kept. */
const number = (variable: string, usual: number): number => Number(process.env[variable] ?? usual);
const nodes = number('GENESTACK_BENCH_NODES', 100);
const pods = number('GENESTACK_BENCH_PODS', 10_000);
const seconds = number('GENESTACK_BENCH_SECONDS', 60);
const {GENESTACK_BENCH_K9S: file} = process.env;
const isWhole = nodes === 100 && pods === 10_000 && seconds >= 60;

const folder = mkdtempSync(join(tmpdir(), 'genestack-bench-'));
const environment = {...process.env, XDG_STATE_HOME: folder};
const document = fileURLToPath(new URL('../../docs/bench.md', import.meta.url));
const marks = ['<!-- figures: written by npm run bench -->', '<!-- end of figures -->'] as const;
let cluster: FilledCluster;

beforeAll(async () => {
  cluster = await filledCluster(nodes, pods, environment);
  process.stdout.write(`${pods} pods on ${nodes} nodes are there.\n`);
}, 1_800_000);

afterAll(async () => {
  await cluster?.client.close();
  await down('bench', environment);
  rmSync(folder, {recursive: true, force: true});
}, 120_000);

test('the monitor uses at most a quarter of what k9s does', async () => {
  const contenders = [
    genestack(join(folder, 'genestack')),
    ...(file === undefined ? [] : [k9s(file, join(folder, 'k9s'))]),
  ];
  const measured: Measured[] = [];
  for (const contender of contenders)
    measured.push(await measure(cluster, contender, {changesPerSecond: 100, seconds, settleSeconds: 30}));

  const [processor] = cpus();
  const {gitVersion} = (await cluster.client.request('GET', '/version')) as {gitVersion: string};
  const text = benchText(
    {
      ...{date: new Date().toISOString().slice(0, 10), kubernetes: gitVersion, nodes, pods, seconds},
      machine: `${processor?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}`,
      load: loadavg()[0] ?? 0,
    },
    measured,
  );
  process.stdout.write(`${text}\n`);
  if (isWhole) writeMarkedPart(document, marks, text);

  const [ours, theirs] = measured;
  for (const which of ['quiet', 'busy'] as const) {
    expect
      .soft(Object.keys(ours?.[which].verbs ?? {}).filter(verb => !/^(get|list|watch)$/.test(verb)))
      .toEqual([]);
    if (theirs === undefined) continue;
    // On a machine that could not keep up the two saw another number of changes.
    for (const one of measured) expect.soft(one.busy.changesPerSecond).toBeGreaterThan(90);
    expect.soft(ours?.[which].memory).toBeLessThanOrEqual(theirs[which].memory / 4);
    expect.soft(ours?.[which].cpu).toBeLessThanOrEqual(theirs[which].cpu / 4);
  }
});
