import type {MonitorView} from '../../monitor/view.js';
import type {KeyContext} from '../key-contexts.js';
import type {KeyPress} from '../key-press.js';
import {actionOf} from '../keys.js';
import {monitorReducer} from './monitor-reducer.js';
import {
  type MonitorAction,
  type MonitorContext,
  type MonitorScreen,
  monitorKeys,
  openMonitorScreen,
} from './monitor-screen.js';

/** Everything that the monitor's screens show, as one value. */
export interface MonitorState {
  /** Milliseconds since 1970, as far as anything that is shown depends on it. */
  readonly now: number;
  readonly view: MonitorView;
  readonly screen: MonitorScreen;
  /** The keys that are listed before the screen; null where they are not. */
  readonly sheet: KeyContext | null;
}

export type MonitorStateAction =
  | {readonly type: 'key'; readonly press: KeyPress; readonly now: number}
  | {readonly type: 'look'; readonly view: MonitorView; readonly now: number}
  | {readonly type: 'screen'; readonly action: MonitorAction};

export type MonitorTermsNow = Omit<MonitorContext, 'view' | 'now'>;

export const openMonitorState = (view: MonitorView, now: number): MonitorState => ({
  now,
  view,
  screen: openMonitorScreen(now),
  sheet: null,
});

export const monitorState = (
  state: MonitorState,
  action: MonitorStateAction,
  terms: MonitorTermsNow,
): MonitorState => {
  switch (action.type) {
    case 'look': {
      // The age of the picture is all that moves by itself.
      const now = isAging(action.view, action.now) ? action.now : state.now;
      return now === state.now && action.view === state.view
        ? state
        : within({...state, view: action.view, now}, {type: 'world', now}, terms, action.now);
    }
    case 'screen':
      return within(state, action.action, terms, state.now);
    case 'key':
      return pressed(state, action, terms);
    default:
      return action satisfies never;
  }
};

const quietMilliseconds = 90_000;

const isAging = ({trouble, unheard, asOf}: MonitorView, now: number): boolean =>
  trouble !== '' || unheard.length > 0 || (asOf !== null && now - asOf > quietMilliseconds);

const pressed = (
  state: MonitorState,
  {press, now}: {readonly press: KeyPress; readonly now: number},
  terms: MonitorTermsNow,
): MonitorState => {
  const said = actionOf(state.sheet === null ? monitorKeys(state.screen) : 'sheet', press);
  if (said === undefined) {
    return state;
  }
  if (said.type === 'intent' && said.intent === 'sheet' && state.sheet === null) {
    return {...state, sheet: monitorKeys(state.screen)};
  }
  if (state.sheet !== null && !(said.type === 'intent' && said.intent === 'interrupt')) {
    return said.type === 'intent' && said.intent === 'back' ? {...state, sheet: null} : state;
  }
  return within(state, said, terms, now);
};

const within = (
  state: MonitorState,
  action: MonitorAction,
  terms: MonitorTermsNow,
  now: number,
): MonitorState => {
  const screen = monitorReducer(state.screen, action, {...terms, view: state.view, now});
  return screen === state.screen ? state : {...state, screen};
};
