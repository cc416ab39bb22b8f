import {makeIntentions} from '../engine/intentions.js';
import {politeInterrupt} from '../engine/interrupt.js';
import type {Run} from '../ui/ports.js';
import type {ClusterSession} from './cluster-session.js';
import {type Drive, outcomeOf} from './drive.js';
import {type Listener, toAll} from './listener.js';
import {type RunSubject, watchRun} from './run-view.js';
import {asGenestackError} from './streams.js';

/** A run for screens, and what is left to do when nobody looks at them any more. */
export interface ScreenRun extends Run {
  /** From now on somebody else is told too: what goes on without screens goes on in lines. */
  alsoTell(listener: Listener): void;
  /** Closes what screens still looked at. To be called when it has ended. */
  close(): Promise<void>;
}

/** Begins to drive at once. */
export const screenRun = (drive: Drive, subject: RunSubject): ScreenRun => {
  const interrupt = politeInterrupt(process);
  const intentions = makeIntentions();
  const watched = watchRun(subject);
  const told: Listener[] = [watched.listener];
  let left: ClusterSession | undefined;
  let isOver = false;

  const ended = async (): Promise<number> => {
    try {
      const hands = {
        listener: toAll(told),
        signal: interrupt.signal,
        intentions,
        leave: async (session: ClusterSession) => {
          left = session;
        },
      };
      const code = await outcomeOf(drive(hands), interrupt.signal);
      watched.over(null);
      return code;
    } catch (thrown) {
      const error = asGenestackError(thrown);
      watched.over(error);
      return error.exitCode;
    } finally {
      isOver = true;
      interrupt.stop();
    }
  };

  return {
    view: watched.view,
    subscribe: watched.subscribe,
    inquire: watched.inquire,
    logs: watched.logs,
    intend: intentions.send,
    interrupt() {
      if (!isOver) {
        interrupt.press();
      }
    },
    ended: ended(),
    alsoTell(listener) {
      told.push(listener);
    },
    async close() {
      watched.close();
      await left?.close();
    },
  };
};
