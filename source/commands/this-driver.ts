import {createHash} from 'node:crypto';
import {readFileSync, readlinkSync} from 'node:fs';
import {hostname, userInfo} from 'node:os';
import {type Driver, unknown} from '../cluster/driver.js';
import type {LeaseWorld} from '../cluster/kept-lease.js';

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** The fields of /proc/PID/stat from the third, counted behind the command's name, which may hold spaces. */
const statOf = (pid: number): readonly string[] | undefined =>
  read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');

/** Clock ticks after boot, field 22 of proc_pid_stat(5). */
export const startTimeOf = (pid: number): string | undefined => statOf(pid)?.[19];

const pidNamespace = (): string => {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? unknown;
  } catch {
    return unknown;
  }
};

/** Where this process runs, as the Lease and the labels of releases name it. */
export const thisPlace = (
  environment: NodeJS.ProcessEnv = process.env,
): Pick<Driver, 'host' | 'machineId' | 'bootId' | 'pidNamespace'> => ({
  host: hostname(),
  // The variable lets two drivers of one machine be told apart.
  machineId:
    /^\S+$/.exec(environment.GENESTACK_MACHINE_ID ?? read('/etc/machine-id')?.trim() ?? '')?.[0] ?? unknown,
  bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? unknown,
  pidNamespace: pidNamespace(),
});

/** What stands for this place in a label. Without a /proc that tells, every process is a place of its own. */
export const placeLabel = (): string => {
  const {host, machineId, bootId, pidNamespace: namespace} = thisPlace();
  const parts = [host, machineId, bootId, namespace];
  const known = bootId === unknown || namespace === unknown ? [...parts, process.pid, Date.now()] : parts;
  return createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 16);
};

/** This process, as the Lease names it. */
export const thisDriver = (run: string): Driver => ({
  user: userInfo().username,
  ...thisPlace(),
  pid: process.pid,
  startTime: startTimeOf(process.pid) ?? unknown,
  run,
});

/** Without a /proc that tells, one that may be asked for by a signal counts as alive. */
export const isAlive = (pid: number, startTime: string): boolean => {
  const [state, ...rest] = statOf(pid) ?? [];
  if (state !== undefined) {
    return state !== 'Z' && state !== 'X' && rest[18] === startTime;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's, which a /proc with hidepid does not show.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

export const leaseWorld: LeaseWorld = {
  now: () => new Date(),
  elapsed: () => {
    // The clock of Node stands still while the machine sleeps, this one does not.
    const uptime = Number(read('/proc/uptime')?.split(' ')[0]);
    return uptime > 0 ? uptime * 1000 : performance.now();
  },
  isAlive,
};
