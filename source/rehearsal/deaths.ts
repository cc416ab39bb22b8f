import {readFileSync} from 'node:fs';
import {sanitiseLine} from '../cluster/sanitise.js';
import {GenestackError} from '../errors.js';
import {endProcesses, isRunning, logFile, readMark} from './processes.js';
import {readStored} from './record.js';
import {controllers, controlPlane} from './server-commands.js';

/** Every process of a rehearsal that is up. */
export const processNames = [...controlPlane, ...controllers, 'simulation'] as const;
export type ProcessName = (typeof processNames)[number];

/** The processes that this rehearsal is made of. */
export const processesOf = ({simulated}: {readonly simulated: boolean}): readonly ProcessName[] =>
  simulated ? processNames : [...controlPlane, ...controllers];

export const deadIn = (dir: string, names: readonly ProcessName[]): ProcessName[] =>
  names.filter(name => !isRunning(readMark(dir, name)));

/** A Go program that gives up ends its log with where it was in its code, which is no word about why. */
const goStack = /^goroutine \d+ .*:$/m;

/** The end of what it wrote, oldest first. */
export const lastLines = (dir: string, name: string, count = 4): string[] => {
  try {
    const [said = ''] = readFileSync(logFile(dir, name), 'utf8').split(goStack);
    return said
      .split('\n')
      .filter(line => line.trim() !== '')
      .slice(-count)
      .map(line => sanitiseLine(saidIn(line), 300));
  } catch {
    return [];
  }
};

/** etcd and kwok write JSON, of which a person wants the message and the error. */
const saidIn = (line: string): string => {
  if (!line.startsWith('{')) return line;
  try {
    const {msg, err, error = err} = JSON.parse(line) as Record<string, unknown>;
    return [msg, error].filter(part => part !== undefined).join(': ');
  } catch {
    return line;
  }
};

/** GS-REH-07: the server is no more, with the last that it said. */
export const deathOf = (dir: string, name: ProcessName): GenestackError => {
  const lines = lastLines(dir, name);
  const said = lines.length > 0 ? `; its last lines: ${lines.join(' · ')}` : ' without a word';
  return new GenestackError(
    'GS-REH-07',
    `${name} of the rehearsal has died${said}`,
    `Where the rehearsal is kept, its whole log is ${logFile(dir, name)} and \`genestack rehearsal up\` starts it again.`,
  );
};

/** Whether another took the server's port between our look and its start; kwok goes on without it. */
export const lostItsPort = (dir: string, name: ProcessName): boolean =>
  /address already in use/.test(lastLines(dir, name, 400).join('\n'));

/** Says which process of the rehearsal in the folder is dead, undefined while all run; to ask when its API stops answering. */
export const deathIn = (dir: string): GenestackError | undefined => {
  const stored = readStored(dir);
  const [first] = stored === undefined ? [] : deadIn(dir, processesOf(stored));
  return first === undefined ? undefined : deathOf(dir, first);
};

/** Where one half of the control plane is dead, ends the other too: half alive it would keep whoever asks waiting for a minute. */
export const endBrokenControlPlane = async (dir: string): Promise<void> => {
  if (deadIn(dir, controlPlane).length > 0)
    await endProcesses(controlPlane.map(name => readMark(dir, name)).filter(isRunning));
};
