import type {Connection} from '../attachment/client.js';
import type {Subject, WheelNews} from '../attachment/protocol.js';
import {politeInterrupt} from '../engine/interrupt.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {attachedSentence, detachedLines} from './attached-sentences.js';
import {listenTo} from './listen-to.js';
import {printed} from './printed.js';
import {hasScreens, type OnScreens, type Output, type Streams, say} from './streams.js';

/** An engine that is there, or is about to be. */
export interface Followed {
  readonly subject: Subject;
  /** It was there before we came. */
  readonly isLate: boolean;
  /** The signal takes back a start that is under way. */
  connect(signal: AbortSignal): Promise<Connection>;
}

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

  const following = async (): Promise<ExitCode> => {
    connection = await followed.connect(interrupt.signal);
    const {hello} = connection;
    return listenTo(connection, {
      listener: printed(output, streams),
      wheel(news) {
        const isFirst = wheel === undefined;
        wheel = news;
        if (isFirst && followed.isLate) {
          say(streams, attachedSentence(hello, news));
        }
        if (isFirst && interrupt.signal.aborted) {
          asked();
        }
      },
    });
  };
  try {
    return await Promise.race([following(), left.promise]);
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
