import {readdirSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {expectGivenBack} from '../helpers/expect-terminal.js';
import {inOtherWindows} from '../helpers/other-windows.js';
import {ownHome} from '../helpers/own-home.js';
import {processesWith} from '../helpers/processes.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

const home = ownHome();
let terminal: Terminal;

beforeAll(async () => {
  terminal = await openTerminal(['rehearse', '--profile', 'flex', '--pace', '0.05'], home);
});

afterAll(async () => {
  await terminal.close();
  await home.remove();
});

const pointer = (): number => terminal.screen().findIndex(line => line.startsWith('❯'));
const footer = (): string => terminal.screen().at(-1) ?? '';

test('what will be done is seen before it begins, and two keys in one chunk are two', async () => {
  await terminal.until(/^ Genestack Flex · rehearsal.* 0 of \d+ ready/);
  const before = pointer();
  terminal.press('down', 'down');
  await terminal.until(() => pointer() === before + 2);
  terminal.press('up', 'up');
  await terminal.until(() => pointer() === before);
});

test('another window has the same screen, and one without room says so', async () => {
  await terminal.until(/simulated nodes/, 60_000);
  await inOtherWindows(
    terminal,
    lines => lines[0]?.startsWith(' Genestack Flex') === true && footer().includes('q detach'),
  );
  terminal.resize(59, 15);
  await terminal.until('Make the window 60x16 or larger; it is 59x15. The install\ngoes on.');
  terminal.resize(80, 24);
  await terminal.until(/ of \d+ ready/);
});

test('what is pasted into the filter is its text alone, and letters in it are no keys', async () => {
  terminal.press('/');
  await terminal.until(/─ \/ .*found/);
  terminal.paste('ma\x1b[31mri\x07a\r\n');
  terminal.type('db-q');
  await terminal.until(/\/ mariadb-q_ +.*0 found|\/ mariadb-q_/);
  terminal.press('backspace', 'backspace');
  await terminal.until(/\/ mariadb_/);
  await terminal.until(
    lines =>
      lines.some(line => / mariadb-cluster /.test(line)) && !lines.some(line => / keystone /.test(line)),
  );
  terminal.press('escape');
  await terminal.until(() => footer().includes('/ find'));
});

test('the sheet of keys, why and the way back', async () => {
  terminal.press('?');
  await terminal.until(/^ Keys *\n(.*\n)*.*ctrl-c +stop, then leave/);
  terminal.press('escape');
  await terminal.until(/ of \d+ ready/);
  terminal.press('/');
  terminal.type('kube-ovn');
  terminal.press('enter', 'end', 'enter');
  await terminal.until(/^ Why .*\n(.*\n)*.*Asked +\d\d:\d\d:\d\d, from the API/);
  terminal.press('escape');
  await terminal.until(/ of \d+ ready/);
  terminal.press('escape');
});

test('at the end it says what is there and leaves nothing', async () => {
  const lines = await terminal.until(/done in \d+:\d\d ✔/, 240_000);
  expect(lines.join('\n')).toMatch(/(\d+) of \1 components ready.*Nothing failed/);
  expect(lines.join('\n')).toMatch(/Not checked +that services answer: nodes are simulated/);
  terminal.press('s');
  await terminal.until(/stand-in/i);
  terminal.press('t');
  await terminal.until(/ (\d+) of \1 ready/);
  terminal.press('q');
  expect(await terminal.ended).toBe(0);
  expect(terminal.screen()[0]).toMatch(/^(\d+) of \1 components ready in \d+:\d\d, on 7 simulated nodes\.$/);
  expectGivenBack(terminal);
  await terminal.close();
  expect(processesWith(home.folder)).toEqual([]);
  expect(
    readdirSync(home.folder, {recursive: true, encoding: 'utf8'}).filter(file =>
      file.includes('rehearsals/'),
    ),
  ).toEqual([]);
}, 400_000);
