import type {RunState} from '../../engine/state.js';
import type {ScreenAction} from '../keys.js';
import type {RunView} from '../ports.js';
import {editText, fieldOf, type TextField} from '../text-field.js';
import {rowWindow} from '../window.js';
import {type Folds, noFolds, withGroup, withRow} from './folds.js';
import {jumpMilliseconds, movedLast} from './follow.js';
import {groups} from './plan-order.js';
import {componentKey, groupKey, type TreeRow} from './tree-row.js';
import {treeRows} from './tree-rows.js';

/** Where a person is in the tree. */
export interface TreeState {
  /** The row; its place is where the cursor stays when the row goes away. */
  readonly cursor: {readonly key: string; readonly index: number};
  /** The first row that is shown. */
  readonly top: number;
  readonly folds: Folds;
  /** Follows what moves, until the person moves. */
  readonly isFollowing: boolean;
  /** The components at the last jump; null before the first look. */
  readonly base: RunState['components'] | null;
  readonly jumpedAt: number;
  /** The filter as it is being typed; null where it is not. */
  readonly field: TextField | null;
  /** Failed components that the person has been on. */
  readonly seen: ReadonlySet<string>;
}

/** `world`: something changed, or a second went by. */
export type TreeAction = ScreenAction | {readonly type: 'world'; readonly now: number};

export interface TreeContext {
  readonly view: RunView;
  /** Rows of the tree that fit on the screen. */
  readonly height: number;
}

export const initialTree: TreeState = {
  cursor: {key: groupKey(groups[0]), index: 0},
  top: 0,
  folds: noFolds,
  isFollowing: true,
  base: null,
  jumpedAt: 0,
  field: null,
  seen: new Set(),
};

/** The state after one more key or one more look at the world. */
export const treeReducer = (state: TreeState, action: TreeAction, context: TreeContext): TreeState =>
  scrolled(reduced(state, action, context), context);

const reduced = (state: TreeState, action: TreeAction, context: TreeContext): TreeState => {
  switch (action.type) {
    case 'world':
      return settled(followed(state, context, action.now), context);
    case 'text':
    case 'edit':
      return state.field === null ? state : typed(state, editText(state.field, action), context);
    case 'intent':
      return intended(state, action.intent, context);
    default:
      return action satisfies never;
  }
};

/** The row under the cursor. */
export const focusedRow = (state: TreeState, view: RunView): TreeRow | undefined => {
  const rows = treeRows(view, state.folds);
  return rows[indexIn(rows, state)];
};

/** Where the cursor is in the rows as they are now. */
export const indexIn = (rows: readonly TreeRow[], {cursor}: TreeState): number => {
  const found =
    rows[cursor.index]?.key === cursor.key ? cursor.index : rows.findIndex(row => row.key === cursor.key);
  return found === -1 ? Math.max(0, Math.min(cursor.index, rows.length - 1)) : found;
};

const intended = (
  state: TreeState,
  intent: Extract<ScreenAction, {type: 'intent'}>['intent'],
  context: TreeContext,
): TreeState => {
  const rows = treeRows(context.view, state.folds);
  const index = indexIn(rows, state);
  switch (intent) {
    case 'up':
      return moved(state, index - 1, context);
    case 'down':
      return moved(state, index + 1, context);
    case 'page-up':
      return moved(state, index - Math.max(1, context.height - 1), context);
    case 'page-down':
      return moved(state, index + Math.max(1, context.height - 1), context);
    case 'home':
      return moved(state, 0, context);
    case 'end':
      return moved(state, rows.length - 1, context);
    case 'left':
      return leftOf(state, rows, index, context);
    case 'right':
      return rightOf(state, rows, index, context);
    case 'toggle':
      return toggled(state, rows[index], context);
    case 'show-more':
      return settled({...state, folds: {...state.folds, showsMore: !state.folds.showsMore}}, context);
    case 'fold-all':
      return foldedAll(state, rows, context);
    case 'follow':
      return {...state, isFollowing: !state.isFollowing, base: context.view.state.components, jumpedAt: 0};
    case 'filter':
      return {...state, field: fieldOf(state.folds.filter), isFollowing: false};
    case 'next':
      return state.field === null ? state : {...state, field: null};
    case 'back':
      return state.field === null && state.folds.filter === ''
        ? state
        : {...typed(state, fieldOf(''), context), field: null};
    default:
      return state;
  }
};

/** A person put the cursor there: it stays there, and a failure there has been seen. */
const moved = (state: TreeState, index: number, {view}: TreeContext): TreeState => {
  const rows = treeRows(view, state.folds);
  const place = Math.max(0, Math.min(index, rows.length - 1));
  const row = rows[place];
  return row === undefined
    ? state
    : {
        ...withSeen(state, row, view),
        cursor: {key: row.key, index: place},
        folds: keptOpen(state.folds, rows, place),
        isFollowing: false,
      };
};

/** A group that a person is in does not close under the cursor when the last of it becomes ready. */
const keptOpen = (folds: Folds, rows: readonly TreeRow[], place: number): Folds => {
  const group = rows.slice(0, place).findLast(row => row.kind === 'group');
  return rows[place]?.kind === 'group' || group?.fold !== 'open' || folds.groups.has(group.key)
    ? folds
    : withGroup(folds, group.key, true);
};

/** Marks the failure of the row's component as seen. */
export const withSeen = (state: TreeState, row: TreeRow, view: RunView): TreeState => {
  const component = 'component' in row ? row.component : undefined;
  return component === undefined ||
    state.seen.has(component) ||
    view.state.components[component]?.state !== 'failed'
    ? state
    : {...state, seen: new Set([...state.seen, component])};
};

const toggled = (state: TreeState, row: TreeRow | undefined, context: TreeContext): TreeState => {
  if (row === undefined || row.fold === 'none') {
    return state;
  }
  const isOpen = row.fold === 'closed';
  const opened = withSeen({...state, isFollowing: false}, row, context.view);
  const folds =
    row.kind === 'group'
      ? withGroup(state.folds, row.key, isOpen)
      : row.kind === 'more'
        ? {...state.folds, showsMore: true}
        : withRow(state.folds, row.component, row.key, isOpen);
  return settled({...opened, folds}, context);
};

const leftOf = (
  state: TreeState,
  rows: readonly TreeRow[],
  index: number,
  context: TreeContext,
): TreeState => {
  const row = rows[index];
  if (row?.fold === 'open' && state.folds.filter === '') {
    return toggled(state, row, context);
  }
  const parent = rows.findIndex(other => other.key === row?.parent);
  return parent === -1 ? state : moved(state, parent, context);
};

const rightOf = (
  state: TreeState,
  rows: readonly TreeRow[],
  index: number,
  context: TreeContext,
): TreeState => {
  const row = rows[index];
  if (row?.fold === 'closed') {
    return toggled(state, row, context);
  }
  return row !== undefined && rows[index + 1]?.parent === row.key ? moved(state, index + 1, context) : state;
};

/** Closes all groups where one is open, else opens all. */
const foldedAll = (state: TreeState, rows: readonly TreeRow[], context: TreeContext): TreeState => {
  const isOpen = !rows.some(row => row.kind === 'group' && row.fold === 'open');
  const folds = groups.reduce((all, group) => withGroup(all, groupKey(group), isOpen), state.folds);
  const focused = rows[indexIn(rows, state)];
  const group = rows.slice(0, indexIn(rows, state) + 1).findLast(row => row.kind === 'group');
  const key = isOpen ? focused?.key : group?.key;
  return settled(
    {...state, isFollowing: false, folds, cursor: {key: key ?? state.cursor.key, index: state.cursor.index}},
    context,
  );
};

const typed = (state: TreeState, field: TextField, context: TreeContext): TreeState =>
  settled({...state, field, folds: {...state.folds, filter: field.text.trim()}}, context);

const followed = (state: TreeState, {view}: TreeContext, now: number): TreeState => {
  const {components} = view.state;
  if (!state.isFollowing || state.base === null) {
    return state.base === null ? {...state, base: components} : state;
  }
  if (now - state.jumpedAt < jumpMilliseconds) {
    return state;
  }
  const rows = treeRows(view, state.folds);
  const focused = rows[indexIn(rows, state)];
  const target = movedLast(
    state.base,
    components,
    focused && 'component' in focused ? focused.component : null,
  );
  if (target === undefined) {
    return state;
  }
  const group = view.plan.components.find(({name}) => name === target)?.group ?? '';
  const isShown = rows.some(row => row.key === componentKey(target));
  const key = isShown ? componentKey(target) : groupKey(group);
  return {...state, base: components, jumpedAt: now, cursor: {key, index: state.cursor.index}};
};

const scrolled = (state: TreeState, {view, height}: TreeContext): TreeState => {
  const rows = treeRows(view, state.folds);
  const top = rowWindow(rows.length, height, indexIn(rows, state), state.top).start;
  return top === state.top ? state : {...state, top};
};

/** The cursor on a row that is there: where its own went into a closed group, on the group. */
const settled = (state: TreeState, {view}: TreeContext): TreeState => {
  const rows = treeRows(view, state.folds);
  const found = rows.findIndex(row => row.key === state.cursor.key);
  const index = found === -1 ? (closedOver(rows, state, view) ?? indexIn(rows, state)) : found;
  const key = rows[index]?.key ?? state.cursor.key;
  return key === state.cursor.key && index === state.cursor.index ? state : {...state, cursor: {key, index}};
};

const closedOver = (rows: readonly TreeRow[], {cursor}: TreeState, {plan}: RunView): number | undefined => {
  const [, component] = cursor.key.split('/');
  const group = plan.components.find(({name}) => name === component)?.group;
  const index = rows.findIndex(row => row.key === groupKey(group ?? '') && row.fold === 'closed');
  return index === -1 ? undefined : index;
};
