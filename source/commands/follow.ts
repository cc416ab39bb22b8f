import type {Connection} from '../attachment/client.js';
import type {Subject, WheelNews} from '../attachment/protocol.js';
import {politeInterrupt} from '../engine/interrupt.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {attachedSentence, detachedLines} from './attached-sentences.js';
import {type Ear, listenTo} from './listen-to.js';
import {printed} from './printed.js';
import {hasScreens, type OnScreens, type Output, type Streams, say} from './streams.js';

/** An engine that is attached to. */
export interface Attached {
  readonly connection: Connection;
  /** It was there before we came. */
  readonly isLate: boolean;
}

/** An engine that is there, or is about to be. */
export interface Followed {
  readonly subject: Subject;
  /** The signal takes back a start that is under way. */
  connect(signal: AbortSignal): Promise<Attached>;
  /** Who does the same, where another than the one that was followed drives; absent of one that was named. */
  instead?(): Promise<Connection | undefined>;
}

/**
 * Listens to an engine to its end; to another one that does the same where that turns out to be the one that drives. Rejects as
 * `connect` and `listenTo`.
 * @param hear hears of each whom it listens to, and says with what.
 */
export const listenOn = async (
  {connect, instead}: Pick<Followed, 'connect' | 'instead'>,
  signal: AbortSignal,
  hear: (attached: Attached) => Ear,
): Promise<ExitCode> => {
  let attached = await connect(signal);
  for (;;) {
    try {
      return await listenTo(attached.connection, hear(attached));
    } catch (error) {
      const isDriven = error instanceof GenestackError && error.exitCode === exitCodes.driven;
      const connection = isDriven ? await instead?.() : undefined;
      if (connection === undefined) {
        throw error;
      }
      attached = {connection, isLate: true};
    }
  }
};

/** Shows what an engine does until it is over or the person leaves: on screens where there are any and nobody wants something else. */
export const follow = async (
  followed: Followed,
  {output, ascii}: OnScreens,
  streams: Streams,
): Promise<ExitCode> => {
  if (output === undefined && hasScreens(streams)) {
    const {followOnScreens} = await import('./watch.js');
    return followOnScreens(followed, {ascii}, streams);
  }
  return followPrinted(followed, output ?? 'lines', streams);
};

/**
 * Prints what an engine tells. The first SIGINT or SIGTERM of whoever has the wheel asks it to end politely, anybody else's and every
 * further one only leaves; a terminal that is gone leaves too.
 */
const followPrinted = async (followed: Followed, output: Output, streams: Streams): Promise<ExitCode> => {
  const left = Promise.withResolvers<ExitCode>();
  let connection: Connection | undefined;
  let wheel: WheelNews | undefined;
  const leave = (): void => {
    connection?.close();
    if (connection !== undefined) {
      for (const line of detachedLines(connection.hello)) {
        say(streams, line);
      }
    }
    left.resolve(exitCodes.interrupted);
  };
  const interrupt = politeInterrupt(process, {of: ['SIGINT', 'SIGTERM'], again: leave});
  const asked = (): void => {
    if (wheel?.isOurs === true) {
      connection?.send({type: 'intend', intention: {type: 'abort'}});
    } else if (wheel !== undefined) {
      leave();
    }
  };
  interrupt.signal.addEventListener('abort', asked);
  process.once('SIGHUP', leave);

  const listener = printed(output, streams);
  const hear = (attached: Attached): Ear => {
    ({connection} = attached);
    wheel = undefined;
    return {
      listener,
      wheel(news) {
        const isFirst = wheel === undefined;
        wheel = news;
        if (isFirst && attached.isLate) {
          say(streams, attachedSentence(attached.connection.hello, news));
        }
        if (isFirst && interrupt.signal.aborted) {
          asked();
        }
      },
    };
  };
  try {
    return await Promise.race([listenOn(followed, interrupt.signal, hear), left.promise]);
  } catch (error) {
    if (error !== interrupt.signal.reason) {
      throw error;
    }
    return exitCodes.interrupted;
  } finally {
    interrupt.stop();
    process.off('SIGHUP', leave);
    connection?.close();
  }
};
