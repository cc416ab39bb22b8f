import type {ScreenAction} from '../keys.js';
import type {PodRef} from './row-target.js';

/** So many of the last lines are kept. */
export const mostLines = 2000;

/** One pod's log as it is looked at. */
export interface LogState {
  readonly pod: PodRef;
  readonly lines: readonly string[];
  /** The newest line is shown; moving up ends it. */
  readonly isFollowing: boolean;
  /** The first line that is shown, where it is not followed. */
  readonly top: number;
  /** Cells that are left out at the left. */
  readonly shift: number;
  readonly hasEnded: boolean;
  /** Why it ended, where it was not its own end; a sentence. */
  readonly problem: string;
}

export type LogAction =
  | ScreenAction
  | {readonly type: 'log-lines'; readonly pod: PodRef; readonly lines: readonly string[]}
  | {readonly type: 'log-ended'; readonly pod: PodRef; readonly problem: string};

const step = 20;

export const emptyLog = (pod: PodRef): LogState => ({
  pod,
  lines: [],
  isFollowing: true,
  top: 0,
  shift: 0,
  hasEnded: false,
  problem: '',
});

/** @param height lines that fit on the screen. */
export const logReducer = (state: LogState, action: LogAction, height: number): LogState => {
  switch (action.type) {
    case 'log-lines':
      return isOf(state, action.pod) ? withLines(state, action.lines) : state;
    case 'log-ended':
      return isOf(state, action.pod) ? {...state, hasEnded: true, problem: action.problem} : state;
    case 'intent':
      return moved(state, action.intent, height);
    default:
      return state;
  }
};

/** The first line of those that are shown. */
export const firstLine = ({lines, isFollowing, top}: LogState, height: number): number => {
  const last = Math.max(0, lines.length - height);
  return isFollowing ? last : Math.min(top, last);
};

/** Lines of the log that was looked at before come late. */
const isOf = ({pod}: LogState, other: PodRef): boolean =>
  pod.name === other.name && pod.namespace === other.namespace;

const withLines = (state: LogState, more: readonly string[]): LogState => {
  const all = [...state.lines, ...more];
  const lost = Math.max(0, all.length - mostLines);
  return {...state, lines: lost > 0 ? all.slice(lost) : all, top: Math.max(0, state.top - lost)};
};

const moved = (
  state: LogState,
  intent: Extract<ScreenAction, {type: 'intent'}>['intent'],
  height: number,
): LogState => {
  const top = firstLine(state, height);
  switch (intent) {
    case 'up':
      return shownFrom(state, top - 1, height);
    case 'down':
      return shownFrom(state, top + 1, height);
    case 'page-up':
      return shownFrom(state, top - Math.max(1, height - 1), height);
    case 'page-down':
      return shownFrom(state, top + Math.max(1, height - 1), height);
    case 'home':
      return shownFrom(state, 0, height);
    case 'end':
      return {...state, isFollowing: true};
    case 'follow':
      return {...state, isFollowing: !state.isFollowing, top};
    case 'left':
      return {...state, shift: Math.max(0, state.shift - step)};
    case 'right':
      return {...state, shift: state.shift + step};
    default:
      return state;
  }
};

/** Whoever moves up stays where they are; whoever moves down to the end follows again. */
const shownFrom = (state: LogState, top: number, height: number): LogState => {
  const last = Math.max(0, state.lines.length - height);
  const place = Math.max(0, Math.min(top, last));
  const goesDown = top > firstLine(state, height);
  return {
    ...state,
    top: place,
    isFollowing: place === last && (goesDown || (state.isFollowing && last === 0)),
  };
};
