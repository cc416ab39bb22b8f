import type {ExitCode} from '../errors.js';
import {type Hands, outcomeOf} from './drive.js';
import {type Listener, toAll} from './listener.js';
import {type RunSubject, watchRun} from './run-view.js';
import type {ScreenRun} from './screen-run.js';
import {asGenestackError} from './streams.js';

/** A run that is played back in this process: nothing of it can be changed, and it ends when nobody looks. */
export const playedRun = (
  play: (hands: Pick<Hands, 'listener' | 'signal'>) => Promise<ExitCode>,
  subject: RunSubject,
): ScreenRun => {
  const watched = watchRun(subject);
  const stop = new AbortController();
  const told: Listener[] = [watched.listener];

  const ended = async (): Promise<number> => {
    try {
      return await outcomeOf(play({listener: toAll(told), signal: stop.signal}), stop.signal);
    } catch (thrown) {
      const error = asGenestackError(thrown);
      watched.over(error);
      return error.exitCode;
    } finally {
      if (!stop.signal.aborted) {
        watched.over(null);
      }
    }
  };
  const end = (): void => stop.abort(new Error('nobody looks any more'));
  return {
    view: watched.view,
    subscribe: watched.subscribe,
    inquire: watched.inquire,
    logs: watched.logs,
    lastLines: watched.lastLines,
    intend: () => {},
    interrupt: () => {},
    turnWheel: () => {},
    ended: ended(),
    alsoTell: listener => told.push(listener),
    async leave() {
      end();
      return [];
    },
    async close() {
      end();
      watched.close();
    },
  };
};
