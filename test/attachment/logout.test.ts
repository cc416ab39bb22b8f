import {expect, test} from 'vitest';
import {type LogoutFacts, wayOfStarting} from '../../source/attachment/logout.js';

const manager = (...lines: string[]): string =>
  ['NAutoVTs=6', 'KillExcludeUsers=root', ...lines, 'IdleHint=no', ''].join('\n');
const facts = (more: Partial<LogoutFacts> = {}): LogoutFacts => ({
  manager: manager('KillUserProcesses=yes', 'KillOnlyUsers='),
  user: 'ada',
  cgroup: '0::/user.slice/user-1000.slice/session-3.scope\n',
  lingers: true,
  hasScopes: true,
  ...more,
});

test.each<[string, Partial<LogoutFacts>]>([
  ['there is no logind', {manager: null}],
  ['logind ends nothing', {manager: manager('KillUserProcesses=no')}],
  ['this user is spared', {user: 'root'}],
  ['only others are meant', {manager: manager('KillUserProcesses=yes', 'KillOnlyUsers=bob eve')}],
  ['it runs in no session', {cgroup: '0::/system.slice/ci.service\n'}],
  [
    'it runs under the user manager already',
    {cgroup: '0::/user.slice/user-1000.slice/user@1000.service/app.slice/tmux.scope\n'},
  ],
])('where %s the engine is started as it is, and nothing is said', (_, more) => {
  expect(wayOfStarting(facts({hasScopes: false, lingers: false, ...more}))).toEqual({
    command: [],
    warning: null,
  });
});

test('where a logout ends everything the engine gets a scope of the user manager, which outlives it where it lingers', () => {
  const way = wayOfStarting(facts());
  expect(way.command.slice(0, 3)).toEqual(['systemd-run', '--user', '--scope']);
  expect(way.warning).toBeNull();
  expect(wayOfStarting(facts({manager: manager('KillUserProcesses=yes', 'KillOnlyUsers=ada')}))).toEqual(way);
});

test('where it does not linger the last logout ends it, and what helps is said', () => {
  const way = wayOfStarting(facts({lingers: false}));
  expect(way.command[0]).toBe('systemd-run');
  expect(way.warning).toMatch(/last session.*loginctl enable-linger/);
});

test('where there are no scopes it is said that a logout ends it', () => {
  expect(wayOfStarting(facts({hasScopes: false}))).toEqual({
    command: [],
    warning: expect.stringMatching(/ends what a user runs at logout/),
  });
});
