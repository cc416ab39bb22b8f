import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';

export interface Usage {
  /** Resident memory, bytes. */
  readonly memory: number;
  /** Seconds of a core since its start. */
  readonly cpu: number;
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
}

/** Of `/proc/PID/stat`, whose second field is a name that may hold anything. */
export const statOf = (text: string): Stat => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12])};
};

/** Of `/proc/PID/status`. */
export const residentOf = (text: string): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], {encoding: 'utf8'}));

const read = (pid: number, file: 'stat' | 'status'): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
};

/** What a process and all beneath it use. */
export const usageOf = (root: number): Usage => {
  const stats = new Map(
    readdirSync('/proc').flatMap(entry => {
      const text = /^\d+$/.test(entry) ? read(Number(entry), 'stat') : undefined;
      return text === undefined ? [] : [[Number(entry), statOf(text)] as const];
    }),
  );
  const isBeneath = (pid: number): boolean => {
    for (let at = pid; at > 0; at = stats.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  let [memory, ticks] = [0, 0];
  for (const [pid, stat] of stats) {
    if (!isBeneath(pid)) continue;
    memory += residentOf(read(pid, 'status') ?? '');
    ticks += stat.ticks;
  }
  return {memory, cpu: ticks / ticksPerSecond};
};
