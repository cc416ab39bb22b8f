import {setTimeout as sleep} from 'node:timers/promises';
import type {Connection} from '../attachment/client.js';
import type {Hello, Told, WheelNews} from '../attachment/protocol.js';
import {initialState, type RunState, reduce} from '../engine/state.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {engineLog} from './engine-log.js';
import {endOfRun} from './kept-run.js';
import type {Listener} from './listener.js';
import {shownPath} from './paths.js';
import {leaseWorld} from './this-driver.js';

export interface Ear {
  readonly listener: Listener;
  /** What was told until now was the past. */
  live?(): void;
  wheel(news: WheelNews): void;
}

const [goneMilliseconds, betweenLooks] = [5000, 20];

/**
 * Tells a listener what an engine tells, whether it happened before or happens now. Resolves with the exit code of the run when the
 * engine has put everything away; rejects with what ended it, as it would have thrown it here; GS-ATT-07 where it was killed.
 */
export const listenTo = (connection: Connection, {listener, live, wheel}: Ear): Promise<ExitCode> => {
  const {hello} = connection;
  const end = Promise.withResolvers<ExitCode>();
  let state: RunState | undefined;
  let isOver = false;

  const told = (message: Told): void => {
    switch (message.type) {
      case 'subject':
        break;
      case 'say':
        listener.say(message.sentence);
        break;
      case 'building': {
        const {phase, done, total} = message.progress;
        listener.building({phase, done, total});
        break;
      }
      case 'begins': {
        const {cluster, access, plan, standIns} = message;
        state = initialState(plan, standIns);
        listener.begins({cluster, access, plan, standIns, state});
        break;
      }
      case 'event':
        if (state !== undefined) {
          const before = state;
          state = reduce(before, message.event);
          listener.event(message.event, before, state);
        }
        break;
      case 'tool-line':
        listener.toolLine(message.component, message.line, message.time);
        break;
      case 'trouble':
        listener.trouble(thrownOf(message.error));
        break;
      case 'ends':
        if (state !== undefined) {
          const {receipt, file} = message;
          listener.ends({receipt, state, file: 'error' in file ? {error: thrownOf(file.error)} : file});
        }
        break;
      case 'over': {
        isOver = true;
        const {exitCode, error} = message;
        void processGone(hello).then(() =>
          error === null ? end.resolve(exitCode) : end.reject(thrownOf(error)),
        );
        break;
      }
      default:
        message satisfies never;
    }
  };

  connection.listen({
    told,
    wheel,
    live: () => live?.(),
    closed(error) {
      if (isOver) {
        return;
      }
      const ended = error === undefined ? endOfRun(hello.run) : undefined;
      if (ended === undefined) {
        end.reject(error ?? engineGone(hello));
      } else {
        listener.ends(ended);
        end.resolve(exitCodeOf[ended.receipt.outcome]);
      }
    },
  });
  return end.promise;
};

export const exitCodeOf = {
  succeeded: exitCodes.done,
  failed: exitCodes.failed,
  interrupted: exitCodes.interrupted,
} as const;

const thrownOf = ({
  code,
  message,
  remedy,
  exitCode,
}: {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly exitCode: ExitCode;
}): GenestackError => new GenestackError(code as `GS-${string}`, message, remedy, exitCode);

/** Whoever says that all is put away has only to end. */
const processGone = async ({pid, startTime}: Hello): Promise<void> => {
  const last = Date.now() + goneMilliseconds;
  while (leaseWorld.isAlive(pid, startTime) && Date.now() < last) {
    await sleep(betweenLooks);
  }
};

const engineGone = ({run, pid}: Hello): GenestackError =>
  new GenestackError(
    'GS-ATT-07',
    `The engine of run ${run} (process ${pid}) is gone without a last word: it was killed, or the machine ran out of memory`,
    `Start the same again, it goes on from what is there. What the engine wrote itself, if anything, is in ${shownPath(engineLog(run))}`,
    exitCodes.failed,
  );
