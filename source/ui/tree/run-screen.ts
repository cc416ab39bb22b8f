import type {Inquiry} from '../../cluster/observation.js';
import type {KeyContext} from '../keys.js';
import type {RunView} from '../ports.js';
import {scrolledTo} from '../scroll.js';
import type {Theme} from '../theme.js';
import {doneLines} from './done-lines.js';
import {emptyLog, type LogAction, type LogState, logReducer} from './log-view.js';
import {pinnedRows, talkLines} from './pinned-rows.js';
import {podOf, type RowTarget, targetOf} from './row-target.js';
import type {Tail, TailAction} from './tail.js';
import {focusedRow, withSeen} from './tree-cursor.js';
import {initialTree, type TreeAction, type TreeState} from './tree-state.js';
import {treeReducer} from './tree-view.js';
import {whyLines} from './why-lines.js';

/** Everything that a person sees of a run: the tree, and what is opened over it. */
export interface RunScreen {
  readonly layer: 'tree' | 'why' | 'logs' | 'copy' | 'done';
  readonly tree: TreeState;
  /** What `why` is asked about, and where `logs` goes back to. */
  readonly target: RowTarget | null;
  readonly log: LogState | null;
  readonly tail: Tail | null;
  /** The first line of `why` or `done`. */
  readonly scroll: number;
  readonly showsStandIns: boolean;
  /** The last screen came once by itself. */
  readonly wasOver: boolean;
  /** A sentence until the next key. */
  readonly notice: string;
}

export type RunAction = TreeAction | LogAction | TailAction;

/** What the reducer has to know beside its state; the same for all keys of one chunk. */
export interface RunContext {
  readonly view: RunView;
  readonly theme: Theme;
  /** The body's size. */
  readonly columns: number;
  readonly rows: number;
  inquire(target: RowTarget): Inquiry;
}

export const initialRunScreen: RunScreen = {
  layer: 'tree',
  tree: initialTree,
  target: null,
  log: null,
  tail: null,
  scroll: 0,
  showsStandIns: false,
  wasOver: false,
  notice: '',
};

/** Which keys mean something now. */
export const runKeys = ({layer, tree}: RunScreen): KeyContext =>
  layer === 'tree' && tree.field !== null ? 'tree-filter' : layer;

/** The component that a key which steers the run is about. */
export const chosenIn = ({layer, target, tree}: RunScreen, view: RunView): string | undefined => {
  const row = layer === 'tree' ? focusedRow(tree, view) : undefined;
  return (row === undefined ? target : targetOf(row))?.component;
};

/** The state after one more key, one more look at the world, or more lines of a log. */
export const runReducer = (state: RunScreen, action: RunAction, context: RunContext): RunScreen => {
  switch (action.type) {
    case 'world':
      return overOnce(inTree(state, action, context), context);
    case 'log-lines':
    case 'log-ended':
      return state.log === null ? state : {...state, log: logReducer(state.log, action, context.rows)};
    case 'tail':
      return {...state, tail: action.tail};
    default:
      return pressed(state.notice === '' ? state : {...state, notice: ''}, action, context);
  }
};

type KeyAction = Exclude<RunAction, {type: 'world' | 'log-lines' | 'log-ended' | 'tail'}>;

const pressed = (state: RunScreen, action: KeyAction, context: RunContext): RunScreen => {
  switch (state.layer) {
    case 'tree':
      return onTree(state, action, context);
    case 'why':
      return onWhy(state, action, context);
    case 'logs':
      return action.type === 'intent' && action.intent === 'back'
        ? {...state, layer: state.target === null ? 'tree' : 'why', log: null}
        : {...state, log: state.log && logReducer(state.log, action, context.rows)};
    case 'copy':
      return action.type === 'intent' && action.intent === 'back' ? {...state, layer: 'why'} : state;
    case 'done':
      return onDone(state, action, context);
    default:
      return state.layer satisfies never;
  }
};

const onTree = (state: RunScreen, action: KeyAction, context: RunContext): RunScreen => {
  const intent = action.type === 'intent' ? action.intent : undefined;
  if (state.tree.field === null && intent === 'why') {
    return opened(state, context);
  }
  if (state.tree.field === null && intent === 'logs') {
    const row = focusedRow(state.tree, context.view);
    return withLog({...state, target: null}, row && targetOf(row), context);
  }
  const isFree = state.tree.field === null && state.tree.folds.filter === '';
  if (intent === 'back' && isFree && context.view.phase === 'over') {
    return {...state, layer: 'done', scroll: 0};
  }
  return inTree(state, action, context);
};

/** A row of one component is asked about; what stands for several opens. */
const opened = (state: RunScreen, context: RunContext): RunScreen => {
  const row = focusedRow(state.tree, context.view);
  const target = row && targetOf(row);
  if (row === undefined || target === undefined) {
    return inTree(state, {type: 'intent', intent: 'toggle'}, context);
  }
  const tree = withSeen({...state.tree, isFollowing: false}, row, context.view);
  return {...state, layer: 'why', tree, target, scroll: 0};
};

const onWhy = (state: RunScreen, action: KeyAction, context: RunContext): RunScreen => {
  const {target} = state;
  if (action.type !== 'intent' || target === null) {
    return state;
  }
  if (action.intent === 'back') {
    return {...state, layer: 'tree', target: null};
  }
  if (action.intent === 'logs') {
    return withLog(state, target, context);
  }
  if (action.intent === 'copy') {
    return {...state, layer: 'copy'};
  }
  const {view, theme, columns} = context;
  return scrolled(
    state,
    action.intent,
    whyLines(target, context.inquire(target), view, theme, columns, state.tail).length,
    context.rows,
  );
};

const onDone = (state: RunScreen, action: KeyAction, context: RunContext): RunScreen => {
  if (action.type !== 'intent') {
    return state;
  }
  const {view, theme, columns, rows} = context;
  switch (action.intent) {
    case 'tree':
      return {...state, layer: 'tree'};
    case 'show-more':
      return {...state, showsStandIns: !state.showsStandIns};
    default:
      return scrolled(
        state,
        action.intent,
        doneLines(view, theme, columns, state.showsStandIns).length,
        rows,
      );
  }
};

const withLog = (state: RunScreen, target: RowTarget | undefined, {view}: RunContext): RunScreen => {
  const pod = target && podOf(target, view);
  return pod === undefined
    ? {
        ...state,
        notice:
          target === undefined ? 'Choose a component, a workload or a pod.' : 'No pod of it is there yet.',
      }
    : {...state, layer: 'logs', log: emptyLog(pod)};
};

const scrolled = (
  state: RunScreen,
  intent: Extract<KeyAction, {type: 'intent'}>['intent'],
  total: number,
  rows: number,
): RunScreen => ({...state, scroll: scrolledTo(state.scroll, intent, total, rows)});

const inTree = (state: RunScreen, action: TreeAction, {view, rows}: RunContext): RunScreen => {
  const height = treeHeight(state, view, rows);
  const tree = treeReducer(state.tree, action, {view, height});
  return tree === state.tree ? state : {...state, tree};
};

/** Rows of the body that are the tree's own. */
export const treeHeight = ({tree}: RunScreen, view: RunView, rows: number): number =>
  Math.max(1, rows - talkLines(view, rows).length - pinnedRows(tree, view, rows).length);

/** When the run is over its last screen comes once; who was reading something goes on with it. */
const overOnce = (state: RunScreen, {view}: RunContext): RunScreen =>
  view.phase !== 'over' || state.wasOver
    ? state
    : {...state, wasOver: true, ...(state.layer === 'tree' && {layer: 'done' as const, scroll: 0})};
