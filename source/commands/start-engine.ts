import {spawn, spawnSync} from 'node:child_process';
import {closeSync, constants, openSync, readFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {packagePath} from '../assets.js';
import {attachTo, type Connection} from '../attachment/client.js';
import {
  type LogoutFacts,
  scopeOf,
  sessionOf,
  type WayOfStarting,
  wayOfStarting,
} from '../attachment/logout.js';
import {isPrivate, socketPath} from '../attachment/socket-path.js';
import {sanitise} from '../cluster/sanitise.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {nameRun} from '../report/journal-file.js';
import {engineLog} from './engine-log.js';
import type {Job, Order} from './job.js';

const betweenTries = 20;
const askMilliseconds = 3000;

const ask = ([command = '', ...args]: readonly string[], env = process.env): string | null => {
  const {status, stdout} = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: askMilliseconds,
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
  });
  return status === 0 ? stdout : null;
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** How a scope is asked for, and the engine in it started: `su` and `sudo` leave the way to the user's own manager out, or another's. */
const scopeEnvironment = (uid: number): NodeJS.ProcessEnv => {
  const {XDG_RUNTIME_DIR: named} = process.env;
  const own = `/run/user/${uid}`;
  const isKnown = named !== undefined && isPrivate(named);
  return isKnown || !isPrivate(own)
    ? process.env
    : {...process.env, XDG_RUNTIME_DIR: own, DBUS_SESSION_BUS_ADDRESS: `unix:path=${own}/bus`};
};

/** Asks the host what a logout does to what its user runs. */
export const askLogout = (): WayOfStarting => {
  const {username: user, uid} = userInfo();
  const cgroup = read('/proc/self/cgroup');
  const session = sessionOf(cgroup);
  const name = session && ask(['loginctl', 'show-session', session, '--property=Name']);
  const sessionUser = /^Name=(.+)$/m.exec(name ?? '')?.[1] ?? user;
  const facts: LogoutFacts = {
    ...{uid, cgroup, sessionUser},
    manager: ask(['loginctl', 'show-session']),
    config:
      sessionUser === 'root' ? (ask(['systemd-analyze', 'cat-config', 'systemd/logind.conf']) ?? '') : '',
    lingers: false,
    hasScopes: false,
  };
  if (wayOfStarting(facts).warning === null) {
    return wayOfStarting(facts);
  }
  return wayOfStarting({
    ...facts,
    lingers: /^Linger=yes$/m.test(ask(['loginctl', 'show-user', user, '--property=Linger']) ?? ''),
    hasScopes: ask([...scopeOf(uid), 'true'], scopeEnvironment(uid)) !== null,
  });
};

/**
 * Starts the engine for a job as a process of a session of its own, and attaches to it.
 * @param signal takes the start back; once it is attached to, that is no longer its affair.
 * @throws GenestackError GS-ATT-01 (no place for its socket), GS-ATT-05 (it ended before it could be attached to); the signal's reason.
 */
export const startEngine = async (job: Job, way: WayOfStarting, signal: AbortSignal): Promise<Connection> => {
  signal.throwIfAborted();
  const run = nameRun(new Date());
  const order: Order = {run, socket: socketPath(run), warning: way.warning, job};
  const log = openLog(run);
  const [file = '', ...args] = [
    ...way.command,
    process.execPath,
    ...process.execArgv,
    packagePath('dist/genestack.js'),
    'engine',
    run,
  ];
  const env = way.command.length > 0 ? scopeEnvironment(userInfo().uid) : process.env;
  const child = spawn(file, args, {detached: true, stdio: ['pipe', log, log], env});
  if (typeof log === 'number') {
    closeSync(log);
  }
  let ended: string | undefined;
  child.on('error', error => {
    ended = messageOf(error);
  });
  child.on('exit', (code, signal) => {
    ended ??= signal === null ? `it ended with ${code}` : `it was ended by ${signal}`;
  });
  child.stdin?.on('error', () => {}).end(JSON.stringify(order));
  child.unref();
  // As long as it has not begun to listen, this ends it; afterwards it asks.
  const takeBack = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', takeBack, {once: true});
  for (;;) {
    try {
      const connection = await attachTo(order.socket);
      signal.removeEventListener('abort', takeBack);
      return connection;
    } catch (error) {
      if (ended !== undefined) {
        signal.throwIfAborted();
        throw notStarted(run, ended);
      }
      if (!(error instanceof GenestackError && error.code === 'GS-ATT-02')) {
        throw error;
      }
      await sleep(betweenTries);
    }
  }
};

const openLog = (run: string): number | 'ignore' => {
  const {O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY} = constants;
  try {
    return openSync(engineLog(run), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  } catch {
    // A full disk is no reason not to install.
    return 'ignore';
  }
};

const notStarted = (run: string, how: string): GenestackError => {
  const last = read(engineLog(run)).trimEnd().split('\n').slice(-3).join(' ');
  return new GenestackError(
    'GS-ATT-05',
    `The engine was started and is gone before it could be attached to: ${how}${last === '' ? '' : `, and its last words were: ${sanitise(last, 500)}`}.`,
    'Start it again; if it comes back, report it with this line.',
    exitCodes.failed,
  );
};
