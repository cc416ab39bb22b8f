import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, test} from 'vitest';
import {expectAscii, expectGivenBack} from '../helpers/expect-terminal.js';
import {inOtherWindows} from '../helpers/other-windows.js';
import {ownHome} from '../helpers/own-home.js';
import {processesWith} from '../helpers/processes.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

const script = fileURLToPath(new URL('../../dist/genestack.js', import.meta.url));
let home: ReturnType<typeof ownHome>;
let terminal: Terminal;

const open = async (
  environment: Readonly<Record<string, string>> = {},
  words: readonly string[] = [],
): Promise<void> => {
  home = ownHome();
  terminal = await openTerminal([...words], {
    ...home,
    environment: {...home.environment, ...environment},
  });
  await terminal.until(/step 1 of 8/);
};
const step = (number: number) => terminal.until(new RegExp(`step ${number} of 8`));

afterEach(async () => {
  await terminal.close();
  await home.remove();
});

const program = (...words: readonly string[]): string =>
  execFileSync(process.execPath, [script, ...words], {encoding: 'utf8', env: home.environment});
const planOf = (profile: string) => JSON.parse(program('plan', '--profile', profile, '--output', 'json'));

test.each([
  ['flex', 51],
  ['enterprise', 72],
] as const)(
  '%s by keys alone: from the first screen to the tree and out of it, by a profile that gives the same plan',
  async (edition, count) => {
    await open({}, ['--pace', '0.05']);
    terminal.press('enter');
    await step(2);
    if (edition === 'enterprise') {
      terminal.press('down');
    }
    for (let next = 3; next <= 8; next += 1) {
      terminal.press('enter');
      await step(next);
    }
    terminal.press('enter');
    await terminal.until(new RegExp(`[1-9]\\d* of ${count} ready`), 120_000);
    // What is installed to its end on screens, and what becomes ready of each edition, is tested elsewhere.
    terminal.press('ctrl-c');
    await terminal.until(/interrupted after/, 120_000);
    terminal.press('q');
    expect(await terminal.ended).toBe(130);
    expectGivenBack(terminal);
    expect(terminal.wrapped).toEqual([]);
    const file = join(home.workingFolder, 'genestack.yaml');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(planOf(file)).toEqual(planOf(edition));
    expect(program('rehearsal', 'status')).toContain('up');
    program('rehearsal', 'down');
    await terminal.close();
    expect(processesWith(home.folder)).toEqual([]);
  },
  700_000,
);

test('only a profile: every step goes back and forth, survives Ctrl-C and other windows, and what comes next is said', async () => {
  await open();
  terminal.press('end', 'enter');
  for (let at = 2; at <= 8; at += 1) {
    await step(at);
    terminal.press('ctrl-c');
    await terminal.until('Leave?');
    terminal.press('escape');
    await step(at);
    terminal.press('escape');
    await step(at - 1);
    terminal.press('enter');
    await step(at);
    await inOtherWindows(terminal, lines => lines[0]?.includes(`step ${at} of 8`) === true);
    if (at < 8) {
      terminal.press('enter');
    }
  }
  terminal.press('enter');
  expect(await terminal.ended).toBe(0);
  expectGivenBack(terminal);
  const file = join(home.workingFolder, 'genestack.yaml');
  expect(planOf(file)).toEqual(planOf('flex'));
  expect(terminal.screen().join('\n')).toContain('Next: genestack plan --profile');
});

test('a wrong value, another window and a paste with control characters are seen, and a draft is kept', async () => {
  await open();
  terminal.press('end', 'enter');
  await step(2);
  terminal.press('enter', 'down');
  await step(3);
  terminal.type('\x15');
  terminal.paste('10.236.\x1b[31m0.0/33\r\x07');
  await terminal.until(/Pods .*10\.236\.0\.0\/33[\s\S]*✖ is "10\.236/);
  terminal.press('enter');
  await inOtherWindows(
    terminal,
    lines => lines[0]?.includes('step 3 of 8') === true && lines.join('').includes('10.236.0.0/33'),
  );
  terminal.press('ctrl-c');
  await terminal.until('Leave?');
  terminal.press('down', 'enter');
  expect(await terminal.ended).toBe(130);
  expectGivenBack(terminal);
  terminal = await openTerminal([], home);
  await terminal.until(/A draft of .* stopped at networking/);
  terminal.press('d');
  await terminal.until(/10\.236\.0\.0\/33/);
});

test('without UTF-8 it is ASCII', async () => {
  await open({LANG: 'C', LC_ALL: 'C', TERM: 'linux'});
  for (let next = 2; next <= 4; next += 1) {
    terminal.press(next === 2 ? 'end' : 'up', 'enter');
    await step(next);
  }
  expectAscii(terminal);
});
