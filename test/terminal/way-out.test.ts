import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import {childrenOf, processState} from '../helpers/processes.js';
import {openTerminal, plainModes, type Terminal, type TerminalOptions} from '../helpers/terminal.js';

const dist = new URL('../../dist/', import.meta.url);

/** Screens with one line on them, which do what a key says, then a line on what ended them. */
const program = `
import {writeFileSync} from 'node:fs';
import {createElement, useState} from 'react';
import {Text} from 'ink';
import {useKeyPresses} from '${new URL('ui/key-press.js', dist)}';
import {showOnTerminal} from '${new URL('ui/terminal.js', dist)}';
import {ask} from '${new URL('commands/asking.js', dist)}';
import {watchTerminal} from '${new URL('commands/terminal-rescue.js', dist)}';
const Screen = ({leave}) => {
  const [isBroken, setBroken] = useState(false);
  useKeyPresses(({text}) => {
    if (text === 'q') leave('by key');
    if (text === 'a') leave('to ask');
    if (text === 'r') setBroken(true);
    if (text === 't') setTimeout(() => { throw new Error('thrown') });
    if (text === 'p') Promise.reject(new Error('rejected'));
  });
  if (isBroken) throw new Error('broken');
  return createElement(Text, null, 'Züge …');
};
const rescue = watchTerminal();
try {
  const left = JSON.stringify(await showOnTerminal(leave => createElement(Screen, {leave})));
  // An error of what is written comes after its callback.
  await new Promise(resolve => process.stdout.write(left + '\\n', () => setImmediate(resolve)));
  if (process.env.LEFT) writeFileSync(process.env.LEFT, left);
  if (left.includes('to ask')) {
    rescue.goodbye();
    console.log('answered ' + (await ask('sure? ')));
  }
} catch (error) {
  console.log('error', error.message);
} finally {
  rescue.goodbye();
}
`;

let terminal: Terminal;
afterEach(() => terminal.close());

const command = [process.execPath, '--input-type=module', '-e', program];

const isShown = (line: string) => (lines: readonly string[]) =>
  terminal.modes().bracketedPaste && lines.join('').includes(line);

const start = async (environment: TerminalOptions['environment'] = {}, line = 'Züge'): Promise<void> => {
  terminal = await openTerminal([], {environment, command});
  await terminal.until(isShown(line));
};

const isPlain = (): void => {
  expect(terminal.modes()).toEqual(plainModes);
  expect(terminal.settings()).toBe(terminal.settingsBefore);
};

test.each([
  ['q', '{"kind":"result","result":"by key"}'],
  ['r', 'error broken'],
  ['t', 'error thrown'],
  ['p', 'error rejected'],
])('the terminal is given back after %s', async (key, line) => {
  await start();
  expect(terminal.modes()).toMatchObject({alternateScreen: true, cursorVisible: false});
  terminal.press(key);
  await terminal.until(line);
  expect(await terminal.ended).toBe(0);
  isPlain();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('the terminal is given back after %s', async signal => {
  await start();
  terminal.kill(signal);
  await terminal.until(`{"kind":"signal","signal":"${signal}"}`);
  expect(await terminal.ended).toBe(0);
  isPlain();
});

test('a question after the screens is waited for, though nothing else keeps the program', async () => {
  await start();
  terminal.press('a');
  await terminal.until('sure?');
  terminal.press('yes', 'enter');
  await terminal.until('answered yes');
  expect(await terminal.ended).toBe(0);
  isPlain();
});

test('a process that was killed leaves the terminal to its watcher', async () => {
  await start();
  terminal.kill('SIGKILL');
  expect(await terminal.ended).toBe(137);
  await expect.poll(terminal.modes).toEqual(plainModes);
  await expect.poll(terminal.settings).toBe(terminal.settingsBefore);
});

test('a terminal that is gone ends the screens, not the program', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'genestack-left-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const left = join(folder, 'left');
  await start({LEFT: left});
  terminal.hangUp();
  await expect
    .poll(() => existsSync(left) && readFileSync(left, 'utf8'))
    .toBe('{"kind":"signal","signal":"SIGHUP"}');
});

test('a process that was stopped gives the terminal back and takes it again', async () => {
  terminal = await openTerminal([], {
    command: ['bash', '-c', 'set -m; "$0" "$@"; read -r; fg', ...command],
  });
  await terminal.until(isShown('Züge'));
  const [pid = 0] = childrenOf(terminal.pid);
  process.kill(pid, 'SIGTSTP');
  await expect.poll(() => processState(pid)).toBe('T');
  await expect.poll(terminal.modes).toEqual(plainModes);
  expect(terminal.settings()).toBe(terminal.settingsBefore);
  terminal.press('enter');
  await terminal.until(lines => terminal.modes().alternateScreen && lines.join('').includes('Züge'));
  terminal.press('q');
  await terminal.until('by key');
  isPlain();
});

test('where no shell could wake it a stop is not obeyed', async () => {
  await start();
  terminal.kill('SIGTSTP');
  terminal.press('q');
  await terminal.until('by key');
  isPlain();
});

test('where the locale is not UTF-8 not a byte above ASCII is written', async () => {
  await start({LC_ALL: 'C'}, 'Zuge .');
  terminal.press('q');
  await terminal.until('by key');
  expect(terminal.bytes()).toMatch(/^[\0-\x7f]*$/);
});
