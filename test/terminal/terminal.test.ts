import {afterEach, expect, test} from 'vitest';
import {openTerminal, plainModes, type Terminal, type TerminalOptions} from '../helpers/terminal.js';

let terminal: Terminal;
afterEach(() => terminal.close());

const shell = async (text: string, options: TerminalOptions = {}): Promise<void> => {
  terminal = await openTerminal([], {...options, command: ['sh', '-c', text]});
};

test('the program has a terminal of the size that was asked, and a new one after a resize', async () => {
  await shell('trap "stty size; exit 3" WINCH; stty size; echo ready; while :; do sleep 0.01; done');
  await terminal.until(/24 80\nready/);
  terminal.resize(60, 16);
  expect(await terminal.ended).toBe(3);
  await terminal.until('16 60');
  expect(terminal.modes()).toEqual(plainModes);
});

test('keys go in, one chunk for several', async () => {
  await shell('stty raw -echo; echo ready; dd bs=64 count=1 2>/dev/null | od -An -c; stty sane');
  await terminal.until('ready');
  terminal.press('down', 'enter', 'x');
  await terminal.until(/033 +\[ +B +\\r +x/);
  await terminal.ended;
});

test('what a program leaves behind is seen', async () => {
  await shell("stty -echo; printf '\\033[?1049h\\033[?25l\\033[?2004h\\033[>1u'; exit 4");
  expect(await terminal.ended).toBe(4);
  expect(terminal.modes()).toEqual({
    ...plainModes,
    alternateScreen: true,
    cursorVisible: false,
    bracketedPaste: true,
    keyboardProtocols: 1,
  });
  expect(terminal.settings()).not.toBe(terminal.settingsBefore);
});

test('a row that is too wide is seen', async () => {
  await shell("printf '\\033[?1049h'; printf '%081d' 7; read _");
  await terminal.until(() => terminal.wrapped.length > 0);
});

test('a signal that kills it is its exit code', async () => {
  await shell('echo ready; while :; do sleep 0.01; done');
  await terminal.until('ready');
  terminal.kill('SIGKILL');
  expect(await terminal.ended).toBe(137);
  await expect(terminal.until('never')).rejects.toThrow('It ended with 137');
});
