import {createHash} from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {undisturbed} from '../campaign.js';
import type {Check} from '../check.js';
import type {Home} from '../home.js';
import {nothingLeft} from '../invariants.js';

interface Trouble {
  readonly what: string;
  /** Makes it; returns words before the command, where it needs a mount of its own. */
  make(home: Home): readonly string[];
}

/** In a mount namespace of its own; what is left of the state afterwards is copied to where it can be looked at. */
const mounted = ({state, folder}: Home, ...lines: readonly string[]): readonly string[] => [
  ...['unshare', '--map-root-user', '--mount'],
  ...[
    'sh',
    '-c',
    `set -e; ${lines.join('; ')}; set +e; "$@"; ended=$?; cp -r ${state} ${keptOf(folder)}; exit $ended`,
    'sh',
  ],
];

const full = (kilobytes: number): Trouble => ({
  what: `a state folder with room for ${kilobytes} kB`,
  make: home => mounted(home, `mount -t tmpfs -o size=${kilobytes}k none ${home.state}`),
});

const keptOf = (folder: string): string => join(folder, 'kept');

/** Whether the journal of the only run has its end, and its receipt is there. */
const isWhole = ({state, folder}: Home): boolean => {
  for (const place of [keptOf(folder), state]) {
    const runs = join(place, 'genestack', 'runs');
    const [run] = existsSync(runs) ? readdirSync(runs) : [];
    if (run !== undefined) {
      const [receipt, journal] = ['receipt.json', 'journal.jsonl'].map(name => {
        const file = join(runs, run, name);
        return existsSync(file) ? readFileSync(file, 'utf8') : '';
      });
      return receipt?.endsWith('}\n') === true && /\{"type":"ends".*\}\n$/.test(journal ?? '');
    }
  }
  return false;
};

/** Another's folder with a file in it; where it is, and what it holds, must not change. */
const bait = ({folder}: Home): string => {
  const at = join(folder, 'bait');
  mkdirSync(join(at, 'runs'), {recursive: true});
  writeFileSync(join(at, 'runs', 'precious'), 'untouched');
  chmodSync(at, 0o755);
  return at;
};

const linked = (name: string): Trouble => ({
  what: `a symlink in the place of ${name}`,
  make(home) {
    const target = bait(home);
    const at = join(home.folder, name);
    mkdirSync(join(at, '..'), {recursive: true, mode: 0o700});
    symlinkSync(name.endsWith('runs') ? join(target, 'runs') : target, at);
    return [];
  },
});

const shared = (name: string): Trouble => ({
  what: `${name} is open to everybody`,
  make({folder}) {
    const at = join(folder, name);
    mkdirSync(at, {recursive: true});
    chmodSync(at, 0o777);
    return [];
  },
});

const nobody = 65_534;
const foreign = (name: string): Trouble => ({
  what: `${name} belongs to somebody else`,
  make({folder}) {
    const at = join(folder, name);
    mkdirSync(at, {recursive: true});
    chownSync(at, nobody, nobody);
    return [];
  },
});

const isRoot = process.getuid?.() === 0;

/** What only root can prepare is left out for others. */
const troubles: readonly Trouble[] = [
  ...['state/genestack', 'state/genestack/runs', 'run/genestack', 'config/genestack'].map(linked),
  ...['state/genestack', 'run/genestack'].map(shared),
  ...[4, 40, 400].map(full),
  {
    what: 'a read-only state folder',
    make: home =>
      mounted(home, `mount --bind ${home.state} ${home.state}`, `mount -o remount,ro,bind ${home.state}`),
  },
  ...(isRoot ? ['state/genestack', 'state/genestack/runs', 'run/genestack', 'run'].map(foreign) : []),
];

/** Names, modes and contents below a folder. */
const contentOf = (folder: string): string => {
  try {
    const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort();
    const told = names.map(name => {
      const at = join(folder, name);
      const {mode} = statSync(at);
      return `${name} ${mode} ${statSync(at).isFile() ? createHash('sha256').update(readFileSync(at)).digest('hex') : ''}`;
    });
    return [statSync(folder).mode, ...told].join('\n');
  } catch {
    return '';
  }
};

export const stateTrouble: Check = {
  name: 'state-trouble',
  provoked:
    'a full disk, a read-only state folder, symlinks in the place of folders, folders of others and folders open to everybody',
  holds:
    'refused or survived, either with a sentence; what a symlink leads to is not touched; nothing is left',
  runs: {short: 1, long: troubles.length},
  async run({world: bed, runs, count}) {
    const {installation} = await undisturbed(bed);
    for (const {what, make} of troubles.slice(0, runs)) {
      const home = bed.home();
      const before = make(home);
      const target = join(home.folder, 'bait');
      const content = contentOf(target);
      const {exitCode, stderr} = await bed.install(installation, home, ['--output', 'lines'], before).ended;
      const left = await nothingLeft(bed.client, home);
      // What went well because there was room enough has nothing to tell.
      const isTold =
        (stderr.trim() !== '' || (exitCode === 0 && isWhole(home))) &&
        !/\n\s+at .+:\d+:\d+/.test(stderr) &&
        !stderr.includes('GS-CLI-99');
      count(
        [
          ...([0, 2, 3].includes(exitCode ?? -1) && isTold
            ? []
            : [`exit ${exitCode}: ${stderr.slice(-600)}`]),
          ...(contentOf(target) === content ? [] : [`the target is now ${contentOf(target)}`]),
          ...left,
        ].map(sentence => `${what}: ${sentence}`),
      );
    }
  },
};
