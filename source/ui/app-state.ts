import type {Intention} from '../engine/intentions.js';
import type {KeyContext} from './key-contexts.js';
import type {KeyPress} from './key-press.js';
import {actionOf, type ScreenAction} from './keys.js';
import type {RunView} from './ports.js';
import {leaveWizard, type Question} from './question.js';
import {type Control, controlOf} from './tree/control.js';
import {
  chosenIn,
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
  | {
      readonly kind: 'question';
      readonly question: Question;
      readonly index: number;
      /** What every answer but the first does; the person leaves where it is absent. */
      readonly wants?: Intention;
    };

/** Of the engine, or that the wheel is taken or given away. */
export type Wanted = Intention | {readonly type: 'turn-wheel'};

/** A run as far as the screens are concerned. */
export interface RunPart {
  readonly view: RunView;
  readonly screen: RunScreen;
  /** It shall end politely. */
  readonly isInterrupted: boolean;
  /** What the person wanted of it until now. */
  readonly wanted: readonly Wanted[];
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

const runPart = (view: RunView): RunPart => ({
  view,
  screen: initialRunScreen,
  isInterrupted: false,
  wanted: [],
});

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
      return inWizard(state, action.action, context);
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
  if (state.run !== null && said.type === 'intent' && said.intent === 'wheel') {
    return wanting(state, {type: 'turn-wheel'});
  }
  if (state.run === null) {
    return inWizard(state, said, context);
  }
  const {screen, view} = state.run;
  const control = said.type === 'intent' ? controlOf(said.intent, view, chosenIn(screen, view)) : undefined;
  return control === undefined ? inRun(state, said, context) : steered(state, state.run, control);
};

/** What a key that steers the run does: sends, asks first, or says why not. */
const steered = (state: AppState, run: RunPart, control: Control): AppState => {
  if ('notice' in control) {
    return {...state, run: {...run, screen: {...run.screen, notice: control.notice}}};
  }
  const {intention} = control;
  return 'question' in control
    ? {...state, layer: {kind: 'question', question: control.question, index: 0, wants: intention}}
    : wanting(state, intention);
};

const wanting = (state: AppState, wanted: Wanted): AppState =>
  state.run === null ? state : {...state, run: {...state.run, wanted: [...state.run.wanted, wanted]}};

/** A run is left, and goes on; Ctrl-C of whoever has its wheel asks it to end first. Of answers a person is asked once. */
const asked = (state: AppState, intent: 'interrupt' | 'quit'): AppState => {
  const {run, wizard} = state;
  if (run !== null) {
    const asksFirst = intent === 'interrupt' && mayEnd(run) && !run.isInterrupted;
    return asksFirst ? {...state, layer: null, run: {...run, isInterrupted: true}} : {...state, isLeft: true};
  }
  const hasAnswers = (wizard?.touched.length ?? 0) > 0;
  return hasAnswers || intent === 'interrupt'
    ? {...state, layer: {kind: 'question', question: leaveWizard, index: 0}}
    : {...state, isLeft: true};
};

/** As long as it is only being started nobody else can have the wheel. */
const mayEnd = ({view: {phase, wheel}}: RunPart): boolean =>
  phase !== 'over' && (wheel === null ? phase === 'preparing' : wheel.isOurs);

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
      return index === 0 ? closed : layer.wants === undefined ? left(closed) : wanting(closed, layer.wants);
    case 'interrupt':
      return layer.wants === undefined ? left(closed) : asked(closed, 'interrupt');
    default:
      return state;
  }
};

/** The second Ctrl-C and the answer are the same. */
const left = (state: AppState): AppState => ({...state, isLeft: true});

const inWizard = (state: AppState, action: WizardAction, body: AppContext): AppState => {
  const wizard = state.wizard && wizardReducer(state.wizard, action, body);
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
  return {...state, run: {...state.run, view, screen}};
};
