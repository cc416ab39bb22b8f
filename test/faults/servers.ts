import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {logFile, readMark} from '../../source/rehearsal/processes.js';
import type {Bed} from './bed.js';
import {kill} from './traces.js';

type Server = 'kube-apiserver' | 'etcd';

const wordsOf = (pid: number, file: 'cmdline' | 'environ'): string[] =>
  readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').slice(0, -1);

/** Pids of those that were started here again: the rehearsal's own marks name the ones from before. */
const startedAgain = new Map<string, number>();

/**
 * Kills a server of the rehearsal, and starts the very same again after a while. To whoever installs from another state folder it is a
 * cluster whose API is away: only the rehearsal's own driver looks after its processes.
 */
export const outage = async (
  {rehearsal}: Pick<Bed, 'rehearsal'>,
  server: Server,
  seconds: number,
): Promise<void> => {
  const key = `${rehearsal} ${server}`;
  const pid = startedAgain.get(key) ?? readMark(rehearsal, server)?.pid;
  if (pid === undefined) throw new Error(`the rehearsal has no ${server}`);
  const [path = '', ...args] = wordsOf(pid, 'cmdline');
  const env = Object.fromEntries(
    wordsOf(pid, 'environ').map(line => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  );
  kill(pid);
  await sleep(seconds * 1000);
  const log = openSync(logFile(rehearsal, server), 'a');
  const child = spawn(path, args, {cwd: rehearsal, detached: true, stdio: ['ignore', log, log], env});
  closeSync(log);
  child.unref();
  if (child.pid === undefined) throw new Error(`${server} could not be started again`);
  startedAgain.set(key, child.pid);
};

/** Ends what was started again: the rehearsal's own marks do not name it. */
export const endStartedAgain = (rehearsal: string): void => {
  for (const [key, pid] of startedAgain) {
    if (key.startsWith(`${rehearsal} `)) kill(pid, 'SIGTERM');
  }
};

/** Waits until the API server answers again. */
export const untilAnswers = async ({client}: Pick<Bed, 'client'>): Promise<void> => {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await client.request('GET', '/readyz').catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(200);
  }
  throw new Error('the API server did not come back within two minutes');
};
