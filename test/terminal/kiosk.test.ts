import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {childrenOf, processState} from '../helpers/processes.js';
import {stateFolder} from '../helpers/program.js';
import {openTerminal, plainModes, type Terminal} from '../helpers/terminal.js';
import {keyBytes} from '../helpers/terminal-keys.js';

const unit = readFileSync(new URL('../../assets/systemd/genestack-monitor.service', import.meta.url), 'utf8');
const kubeconfig = `
apiVersion: v1
kind: Config
current-context: away
contexts: [{name: away, context: {cluster: away, user: watcher}}]
clusters: [{name: away, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: watcher, user: {token: none}}]
`;

const {state, remove} = stateFolder();
let terminal: Terminal;
beforeEach(async () => {
  writeFileSync(join(state, 'kubeconfig'), kubeconfig);
  const [, , ...args] = (/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '')
    .replace('/etc/genestack/monitor.kubeconfig', join(state, 'kubeconfig'))
    .split(' ');
  terminal = await openTerminal(args, {environment: {TERM: 'linux', XDG_STATE_HOME: state}});
  await terminal.until('It is tried again until it answers.');
});
afterEach(async () => {
  await terminal.close();
  remove();
});

test('on a console of its own the whole of what is wrong is read, and no key but those that end it leads away', async () => {
  expect(terminal.screen().join(' ').replaceAll(/\s+/g, ' ')).toMatch(
    /Not reached yet: the API server at https:\/\/127\.0\.0\.1:1 cannot be reached: .*\. It is tried again/,
  );
  const control = Array.from({length: 32}, (_, code) => String.fromCharCode(code)).filter(
    // Ctrl-C and the end of input leave it, and it is started anew.
    key => key !== keyBytes['ctrl-c'] && key !== '\x04',
  );
  const letters = [...'!:|abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ'];
  for (const key of [...control, ...letters]) terminal.press(key);
  terminal.press('escape', 'escape', '?');
  await terminal.until(/Keys/);
  expect(processState(terminal.pid)).not.toBe('T');
  expect(childrenOf(terminal.pid)).toEqual([]);
  terminal.press('ctrl-c');
  expect(await terminal.ended).toBe(0);
  expect(terminal.modes()).toEqual(plainModes);
  expect(terminal.settings()).toBe(terminal.settingsBefore);
});
