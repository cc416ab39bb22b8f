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

/** Files of the folders that programs leave things in, changed since a moment (milliseconds since 1970): caches, settings, temporary files. */
export const leftSince = (moment: number): string[] =>
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
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : changedBelow(path, moment);
      return entry.isFile() && statSync(path).mtimeMs >= moment ? [path] : [];
    });
  } catch {
    // Of another user, or gone meanwhile.
    return [];
  }
};

/** Not of this program, and large. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'go-build']);

/** Files below folders that hold one of the values in any form. */
export const filesWith = (values: Iterable<string>, folders: readonly string[]): string[] => {
  const {status, stdout, stderr} = spawnSync('grep', ['-rlaF', '-f', '-', ...folders], {
    input: forms(values).join('\n'),
    encoding: 'utf8',
  });
  if (status !== 0 && status !== 1) {
    throw new Error(`grep could not look: ${stderr}`);
  }
  return stdout.split('\n').filter(line => line !== '');
};
