import {expect, test} from 'vitest';
import {type LogoutFacts, sessionOf, wayOfStarting} from '../../source/attachment/logout.js';
import type {Hello} from '../../source/attachment/protocol.js';
import {detachedLines} from '../../source/commands/attached-sentences.js';

/** Empty properties are not shown. */
const manager = (...lines: string[]): string => ['NAutoVTs=6', ...lines, 'IdleHint=no', ''].join('\n');
const inSession = '0::/user.slice/user-1000.slice/session-3.scope\n';
const managed = '0::/user.slice/user-1000.slice/user@1000.service/app.slice/tmux.scope\n';
const facts = (more: Partial<LogoutFacts> = {}): LogoutFacts => ({
  manager: manager('KillUserProcesses=yes'),
  config: '',
  uid: 1000,
  sessionUser: 'ada',
  cgroup: inSession,
  lingers: true,
  hasScopes: true,
  ...more,
});
const ofRoot = {uid: 0, sessionUser: 'root', cgroup: '0::/user.slice/user-0.slice/session-c1.scope\n'};

test.each<[string, Partial<LogoutFacts>]>([
  ['there is no logind', {manager: null}],
  ['there is none, and a manager', {manager: null, cgroup: managed}],
  ['logind ends nothing', {manager: manager('KillUserProcesses=no')}],
  ['this user is spared', {manager: manager('KillUserProcesses=yes', 'KillExcludeUsers=root ada')}],
  ['root is spared because nobody said who is', ofRoot],
  ['only others are meant', {manager: manager('KillUserProcesses=yes', 'KillOnlyUsers=bob eve')}],
  ['it runs in no session', {cgroup: '0::/system.slice/ci.service\n'}],
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
});

test.each<[string, Partial<LogoutFacts>]>([
  [
    'only some are meant, whatever else is said',
    {manager: manager('KillUserProcesses=no', 'KillOnlyUsers=ada')},
  ],
  ['another is spared', {manager: manager('KillUserProcesses=yes', 'KillExcludeUsers=root')}],
  ['the groups are of the first version', {cgroup: `2:cpu:/\n1:name=systemd:${inSession.slice(3)}`}],
])('so it is where %s', (_, more) => {
  expect(wayOfStarting(facts(more))).toEqual(wayOfStarting(facts()));
});

test('root gets a scope of the system, which outlives everybody: after sudo in the session of another, or where root is not spared', () => {
  const scope = {command: ['systemd-run', '--scope', '--quiet', '--collect', '--'], warning: null};
  expect(wayOfStarting(facts({uid: 0, lingers: false}))).toEqual(scope);
  expect(wayOfStarting(facts({uid: 0, lingers: false, cgroup: managed}))).toEqual(scope);
  const config = '[Login]\n#KillExcludeUsers=root\nKillExcludeUsers=\n';
  expect(wayOfStarting(facts({...ofRoot, config}))).toEqual(scope);
  expect(wayOfStarting(facts({...ofRoot, config: '#KillExcludeUsers=root\n'})).command).toEqual([]);
});

test('where it does not linger the last logout ends it, and what helps is said', () => {
  const way = wayOfStarting(facts({lingers: false}));
  expect(way.command[0]).toBe('systemd-run');
  expect(way.warning).toMatch(/last logout.*loginctl enable-linger/);
});

test('the last logout ends what the manager of the user runs, too, and that of another user where it is left', () => {
  const keeps = {manager: manager('KillUserProcesses=no'), cgroup: managed};
  expect(wayOfStarting(facts(keeps))).toEqual({command: [], warning: null});
  expect(wayOfStarting(facts({...keeps, lingers: false}))).toEqual({
    command: [],
    warning: expect.stringContaining('enable-linger'),
  });
  expect(wayOfStarting(facts({...keeps, uid: 1001})).command).toContain('--user');
});

test('where there are no scopes it is said that a logout ends it', () => {
  for (const uid of [0, 1000]) {
    expect(wayOfStarting(facts({uid, hasScopes: false}))).toEqual({
      command: [],
      warning: expect.stringMatching(/ends at logout what you run/),
    });
  }
});

test('a session is known by its scope', () => {
  expect([inSession, managed, ofRoot.cgroup].map(sessionOf)).toEqual(['3', undefined, 'c1']);
});

test('a person who leaves the engine is told of a logout, on a line of 80 columns', () => {
  const warnings = [facts({lingers: false}), facts({hasScopes: false})].map(
    one => wayOfStarting(one).warning,
  );
  const hello = {run: 'r', pid: 7} as Hello;
  expect(detachedLines(hello).join('\n')).not.toContain('logout');
  for (const logout of warnings) {
    expect(logout?.length).toBeLessThanOrEqual(78);
    expect(detachedLines({...hello, logout: logout ?? ''})).toContain(logout);
  }
});
