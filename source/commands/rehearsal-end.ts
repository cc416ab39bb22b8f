import {setTimeout as sleep} from 'node:timers/promises';
import type {Backend} from '../engine/backend.js';
import {GenestackError} from '../errors.js';
import {deathIn, endBrokenControlPlane} from '../rehearsal/deaths.js';
import {rehearsalFolder} from '../rehearsal/folders.js';
import {readStored, serverOf} from '../rehearsal/record.js';
import type {ClusterSession} from './cluster-session.js';

/** Whether the rehearsal that is installed on is still there. */
export interface RehearsalWatch {
  /** Aborted with a GenestackError when a process of it dies or it is taken down: an outage of a real cluster passes, this does not. */
  readonly ended: AbortSignal;
  /** The backend whose steps do not fail, but end, when it is the rehearsal that ended. */
  around(backend: Backend): Backend;
  stop(): void;
}

const lookEveryMilliseconds = 1000;
/** A connection is cut a moment before its process can be seen to be dead. */
const deathMilliseconds = 300;

/** Looks after the processes of a rehearsal of this machine and user; any other cluster is never seen to end. */
export const watchRehearsal = ({rehearsal, client}: ClusterSession): RehearsalWatch => {
  const controller = new AbortController();
  const ended = controller.signal;
  const name = rehearsal?.name ?? '';
  const dir = rehearsalFolder(process.env, name);
  if (rehearsal === undefined || serverOf(readStored(dir)?.ports) !== client.server) {
    return {ended, around: backend => backend, stop() {}};
  }
  const look = async (): Promise<void> => {
    const end = readStored(dir) === undefined ? takenDown(name) : deathIn(dir);
    if (end !== undefined && !ended.aborted) {
      clearInterval(timer);
      controller.abort(end);
      await endBrokenControlPlane(dir);
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), lookEveryMilliseconds);
  timer.unref();
  return {
    ended,
    around: backend => ({
      async run(step, context) {
        try {
          return await backend.run(step, context);
        } catch (error) {
          if (!context.signal.aborted) {
            await sleep(deathMilliseconds);
            await look();
          }
          throw error;
        }
      },
    }),
    stop: () => clearInterval(timer),
  };
};

const takenDown = (name: string): GenestackError =>
  new GenestackError(
    'GS-REH-14',
    `the rehearsal "${name}" was taken down while it was installed on`,
    'Run it again; with a --name of its own nobody takes it down by mistake.',
  );
