import type {Inquiry} from '../../cluster/observation.js';
import type {ScreenAction} from '../keys.js';
import type {RunView} from '../ports.js';
import {scrolledTo} from '../scroll.js';
import type {Theme} from '../theme.js';
import {emptyLog, type LogAction, type LogState, logReducer} from './log-view.js';
import {podOf, type RowTarget} from './row-target.js';
import type {Tail, TailAction} from './tail.js';
import {whyLines} from './why-lines.js';

/** What stands over a tree or a list: why a row is as it is, the log of a pod, what is to be copied. */
export type OpenedLayer = 'why' | 'logs' | 'copy';

/** The part of a screen's state that is about what is opened. */
export interface Opened {
  /** What `why` is asked about, and where `logs` goes back to. */
  readonly target: RowTarget | null;
  readonly log: LogState | null;
  readonly tail: Tail | null;
  /** The first line that is shown of a text. */
  readonly scroll: number;
  /** A sentence until the next key. */
  readonly notice: string;
}

export const nothingOpened: Opened = {target: null, log: null, tail: null, scroll: 0, notice: ''};

/** What a reducer has to know beside its state; the same for all keys of one chunk. */
export interface OpenedContext {
  readonly theme: Theme;
  /** The body's size. */
  readonly columns: number;
  readonly rows: number;
  inquire(target: RowTarget): Inquiry;
}

type Screen = Opened & {readonly layer: string};

/** Something is heard of a log, whatever is shown. */
export const heard = <State extends Opened>(
  state: State,
  action: TailAction | Exclude<LogAction, ScreenAction>,
  rows: number,
): State => {
  if (action.type === 'tail') {
    return {...state, tail: action.tail};
  }
  return state.log === null ? state : {...state, log: logReducer(state.log, action, rows)};
};

/** A key while something is opened; `home` is where it goes back to. */
export const onOpened = <State extends Screen>(
  state: State,
  layer: OpenedLayer,
  action: ScreenAction,
  home: State['layer'],
  context: OpenedContext & {readonly view: RunView},
): State => {
  const intent = action.type === 'intent' ? action.intent : undefined;
  switch (layer) {
    case 'why':
      return onWhy(state, action, home, context);
    case 'logs':
      return intent === 'back'
        ? {...state, layer: state.target === null ? home : 'why', log: null}
        : {...state, log: state.log && logReducer(state.log, action, context.rows)};
    case 'copy':
      return intent === 'back' ? {...state, layer: 'why'} : state;
    default:
      return layer satisfies never;
  }
};

const onWhy = <State extends Screen>(
  state: State,
  action: ScreenAction,
  home: State['layer'],
  {view, theme, columns, rows, inquire}: OpenedContext & {readonly view: RunView},
): State => {
  const {target} = state;
  if (action.type !== 'intent' || target === null) {
    return state;
  }
  switch (action.intent) {
    case 'back':
      return {...state, layer: home, target: null};
    case 'logs':
      return withLog(state, target, view);
    case 'copy':
      return {...state, layer: 'copy'};
    default: {
      const total = whyLines(target, inquire(target), view, theme, columns, state.tail).length;
      return {...state, scroll: scrolledTo(state.scroll, action.intent, total, rows)};
    }
  }
};

/** Opens the log of what a row is about, or says why it cannot. */
export const withLog = <State extends Screen>(
  state: State,
  target: RowTarget | undefined,
  view: RunView,
): State => {
  const pod = target && podOf(target, view);
  return pod === undefined
    ? {
        ...state,
        notice: target === undefined ? 'Choose a component, a workload or a pod.' : 'No pod of it is there.',
      }
    : {...state, layer: 'logs', log: emptyLog(pod)};
};
