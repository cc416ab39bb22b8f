import {setTimeout as sleep} from 'node:timers/promises';
import type {Connection} from '../attachment/client.js';
import type {ScreenMessage, WheelNews} from '../attachment/protocol.js';
import {politeInterrupt} from '../engine/interrupt.js';
import {exitCodes, messageOf} from '../errors.js';
import {detachedLines} from './attached-sentences.js';
import {type ClusterSession, openCluster} from './cluster-session.js';
import {type Followed, listenOn} from './follow.js';
import {type Beginning, type Listener, toAll} from './listener.js';
import {type RunSubject, watchRun} from './run-view.js';
import type {ScreenRun} from './screen-run.js';
import {asGenestackError} from './streams.js';

const betweenMeetings = 5000;

/** An engine's run for screens: attaches at once, looks into the cluster by itself, and sends what the person wants. */
export const attachedRun = (subject: RunSubject, followed: Omit<Followed, 'subject'>): ScreenRun => {
  const watched = watchRun(subject);
  const told: Listener[] = [watched.listener];
  const closing = new AbortController();
  const interrupt = politeInterrupt(process, {of: ['SIGINT', 'SIGTERM']});
  const attached = Promise.withResolvers<void>();
  let connection: Connection | undefined;
  let wheel: WheelNews | undefined;
  let session: ClusterSession | undefined;
  let wantsEnd = false;

  const send = (message: ScreenMessage): void => connection?.send(message);
  const askToEnd = (): void => {
    wantsEnd = true;
    if (wheel?.isOurs === true) {
      send({type: 'intend', intention: {type: 'abort'}});
    }
  };
  interrupt.signal.addEventListener('abort', askToEnd);

  const meet = async ({kubeconfig, context}: NonNullable<Beginning['access']>): Promise<void> => {
    const environment = kubeconfig === null ? process.env : {...process.env, KUBECONFIG: kubeconfig};
    while (!closing.signal.aborted) {
      try {
        session = await openCluster(context === null ? {} : {context}, environment);
        if (closing.signal.aborted) {
          await session.close();
        } else {
          watched.meets(session);
        }
        return;
      } catch (error) {
        watched.misses(messageOf(error));
        await sleep(betweenMeetings, undefined, {signal: closing.signal}).catch(() => {});
      }
    }
  };
  const closeSession = async (): Promise<void> => {
    closing.abort();
    await session?.close();
    session = undefined;
  };
  const listener: Listener = {
    ...toAll(told),
    begins(beginning) {
      toAll(told).begins(beginning);
      if (beginning.access !== undefined) {
        void meet(beginning.access);
      }
    },
    ends(ending) {
      toAll(told).ends(ending);
      if (!subject.isKept) {
        void closeSession();
      }
    },
  };

  const ended = async (): Promise<number> => {
    try {
      const code = await listenOn(followed, interrupt.signal, ({connection: next, isLate}) => {
        connection = next;
        wheel = undefined;
        return {
          listener,
          wheel(news) {
            const [isFirst, wasOurs] = [wheel === undefined, wheel?.isOurs === true];
            const isTaken = wasOurs || watched.view().wheel?.wasTaken === true;
            wheel = news;
            if (news.isOurs && !wasOurs) {
              send({type: 'intend', intention: {type: 'attend'}});
            }
            watched.wheel({...news, isLate, wasTaken: isTaken && !news.isOurs && news.holder !== null});
            if (isFirst && wantsEnd) {
              askToEnd();
            }
            attached.resolve();
          },
        };
      });
      watched.over(null);
      return code;
    } catch (thrown) {
      if (thrown === interrupt.signal.reason) {
        watched.over(null);
        return exitCodes.interrupted;
      }
      const error = asGenestackError(thrown);
      watched.over(error);
      return error.exitCode;
    } finally {
      interrupt.stop();
    }
  };

  const over = ended();
  return {
    view: watched.view,
    subscribe: watched.subscribe,
    inquire: watched.inquire,
    logs: watched.logs,
    lastLines: watched.lastLines,
    intend: intention => send({type: 'intend', intention}),
    interrupt: askToEnd,
    turnWheel: () => send({type: 'wheel', want: wheel?.isOurs === true ? 'give' : 'take'}),
    ended: over,
    alsoTell(other) {
      told.push(other);
    },
    async leave() {
      await Promise.race([attached.promise, over]);
      interrupt.stop();
      connection?.close();
      return connection === undefined ? [] : detachedLines(connection.hello, watched.view().files.kubeconfig);
    },
    async close() {
      watched.close();
      connection?.close();
      await closeSession();
    },
  };
};
