import {useEffect} from 'react';
import {messageOf} from '../../errors.js';
import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import type {Run} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {firstLine, type LogAction, type LogState} from '../tree/log-view.js';
import {piece} from '../tree/piece.js';
import type {PodRef} from '../tree/row-target.js';

/** The lines of a pod's log as they come. */
export const LogsScreen = ({log}: {readonly log: LogState}) => {
  const {rows} = useBodySize();
  const {pod, lines, shift} = log;
  const first = firstLine(log, rows);
  const below = Math.max(0, lines.length - first - rows);
  const state = log.hasEnded ? 'ended' : log.isFollowing ? 'following' : 'paused';
  const right = below > 0 ? `${state}, ${below} below` : state;
  const shown =
    lines.length > 0
      ? lines.slice(first, first + rows).map(line => line.slice(shift))
      : [log.hasEnded ? 'It has written nothing.' : 'Waits for its first line.'];
  return (
    <Frame
      title={`Log of ${pod.name}`}
      right={right}
      context="logs"
      notice={log.problem}
      without={log.isFollowing ? ['follow'] : []}
    >
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike.
        <PieceLine key={first + index} line={[piece(` ${line}`, lines.length === 0 ? 'faint' : 'plain')]} />
      ))}
    </Frame>
  );
};

/** Reads a pod's log as long as it is asked for; lines that come together are told together. */
export const useLog = (
  run: Pick<Run, 'logs'>,
  pod: PodRef | null,
  dispatch: (action: LogAction) => void,
): void => {
  const {namespace, name} = pod ?? {namespace: '', name: ''};
  useEffect(() => {
    if (name === '') {
      return undefined;
    }
    const controller = new AbortController();
    void tell(run, {namespace, name}, controller.signal, dispatch);
    return () => controller.abort();
  }, [run, namespace, name, dispatch]);
};

const tell = async (
  run: Pick<Run, 'logs'>,
  pod: PodRef,
  signal: AbortSignal,
  dispatch: (action: LogAction) => void,
): Promise<void> => {
  let waiting: string[] = [];
  const flush = () => {
    if (waiting.length > 0 && !signal.aborted) {
      dispatch({type: 'log-lines', pod, lines: waiting});
    }
    waiting = [];
  };
  let problem = '';
  try {
    for await (const line of run.logs(pod, signal)) {
      if (waiting.length === 0) {
        setImmediate(flush);
      }
      waiting.push(line);
    }
  } catch (error) {
    problem = messageOf(error);
  }
  flush();
  if (!signal.aborted) {
    dispatch({type: 'log-ended', pod, problem});
  }
};
