import type {KeyContext} from '../key-contexts.js';
import type {RunView} from '../ports.js';
import {scrolledTo} from '../scroll.js';
import {doneLines} from './done-lines.js';
import type {LogAction} from './log-view.js';
import {
  heard,
  nothingOpened,
  type Opened,
  type OpenedContext,
  type OpenedLayer,
  onOpened,
  withLog,
} from './opened.js';
import {pinnedRows, talkLines} from './pinned-rows.js';
import {targetOf} from './row-target.js';
import type {TailAction} from './tail.js';
import {focusedRow, withSeen} from './tree-cursor.js';
import {initialTree, type TreeAction, type TreeState} from './tree-state.js';
import {treeReducer} from './tree-view.js';

/** Everything that a person sees of a run: the tree, and what is opened over it. */
export interface RunScreen extends Opened {
  readonly layer: 'tree' | 'done' | OpenedLayer;
  readonly tree: TreeState;
  readonly showsStandIns: boolean;
  /** The last screen came once by itself. */
  readonly wasOver: boolean;
}

export type RunAction = TreeAction | LogAction | TailAction;

export interface RunContext extends OpenedContext {
  readonly view: RunView;
}

export const initialRunScreen: RunScreen = {
  ...nothingOpened,
  layer: 'tree',
  tree: initialTree,
  showsStandIns: false,
  wasOver: false,
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
    case 'tail':
      return heard(state, action, context.rows);
    default:
      return pressed(state.notice === '' ? state : {...state, notice: ''}, action, context);
  }
};

type KeyAction = Exclude<RunAction, {type: 'world' | 'log-lines' | 'log-ended' | 'tail'}>;

const pressed = (state: RunScreen, action: KeyAction, context: RunContext): RunScreen => {
  switch (state.layer) {
    case 'tree':
      return onTree(state, action, context);
    case 'done':
      return onDone(state, action, context);
    default:
      return onOpened(state, state.layer, action, 'tree', context);
  }
};

const onTree = (state: RunScreen, action: KeyAction, context: RunContext): RunScreen => {
  const intent = action.type === 'intent' ? action.intent : undefined;
  if (state.tree.field === null && intent === 'why') {
    return opened(state, context);
  }
  if (state.tree.field === null && intent === 'logs') {
    const row = focusedRow(state.tree, context.view);
    return withLog({...state, target: null}, row && targetOf(row), context.view);
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
    default: {
      const total = doneLines(view, theme, columns, state.showsStandIns).length;
      return {...state, scroll: scrolledTo(state.scroll, action.intent, total, rows)};
    }
  }
};

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
