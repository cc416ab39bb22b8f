import type {KeyPress} from './key-press.js';
import {actionOf, type KeyContext, type ScreenAction} from './keys.js';
import type {RunView} from './ports.js';
import {endRun, leaveWizard, type Question, stopRun} from './question.js';
import {
  initialRunScreen,
  type RunAction,
  type RunContext,
  type RunScreen,
  runKeys,
  runReducer,
} from './tree/run-screen.js';
import {type WizardAction, wizardKeys, wizardReducer} from './wizard/wizard-reducer.js';
import type {WizardState} from './wizard/wizard-state.js';

/** What stands before the screen. */
export type Layer =
  | {readonly kind: 'sheet'; readonly of: KeyContext}
  | {readonly kind: 'question'; readonly question: Question; readonly index: number};

/** A run as far as the screens are concerned. */
export interface RunPart {
  readonly view: RunView;
  readonly screen: RunScreen;
  /** How often it shall have been interrupted: 1 politely, 2 at once. */
  readonly interrupts: 0 | 1 | 2;
}

/** Everything that is shown, as one value. */
export interface AppState {
  /** Milliseconds since 1970, as the screens show it. */
  readonly now: number;
  /** Null where a run was there from the beginning. */
  readonly wizard: WizardState | null;
  readonly run: RunPart | null;
  readonly layer: Layer | null;
  /** The person is done here. */
  readonly isLeft: boolean;
}

export type AppAction =
  | {readonly type: 'key'; readonly press: KeyPress}
  /** A second went by, the run changed, or the window did. */
  | {readonly type: 'world'; readonly now: number; readonly view: RunView | null}
  | {readonly type: 'wizard'; readonly action: WizardAction}
  | {readonly type: 'run'; readonly action: RunAction}
  | {readonly type: 'run-began'; readonly view: RunView};

/** What the reducer has to know beside its state. */
export type AppContext = Omit<RunContext, 'view'>;

export const openApp = (
  start: Pick<AppState, 'now' | 'wizard'> & {readonly view: RunView | null},
): AppState => ({
  now: start.now,
  wizard: start.wizard,
  run: start.view === null ? null : runPart(start.view),
  layer: null,
  isLeft: false,
});

const runPart = (view: RunView): RunPart => ({view, screen: initialRunScreen, interrupts: 0});

/** Which keys mean something now. */
export const keysNow = ({layer, run, wizard}: AppState): KeyContext => {
  if (layer !== null) {
    return layer.kind === 'sheet' ? 'sheet' : 'confirm';
  }
  return run !== null ? runKeys(run.screen) : wizard !== null ? wizardKeys(wizard) : 'done';
};

/** The state after one more key or one more word of the world. */
export const appReducer = (state: AppState, action: AppAction, context: AppContext): AppState => {
  switch (action.type) {
    case 'key': {
      const said = actionOf(keysNow(state), action.press);
      return said === undefined || state.isLeft ? state : pressed(state, said, context);
    }
    case 'world':
      return inRun({...state, now: action.now}, {type: 'world', now: action.now}, context, action.view);
    case 'run':
      return inRun(state, action.action, context);
    case 'wizard':
      return inWizard(state, action.action);
    case 'run-began':
      return inRun({...state, run: runPart(action.view)}, {type: 'world', now: state.now}, context);
    default:
      return action satisfies never;
  }
};

const pressed = (state: AppState, said: ScreenAction, context: AppContext): AppState => {
  if (state.layer !== null) {
    return onLayer(state, state.layer, said);
  }
  if (said.type === 'intent' && said.intent === 'sheet') {
    return {...state, layer: {kind: 'sheet', of: keysNow(state)}};
  }
  if (said.type === 'intent' && (said.intent === 'interrupt' || said.intent === 'quit')) {
    return asked(state, said.intent);
  }
  return state.run === null ? inWizard(state, said) : inRun(state, said, context);
};

/** Whoever has something to lose is asked once. */
const asked = (state: AppState, intent: 'interrupt' | 'quit'): AppState => {
  const question = (which: Question): AppState => ({
    ...state,
    layer: {kind: 'question', question: which, index: 0},
  });
  if (state.run !== null) {
    return state.run.view.phase === 'over'
      ? {...state, isLeft: true}
      : question(state.run.interrupts === 0 ? stopRun : endRun);
  }
  const hasAnswers = (state.wizard?.touched.length ?? 0) > 0;
  return hasAnswers || intent === 'interrupt' ? question(leaveWizard) : {...state, isLeft: true};
};

const onLayer = (state: AppState, layer: Layer, said: ScreenAction): AppState => {
  if (said.type !== 'intent') {
    return state;
  }
  const closed = {...state, layer: null};
  if (layer.kind === 'sheet') {
    return said.intent === 'back' ? closed : said.intent === 'interrupt' ? asked(closed, 'interrupt') : state;
  }
  const {index, question} = layer;
  switch (said.intent) {
    case 'up':
      return {...state, layer: {...layer, index: Math.max(0, index - 1)}};
    case 'down':
      return {...state, layer: {...layer, index: Math.min(question.items.length - 1, index + 1)}};
    case 'back':
      return closed;
    case 'next':
      return index === 0 ? closed : left(closed);
    case 'interrupt':
      return left(closed);
    default:
      return state;
  }
};

/** The second Ctrl-C and the answer are the same. */
const left = (state: AppState): AppState => {
  const {run} = state;
  if (run === null || run.view.phase === 'over') {
    return {...state, isLeft: true};
  }
  return {...state, run: {...run, interrupts: run.interrupts === 0 ? 1 : 2}};
};

const inWizard = (state: AppState, action: WizardAction): AppState => {
  const wizard = state.wizard && wizardReducer(state.wizard, action);
  return wizard === state.wizard ? state : {...state, wizard};
};

const inRun = (
  state: AppState,
  action: RunAction,
  context: AppContext,
  view = state.run?.view ?? null,
): AppState => {
  if (state.run === null || view === null) {
    return state;
  }
  const screen = runReducer(state.run.screen, action, {...context, view});
  // A question whether to stop is answered by the end.
  const isOver = view.phase === 'over';
  const layer = isOver && state.layer?.kind === 'question' ? null : state.layer;
  const isLeft = state.isLeft || (isOver && state.run.interrupts === 2);
  return {...state, layer, isLeft, run: {...state.run, view, screen}};
};
