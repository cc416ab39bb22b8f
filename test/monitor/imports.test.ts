import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';

/** `from '…'`, `import '…'`, `import('…')` of compiled code. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"]+)\1/g)].map(match => match[2] as string);

interface Reached {
  /** Files of ours, to their text. */
  readonly files: Map<string, string>;
  /** Everything else that is named. */
  readonly others: Set<string>;
}

const walk = (entry: string): Reached => {
  const reached: Reached = {files: new Map(), others: new Set()};
  const visit = (file: string): void => {
    if (reached.files.has(file)) return;
    const text = readFileSync(file, 'utf8');
    reached.files.set(file, text);
    for (const name of importsOf(text)) {
      if (!name.startsWith('.')) reached.others.add(name);
      else if (existsSync(path.resolve(path.dirname(file), name)))
        visit(path.resolve(path.dirname(file), name));
      else throw new Error(`${file} names ${name}, which is not there`);
    }
  };
  visit(packagePath(entry));
  return reached;
};

/** Of the file system's functions those that only read. */
const reading = new Set(['readFileSync', 'statSync', 'existsSync', 'readdirSync']);

const {files, others} = walk('dist/commands/monitor.js');

test('nothing that the monitor is made of can start a program or open a door', () => {
  const forbidden = [
    'child_process',
    'worker_threads',
    'cluster',
    'net',
    'http',
    'https',
    'http2',
    'vm',
    'inspector',
  ];
  expect([...others].filter(name => forbidden.includes(name.replace('node:', '')))).toEqual([]);
  expect([...others].filter(name => ['execa', 'conf', 'get-port'].includes(name))).toEqual([]);
});

test('of the file system it takes only what reads', () => {
  const taken = [...files].flatMap(([file, text]) =>
    [...text.matchAll(/import\s*([^;]+?)\s*from\s*['"]node:fs(?:\/promises)?['"]/gs)].flatMap(
      ([, names = '']) =>
        names
          .replace(/[{}]/g, '')
          .split(',')
          .map(name => `${path.basename(file)}: ${name.trim().split(' ')[0]}`),
    ),
  );
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.filter(name => !reading.has(name.split(': ')[1] as string))).toEqual([]);
});

test('the packages that it brings are these', () => {
  expect([...others].filter(name => !name.startsWith('node:')).sort()).toMatchSnapshot();
});

test('the walk sees what it is to see', () => {
  const installer = walk('dist/cli.js');
  expect(installer.others).toContain('execa');
  expect(installer.others).toContain('node:child_process');
});
