import {setTimeout as sleep} from 'node:timers/promises';
import type {AuditEvent} from '../faults/audit.js';
import {openTerminal} from '../helpers/terminal.js';
import type {Contender} from './contender.js';
import {change, type FilledCluster} from './filled-cluster.js';
import {type Usage, usageOf} from './process-figures.js';

/** What a program used in a while, on average or at most. */
export interface Figures {
  /** Resident, highest, bytes. */
  readonly memory: number;
  /** Of one core. */
  readonly cpu: number;
  readonly requestsPerMinute: number;
  /** Verbs of those requests. */
  readonly verbs: Readonly<Record<string, number>>;
  /** Changes a second that were made meanwhile. */
  readonly changesPerSecond: number;
}

export interface Measured {
  readonly name: string;
  readonly version: string;
  readonly quiet: Figures;
  readonly busy: Figures;
}

export interface Terms {
  readonly changesPerSecond: number;
  /** How long each of the two whiles is. */
  readonly seconds: number;
  /** How long a program is let be between the first full screen and the first while. */
  readonly settleSeconds: number;
}

/** Shows a program in a terminal of 120×40 and reads what it uses while the cluster is quiet, then while pods change. */
export const measure = async (
  cluster: FilledCluster,
  contender: Contender,
  {changesPerSecond, seconds, settleSeconds}: Terms,
): Promise<Measured> => {
  const {name, version} = contender;
  const account = name.replace(/\W/g, '-');
  const kubeconfig = await cluster.identity(account);
  const terminal = await openTerminal([], {
    columns: 120,
    rows: 40,
    command: contender.command(kubeconfig),
    environment: contender.environment,
  });
  try {
    await terminal.until(contender.isFilled, 300_000);
    await untilListed(cluster, account);
    await sleep(settleSeconds * 1000);
    const quiet = await during(cluster, account, terminal.pid, seconds);
    const ended = new AbortController();
    const changing = change(cluster, changesPerSecond, ended.signal);
    const busy = await during(cluster, account, terminal.pid, seconds);
    ended.abort();
    return {name, version, quiet, busy: {...busy, changesPerSecond: (await changing) / seconds}};
  } finally {
    terminal.kill('SIGTERM');
    await terminal.close();
  }
};

const askedSince = ({audit}: FilledCluster, account: string, mark: number): AuditEvent[] =>
  audit.since(mark).filter(({user}) => user.username === `system:serviceaccount:default:${account}`);

const listPause = 5000;

/** The first full screen may come before the last page of a list: until none has come for a while. */
const untilListed = async (cluster: FilledCluster, account: string): Promise<void> => {
  for (let tries = 0; tries < 60; tries += 1) {
    const mark = cluster.audit.mark();
    await sleep(listPause);
    if (!askedSince(cluster, account, mark).some(({verb}) => verb === 'list')) return;
  }
  throw new Error(`${account} lists without an end`);
};

const during = async (
  cluster: FilledCluster,
  account: string,
  pid: number,
  seconds: number,
): Promise<Figures> => {
  const mark = cluster.audit.mark();
  const began = performance.now();
  const first = usageOf(pid);
  let last: Usage = first;
  let memory = first.memory;
  do {
    await sleep(500);
    last = usageOf(pid);
    memory = Math.max(memory, last.memory);
  } while (performance.now() - began < seconds * 1000);
  const took = (performance.now() - began) / 1000;
  const asked = askedSince(cluster, account, mark);
  return {
    memory,
    cpu: (last.cpu - first.cpu) / took,
    requestsPerMinute: (asked.length * 60) / took,
    verbs: countOf(asked),
    changesPerSecond: 0,
  };
};

const countOf = (events: readonly AuditEvent[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const {verb} of events) counts[verb] = (counts[verb] ?? 0) + 1;
  return counts;
};
