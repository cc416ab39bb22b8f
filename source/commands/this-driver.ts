import {readFileSync} from 'node:fs';
import {hostname, userInfo} from 'node:os';
import type {Driver, LeaseWorld} from '../cluster/driver-lease.js';

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** Field 22 of /proc/PID/stat, counted behind the command's name, which may hold spaces. */
const startTimeOf = (pid: number): string | undefined =>
  read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')[19];

/** This process, as the Lease names it. */
export const thisDriver = (): Driver => ({
  user: userInfo().username,
  host: hostname(),
  bootId: read('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown',
  pid: process.pid,
  startTime: startTimeOf(process.pid) ?? 'unknown',
});

export const leaseWorld: LeaseWorld = {
  now: () => new Date(),
  isAlive: (pid, startTime) => startTimeOf(pid) === startTime,
};
