import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startVitest} from 'vitest/node';
import type {Outcome} from './check.ts';
import {figureLine, type Measured, reliabilityText, sums, type Versions} from './report.ts';

/**
 * `npm run test:faults [-- --long] [--seed N] [--minutes N] [--keep] [CHECK…]`: runs the checks, each for so many minutes at most,
 * and prints a line of figures for each; --keep adds them to docs/reliability.json and writes docs/reliability.md anew. Ended by
 * SIGINT or SIGTERM it does the same with what was counted until then.
 */
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    long: {type: 'boolean'},
    seed: {type: 'string'},
    minutes: {type: 'string'},
    keep: {type: 'boolean'},
  },
});

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'genestack-figures-'));
const results = join(folder, 'results.jsonl');
const form = values.long ? 'long' : 'short';
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
process.env.GENESTACK_FAULTS = JSON.stringify({
  ...{form, seed, results},
  ...(values.minutes !== undefined && {minutes: Number(values.minutes)}),
  ...(positionals.length > 0 && {only: positionals}),
});

const versionsNow = (): Versions => {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const pinned = (module: string): string =>
    new RegExp(`${module} v(\\S+)`).exec(readFileSync(join(root, 'assets/rehearsal/go.mod'), 'utf8'))?.[1] ??
    'unknown';
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {cwd: root, encoding: 'utf8'}).trim();
  return {
    program: `${read('package.json').version} (${commit})`,
    node: process.version.slice(1),
    helm: pinned('helm.sh/helm/v3'),
    kubernetes: pinned('k8s.io/kubernetes'),
  };
};

const outcomes = (): Outcome[] => {
  const lines = existsSync(results) ? readFileSync(results, 'utf8').split('\n') : [];
  const all = lines.filter(line => line !== '').map(line => JSON.parse(line) as Outcome);
  // A check tells what it has so far, again and again.
  return [...new Map(all.map(outcome => [outcome.figure.check, outcome])).values()];
};

const versions = versionsNow();
const measured = (): Measured[] =>
  outcomes().map(({figure}) => ({...figure, form, versions, date: new Date().toISOString().slice(0, 10)}));

const summary = (): void => {
  for (const one of measured()) process.stdout.write(`${figureLine(one)}\n`);
  for (const {figure, broken} of outcomes()) {
    for (const sentence of broken) process.stdout.write(`  ${figure.check}, ${sentence}\n`);
  }
  if (values.keep) {
    const kept = join(root, 'docs/reliability.json');
    const before = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Measured[]) : [];
    const all = [...before, ...measured()];
    writeFileSync(kept, `${JSON.stringify(all, undefined, 2)}\n`);
    const text = join(root, 'docs/reliability.md');
    writeFileSync(text, reliabilityText(readFileSync(text, 'utf8'), sums(all)));
  }
  rmSync(folder, {recursive: true});
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    summary();
    process.exit(1);
  });
}
const vitest = await startVitest('test', ['faults/'], {
  root: join(root, 'test'),
  watch: false,
  reporters: ['verbose'],
  // Much of the long form is waiting.
  ...(values.long && {maxWorkers: 3}),
});
await vitest.close();
summary();
