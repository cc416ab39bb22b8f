import {attachTo, type Connection} from '../attachment/client.js';
import {livingEngines} from '../attachment/engines.js';
import type {WayOfStarting} from '../attachment/logout.js';
import type {Hello} from '../attachment/protocol.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {type Followed, follow} from './follow.js';
import {digestOf, type Job, rehearsalOf, subjectOf} from './job.js';
import {askLogout, startEngine} from './start-engine.js';
import {type OnScreens, type Streams, say} from './streams.js';
import {thisPlace} from './this-driver.js';

export interface BeginOptions extends OnScreens {
  /** Asked before the first change. */
  agree?(): Promise<boolean>;
}

/** Starts an engine for a job and follows it to its end; where one of this user does the same already, follows that. */
export const begin = async (job: Job, options: BeginOptions, streams: Streams): Promise<ExitCode> => {
  const there = await sameAlive(job);
  if (there !== undefined) {
    return follow(there, options, streams);
  }
  const way = askLogout();
  if (way.warning !== null) {
    say(streams, way.warning);
  }
  if (options.agree !== undefined && !(await options.agree())) {
    say(streams, 'Nothing was changed.');
    return exitCodes.interrupted;
  }
  try {
    return await follow(started(job, way), options, streams);
  } catch (error) {
    // Another one was a moment earlier.
    const winner = isDriven(error) ? await sameAlive(job).catch(() => undefined) : undefined;
    if (winner === undefined) {
      throw error;
    }
    return follow(winner, options, streams);
  }
};

const started = (job: Job, way: WayOfStarting): Followed => ({
  subject: subjectOf(job),
  isLate: false,
  connect: signal => startEngine(job, way, signal),
});

/** Attaches to the engine that does the job already, or starts one. */
export const reach = async (job: Job, signal: AbortSignal): Promise<Connection> =>
  ((await sameAlive(job)) ?? started(job, askLogout())).connect(signal);

/** An engine that is attached to already. */
export const late = (connection: Connection): Followed => ({
  subject: connection.subject,
  isLate: true,
  connect: async () => connection,
});

/**
 * Attaches to an engine of this user that does the same on the same cluster.
 * @throws GenestackError GS-ATT-06 (exit 4) where one does something else there.
 */
const sameAlive = async (job: Job): Promise<Followed | undefined> => {
  const there = (await livingEngines()).find(({hello}) => isSameCluster(hello, job));
  if (there === undefined) {
    return undefined;
  }
  const {run, pid, startedAt, choices} = there.hello;
  if (choices !== digestOf(job)) {
    throw new GenestackError(
      'GS-ATT-06',
      `An engine of yours (process ${pid}, since ${startedAt.slice(0, 19).replace('T', ' ')} UTC) drives this cluster, with other choices.`,
      `"genestack attach ${run}" shows it; wait for it or stop it there, or take another cluster.`,
      exitCodes.driven,
    );
  }
  return late(await attachTo(there.path));
};

const isSameCluster = ({cluster, rehearsal, machine}: Hello, job: Job): boolean => {
  const own = rehearsalOf(job);
  const isSame =
    (job.kind === 'deliver' && cluster === job.cluster) || (own !== undefined && rehearsal === own);
  return isSame && machine === thisPlace().machineId;
};

const isDriven = (error: unknown): boolean =>
  error instanceof GenestackError && error.exitCode === exitCodes.driven;
