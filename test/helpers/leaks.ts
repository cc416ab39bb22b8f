import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {Client} from '../../source/cluster/client.js';
import {formsOf} from '../../source/tools/redact.js';

const everyMilliseconds = 20;
/** A process may show its parent's arguments for a moment before it shows its own. */
const looksAtEach = 4;

export interface Watch {
  /** Ends it. @returns every argument list, environment and temporary file that was seen. */
  end(): ReadonlySet<string>;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};
const list = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Folders in which the program keeps what it hands its children, for as long as they live. */
const privateFolders = (): string[] =>
  [process.env.XDG_RUNTIME_DIR, '/dev/shm', tmpdir()].flatMap(parent =>
    parent === undefined
      ? []
      : list(parent)
          .filter(name => /^genestack-[\d-]+-\w{6}$/.test(name))
          .map(name => join(parent, name)),
  );

/** Looks at all processes of the machine, again and again, and remembers what everybody could have read. */
export const watchProcesses = (): Watch => {
  const seen = new Set<string>();
  const looks = new Map<string, number>();
  const look = (): void => {
    for (const pid of list('/proc')) {
      const count = looks.get(pid) ?? 0;
      if (/^\d+$/.test(pid) && Number(pid) !== process.pid && count < looksAtEach) {
        looks.set(pid, count + 1);
        seen.add(read(`/proc/${pid}/cmdline`));
        seen.add(read(`/proc/${pid}/environ`));
      }
    }
    for (const folder of privateFolders()) {
      for (const name of list(folder)) {
        seen.add(read(join(folder, name)));
      }
    }
  };
  const timer = setInterval(look, everyMilliseconds);
  return {
    end() {
      clearInterval(timer);
      return seen;
    },
  };
};

/** The values of every key that the catalogue has made at random, `namespace/NAME.KEY` to value. */
export const madeSecrets = async (
  client: Client,
  catalogue = readCatalogue(),
): Promise<ReadonlyMap<string, string>> => {
  const made = new Set(
    [...catalogue.components.values()].flatMap(component =>
      component.secrets.flatMap(({name, namespace = component.namespace, keys}) =>
        Object.entries(keys)
          .flatMap(([key, facts]) =>
            facts.make === 'certificate' ? facts.key : facts.make === 'text' ? [] : key,
          )
          .map(key => `${namespace}/${name}.${key}`),
      ),
    ),
  );
  const {items} = await client.list({apiVersion: 'v1', kind: 'Secret'});
  return new Map(
    items.flatMap(({metadata, data = {}}) =>
      Object.entries(data as Record<string, string>)
        .map(([key, value]) => [`${metadata.namespace}/${metadata.name}.${key}`, value] as const)
        .filter(([name]) => made.has(name))
        .map(([name, value]) => [name, Buffer.from(value, 'base64').toString('utf8')] as const),
    ),
  );
};

/** Of a key of many lines each line is a form of its own. */
const forms = (values: Iterable<string>): string[] => [
  ...new Set([...values].flatMap(formsOf).filter(form => !form.includes('\n'))),
];

/** Of texts, those that hold one of the values in any form. */
export const textsWith = (values: Iterable<string>, texts: Iterable<string>): string[] => {
  const wanted = forms(values);
  return [...texts].filter(text => wanted.some(form => text.includes(form)));
};

/**
 * Files that hold one of the values in any form, of those that were changed since a moment (milliseconds since 1970) where programs
 * leave things: caches, settings, temporary files. What other tests have there is theirs.
 */
export const leftWith = (values: Iterable<string>, moment: number): string[] =>
  grep(values, leftSince(moment), ['-s']);

const leftSince = (moment: number): string[] =>
  [
    join(homedir(), '.cache'),
    join(homedir(), '.config'),
    tmpdir(),
    '/dev/shm',
    process.env.XDG_RUNTIME_DIR ?? '',
  ]
    .filter(folder => folder !== '')
    .flatMap(folder => changedBelow(folder, moment));

const changedBelow = (folder: string, moment: number): string[] => {
  try {
    return readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isSkipped(entry.name) ? [] : changedBelow(path, moment);
      return entry.isFile() && statSync(path).mtimeMs >= moment ? [path] : [];
    });
  } catch {
    // Of another user, or gone meanwhile.
    return [];
  }
};

/** Of compilers, and large; of tests, which name their folders by a word, where the program has numbers. */
const isSkipped = (name: string): boolean =>
  name === 'node_modules' || name === 'go-build' || /^genestack-[a-z]+-\w{6}$/.test(name);

/** Files below folders that hold one of the values in any form. */
export const filesWith = (values: Iterable<string>, folders: readonly string[]): string[] =>
  grep(values, folders, []);

const grep = (values: Iterable<string>, places: readonly string[], options: readonly string[]): string[] => {
  if (places.length === 0) return [];
  const {status, stdout, stderr} = spawnSync('grep', ['-rlaF', ...options, '-f', '-', ...places], {
    input: forms(values).join('\n'),
    encoding: 'utf8',
  });
  // Where files may go meanwhile, 2 without a word says that some did.
  if (status !== 0 && status !== 1 && (status !== 2 || stderr !== '' || options.length === 0)) {
    throw new Error(`grep could not look: ${stderr}`);
  }
  return stdout.split('\n').filter(line => line !== '');
};
