import {readdirSync} from 'node:fs';
import {afterEach, expect, test} from 'vitest';
import {processesWith} from '../helpers/processes.js';
import {stateFolder} from '../helpers/program.js';
import {openTerminal, plainModes, type Terminal} from '../helpers/terminal.js';

const {state, remove} = stateFolder();
let terminal: Terminal;
afterEach(async () => {
  await terminal.close();
  remove();
});

test('Ctrl-C while rehearse applies in lines says what is finished first, takes the rehearsal down, leaves nothing', async () => {
  terminal = await openTerminal(['rehearse', '--pace', '0.05', '--output', 'lines'], {
    columns: 200,
    environment: {XDG_STATE_HOME: state},
  });
  await terminal.until(/\d:\d\d +\S+ +applying/, 60_000);
  terminal.press('ctrl-c');
  await terminal.until(/stops; finishing first: \S+.*Once more Ctrl-C leaves at once/);
  expect(await terminal.ended).toBe(130);
  expect(terminal.modes()).toEqual(plainModes);
  expect(terminal.settings()).toBe(terminal.settingsBefore);
  await terminal.close();
  expect(processesWith(state)).toEqual([]);
  const left = readdirSync(state, {recursive: true, encoding: 'utf8'});
  expect(left.filter(file => file.includes('rehearsals'))).toEqual([]);
});
