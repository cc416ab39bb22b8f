import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {packagePath} from '../../../source/assets.js';
import type {Ended} from '../../helpers/program.js';
import type {Check, Trial} from '../check.js';
import {type Home, makeHome} from '../home.js';
import {brokenLines, hostilePieces, profiles} from '../input/inputs.js';
import {journalLines} from '../input/journal-lines.js';
import type {Random} from '../random.js';

/** More than any of these needs to start and to say no; beyond it the kernel ends the program. */
const mostSeconds = 6;

/** One start of the program: its words, after what they name was put where it belongs. */
type Case = (home: Home, random: Random) => readonly string[];

const sample = <T>(inputs: fc.Arbitrary<T>, random: Random): T =>
  fc.sample(inputs, {numRuns: 1, seed: random.between(1, 2 ** 31 - 1)})[0] as T;

/** Not empty, and without what the kernel lets nobody pass. */
const hostileName = (random: Random): string =>
  (random.pick(hostilePieces) + (random.next() < 0.5 ? random.pick(hostilePieces) : '')).replaceAll(
    '\0',
    '\u0001',
  );

const malformedProfile: Case = ({folder}, random) => {
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, sample(profiles, random));
  return random.pick([
    ['profile', 'check', file],
    ['plan', '--profile', file],
  ]);
};

const component = `row: null
group: OpenStack
editions: {flex: support, enterprise: support}
stage: initial
summary: made for a test
delivery: {kind: helm, repository: 'https://charts.example.org', chart: CHART, version: VERSION}
namespace: NAMESPACE
estimate: {apply: 1, ready: 1}
`;

/** A component of one's own that is called, or says, what it should not. */
const hostileComponent: Case = ({folder}, random) => {
  const word = (usual: string): string => (random.next() < 0.5 ? JSON.stringify(hostileName(random)) : usual);
  const overrides = mkdtempSync(join(folder, 'overrides-'));
  const name = random.next() < 0.5 ? hostileName(random).replaceAll('/', '_').slice(0, 80) : 'mine';
  const at = join(overrides, 'components', name);
  mkdirSync(at, {recursive: true});
  const facts = component
    .replace('CHART', () => word('mine'))
    .replace('VERSION', () => word('1.0.0'))
    .replace('NAMESPACE', () => word('mine'));
  writeFileSync(join(at, 'component.yaml'), facts);
  const file = join(folder, 'profile.yaml');
  writeFileSync(
    file,
    `apiVersion: genestack.io/v1alpha1\nkind: Profile\nedition: flex\noverrides: ${overrides}\n`,
  );
  return ['plan', '--profile', file];
};

const hostileWord: Case = (_home, random) => {
  const name = hostileName(random);
  return random.pick([
    ['plan', `--profile=${name}`],
    ['values', '--', name],
    ['render', '--', name],
    ['logs', '--', name],
    ['replay', '--', name],
    ['rehearsal', 'status', `--name=${name}`],
    ['rehearsal', 'down', `--name=${name}`],
  ]);
};

const malformedJournal =
  (lines: readonly string[]): Case =>
  ({state}, random) => {
    const run = '2026-11-25-193818';
    const folder = join(state, 'genestack', 'runs', run);
    mkdirSync(folder, {recursive: true, mode: 0o700});
    writeFileSync(join(folder, 'journal.jsonl'), sample(brokenLines(lines), random), {mode: 0o600});
    return random.pick([['runs'], ['replay', run], ['logs', 'keystone']]);
  };

const script = packagePath('dist/genestack.js');

const started = (
  words: readonly string[],
  {environment, folder}: Home,
): Promise<Ended & {signal: string | null}> =>
  new Promise(resolve => {
    const limited = ['-c', `ulimit -t ${mostSeconds}; exec "$@"`, 'sh', process.execPath, script, ...words];
    const child = spawn('sh', limited, {
      env: {...process.env, ...environment, KUBECONFIG: join(folder, 'none')},
      cwd: join(folder, 'run'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', chunk => {
      stderr += chunk;
    });
    child.on('close', (exitCode, signal) => resolve({exitCode, signal, stdout, stderr}));
  });

const brokenIn = (
  words: readonly string[],
  {exitCode, signal, stdout, stderr}: Ended & {signal: string | null},
): string[] => {
  const said = `${stdout}${stderr}`;
  const problems = [
    ...(signal === null ? [] : [`it was ended by ${signal}`]),
    ...(exitCode === null || [0, 1, 2, 3].includes(exitCode) ? [] : [`it exited with ${exitCode}`]),
    ...(/\n\s+at .+:\d+:\d+/.test(said) ? ['it printed where it was in its code'] : []),
    ...(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(said)
      ? ['it printed what a terminal obeys']
      : []),
    ...(said.includes('GS-CLI-99') ? ['it met what was not foreseen'] : []),
    ...(exitCode === 0 || said.trim() !== '' ? [] : ['it said nothing']),
  ];
  return problems.map(
    problem => `${JSON.stringify(words)}: ${problem}: ${JSON.stringify(said.slice(0, 500))}`,
  );
};

/** What nothing may be written into: the folders above and beside those that the program has. */
const outside = (parent: string): string => readdirSync(parent).sort().join(' ');

export const hostileInput: Check<unknown> = {
  name: 'hostile-input',
  provoked: 'malformed profiles, components and journals and hostile names, through the real program',
  holds: `done, or refused with a sentence that no terminal obeys, within ${mostSeconds} s of CPU, start included; no name becomes an option or leaves its folder`,
  runs: {short: 6, long: 500},
  async run({runs, random, count}: Trial<unknown>) {
    const parent = mkdtempSync(join(tmpdir(), 'genestack-hostile-'));
    const home = makeHome(parent);
    mkdirSync(join(parent, 'compiled'));
    const before = outside(parent);
    const cases = [malformedProfile, hostileComponent, hostileWord, malformedJournal(await journalLines())];
    for (let run = 0; run < runs; run += 1) {
      const words = (cases[run % cases.length] as Case)(home, random);
      count([
        ...brokenIn(words, await started(words, home)),
        ...(outside(parent) === before ? [] : [`${JSON.stringify(words)}: wrote beside its folders`]),
      ]);
    }
    rmSync(parent, {recursive: true});
  },
};
