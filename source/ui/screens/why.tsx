import {useEffect} from 'react';
import type {ContainerLog} from '../../cluster/observation.js';
import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import type {KeyContext} from '../key-contexts.js';
import type {Run, RunView} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {idleControls} from '../tree/control.js';
import {moreBelow} from '../tree/labelled.js';
import type {RowTarget} from '../tree/row-target.js';
import {keyOf, type Tail, type TailAction} from '../tree/tail.js';
import {whyCode, whyLines, whyTitle} from '../tree/why-lines.js';

export interface WhyScreenProps {
  readonly view: RunView;
  readonly target: RowTarget;
  readonly scroll: number;
  readonly inquire: Run['inquire'];
  readonly notice: string;
  readonly tail: Tail | null;
  /** Which keys there are. */
  readonly context?: KeyContext;
}

/** Why a row is as it is. */
export const WhyScreen = ({view, target, scroll, inquire, notice, tail, context = 'why'}: WhyScreenProps) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const inquiry = inquire(target);
  const lines = whyLines(target, inquiry, view, theme, columns, tail);
  const first = Math.max(0, Math.min(scroll, lines.length - rows));
  const below = lines.length - first - rows;
  return (
    <Frame
      title={whyTitle(target, view)}
      right={whyCode(target, inquiry, view)}
      context={context}
      notice={notice || moreBelow(below)}
      without={[
        ...idleControls(view, target.component),
        ...(lines.length > rows ? [] : (['up', 'down'] as const)),
      ]}
    >
      {lines.slice(first, first + rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
        <PieceLine key={first + index} line={line} />
      ))}
    </Frame>
  );
};

/** While it is looked at, a container may say more. */
const againMilliseconds = 5000;

/** Reads what a container said last, again and again as long as it is asked for. */
export const useTail = (
  source: Pick<Run, 'lastLines'>,
  log: ContainerLog | undefined,
  dispatch: (action: TailAction) => void,
): void => {
  const key = log === undefined ? '' : keyOf(log);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log is known by its key; the object is another one each time.
  useEffect(() => {
    if (log === undefined) {
      return undefined;
    }
    const controller = new AbortController();
    const {signal} = controller;
    const read = async (): Promise<void> => {
      const lines = await source.lastLines(log, signal);
      if (!signal.aborted) {
        dispatch({type: 'tail', tail: {log, lines}});
      }
    };
    void read();
    const timer = setInterval(read, againMilliseconds);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [source, key, dispatch]);
};
