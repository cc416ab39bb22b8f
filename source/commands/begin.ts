import {attachTo, type Connection} from '../attachment/client.js';
import {livingEngines} from '../attachment/engines.js';
import type {WayOfStarting} from '../attachment/logout.js';
import type {Hello} from '../attachment/protocol.js';
import {isTimeout} from '../cluster/signals.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {withLock} from '../rehearsal/lock.js';
import {type Attached, type Followed, follow} from './follow.js';
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
  const there = await attachSame(job);
  if (there !== undefined) {
    return follow(late(there), options, streams);
  }
  const way = askLogout();
  if (way.warning !== null) {
    say(streams, way.warning);
  }
  if (options.agree !== undefined && !(await options.agree())) {
    say(streams, 'Nothing was changed.');
    return exitCodes.interrupted;
  }
  const followed: Followed = {
    subject: subjectOf(job),
    connect: signal => attachOrStart(job, way, signal),
    instead: () => attachSame(job),
  };
  return follow(followed, options, streams);
};

/** Attaches to the engine that does the job already, or starts one. */
export const reach = (job: Job): Pick<Followed, 'connect' | 'instead'> => ({
  connect: signal => attachOrStart(job, askLogout(), signal),
  instead: () => attachSame(job),
});

/** An engine that is attached to already. */
export const late = (connection: Connection): Followed => ({
  subject: connection.subject,
  connect: async () => ({connection, isLate: true}),
});

/** Starting takes a second; one that was stopped in the midst of it shall not keep others. */
const turnMilliseconds = 30_000;

/** One after the other, so that of many who start at once one does, and the others find its engine. */
const attachOrStart = async (job: Job, way: WayOfStarting, signal: AbortSignal): Promise<Attached> => {
  let isOurTurn = false;
  const work = async (): Promise<Attached> => {
    isOurTurn = true;
    const there = await attachSame(job);
    return there === undefined
      ? {connection: await startEngine(job, way, signal), isLate: false}
      : {connection: there, isLate: true};
  };
  const turn = AbortSignal.any([signal, AbortSignal.timeout(turnMilliseconds)]);
  try {
    const key = rehearsalOf(job) ?? (job.kind === 'deliver' ? job.cluster : '');
    return await withLock(`start ${key}`, work, {signal: turn});
  } catch (error) {
    if (isOurTurn || !isTimeout(error)) {
      throw error;
    }
    return work();
  }
};

/** An engine may end between two looks at it. */
const looks = 3;

/**
 * Attaches to an engine of this user that does the same on the same cluster.
 * @throws GenestackError GS-ATT-06 (exit 4) where one does something else there.
 */
const attachSame = async (job: Job): Promise<Connection | undefined> => {
  for (let look = 1; ; look++) {
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
    try {
      return await attachTo(there.path);
    } catch (error) {
      if (!isGone(error) || look === looks) {
        throw error;
      }
    }
  }
};

/** Whether nobody answers where an engine was. */
export const isGone = (error: unknown): boolean =>
  error instanceof GenestackError && error.code === 'GS-ATT-02';

const isSameCluster = ({cluster, rehearsal, machine}: Hello, job: Job): boolean => {
  const own = rehearsalOf(job);
  const isSame =
    (job.kind === 'deliver' && cluster === job.cluster) || (own !== undefined && rehearsal === own);
  return isSame && machine === thisPlace().machineId;
};
