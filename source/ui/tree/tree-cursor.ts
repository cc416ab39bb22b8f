import type {RunView} from '../ports.js';
import {rowWindow} from '../window.js';
import {type Folds, withGroup, withTreeRow} from './folds.js';
import {groups} from './plan-order.js';
import {groupKey, type TreeRow} from './tree-row.js';
import {treeRows} from './tree-rows.js';
import type {TreeContext, TreeState} from './tree-state.js';

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

/** A person put the cursor there: it stays there, and a failure there has been seen. */
export const moved = (state: TreeState, index: number, {view}: TreeContext): TreeState => {
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

/** Opens a closed row and closes an open one. */
export const toggled = (state: TreeState, row: TreeRow | undefined, context: TreeContext): TreeState => {
  if (row === undefined || row.fold === 'none') {
    return state;
  }
  const isOpen = row.fold === 'closed';
  const opened = withSeen({...state, isFollowing: false}, row, context.view);
  return settled({...opened, folds: withTreeRow(state.folds, row, isOpen)}, context);
};

/** Closes the row at the index, or goes to what it belongs to. */
export const leftOf = (
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

/** Opens the row at the index, or goes into it. */
export const rightOf = (
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
export const foldedAll = (state: TreeState, rows: readonly TreeRow[], context: TreeContext): TreeState => {
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

/** The view around the cursor. */
export const scrolled = (state: TreeState, {view, height}: TreeContext): TreeState => {
  const rows = treeRows(view, state.folds);
  const top = rowWindow(rows.length, height, indexIn(rows, state), state.top).start;
  return top === state.top ? state : {...state, top};
};

/** The cursor on a row that is there: where its own went into a closed group, on the group. */
export const settled = (state: TreeState, {view}: TreeContext): TreeState => {
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
