import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, test} from 'vitest';
import {expectAscii, expectGivenBack} from '../helpers/expect-terminal.js';
import {inOtherWindows} from '../helpers/other-windows.js';
import {ownHome} from '../helpers/own-home.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

const script = fileURLToPath(new URL('../../dist/genestack.js', import.meta.url));
let home: ReturnType<typeof ownHome>;
let terminal: Terminal;

const open = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
  home = ownHome();
  terminal = await openTerminal([], {
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

test.each(['flex', 'enterprise'])(
  '%s by keys alone: the profile that is written gives the same plan',
  async edition => {
    await open();
    terminal.press('end', 'enter');
    await step(2);
    if (edition === 'enterprise') {
      terminal.press('down');
    }
    for (let next = 3; next <= 8; next += 1) {
      terminal.press('enter');
      await step(next);
    }
    terminal.press('enter');
    expect(await terminal.ended).toBe(0);
    expectGivenBack(terminal);
    const file = join(home.workingFolder, 'genestack.yaml');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const plan = (profile: string) =>
      JSON.parse(
        execFileSync(process.execPath, [script, 'plan', '--profile', profile, '--output', 'json'], {
          encoding: 'utf8',
        }),
      );
    expect(plan(file)).toEqual(plan(edition));
  },
);

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
  expect(terminal.wrapped).toEqual([]);
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
