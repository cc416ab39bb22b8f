import {withGroup, withTreeRow} from '../tree/folds.js';
import {rowWindow} from '../window.js';
import type {MonitorRow} from './monitor-row.js';
import {monitorRows} from './monitor-rows.js';
import type {MonitorContext, MonitorScreen, Place} from './monitor-screen.js';

const start: Place = {key: '', index: 0, top: 0};

/** The rows of the list that is shown, as it is folded and filtered. */
export const rowsOf = (
  {shown, folds, lookedAt}: MonitorScreen,
  {view, columns}: Pick<MonitorContext, 'view' | 'columns'>,
): readonly MonitorRow[] => monitorRows(shown, view, {folds, lookedAt, columns});

/** Where the person is in the list that is shown; at its start where they were not in it yet. */
export const placeOf = ({places, shown}: MonitorScreen): Place => places[shown] ?? start;

/** Where the cursor is in the rows as they are now. */
export const indexIn = (rows: readonly MonitorRow[], {key, index}: Place): number => {
  const found = rows[index]?.key === key ? index : rows.findIndex(row => row.key === key);
  return found === -1 ? Math.max(0, Math.min(index, rows.length - 1)) : found;
};

/** The cursor on the row at an index, or on the first or last where the index is beyond them. */
export const moved = (state: MonitorScreen, rows: readonly MonitorRow[], to: number): MonitorScreen => {
  const index = Math.max(0, Math.min(to, rows.length - 1));
  const row = rows[index];
  return row === undefined ? state : placed(state, {...placeOf(state), key: row.key, index});
};

const placed = (state: MonitorScreen, place: Place): MonitorScreen => ({
  ...state,
  places: {...state.places, [state.shown]: place},
});

/** Opens a closed row and closes an open one. */
export const toggled = (state: MonitorScreen, row: MonitorRow | undefined): MonitorScreen => {
  if (row === undefined || row.fold === 'none') {
    return state;
  }
  const isOpen = row.fold === 'closed';
  const folds =
    row.kind === 'tree' ? withTreeRow(state.folds, row.row, isOpen) : withGroup(state.folds, row.key, isOpen);
  return {...state, folds};
};

/** Closes the row at the index, or goes to what it belongs to. */
export const leftOf = (state: MonitorScreen, rows: readonly MonitorRow[], index: number): MonitorScreen => {
  const row = rows[index];
  if (row?.fold === 'open' && state.folds.filter === '') {
    return toggled(state, row);
  }
  const parent = rows.findIndex(other => other.key === row?.parent);
  return parent === -1 ? state : moved(state, rows, parent);
};

/** Opens the row at the index, or goes into it. */
export const rightOf = (state: MonitorScreen, rows: readonly MonitorRow[], index: number): MonitorScreen => {
  const row = rows[index];
  if (row?.fold === 'closed') {
    return toggled(state, row);
  }
  return row !== undefined && rows[index + 1]?.parent === row.key ? moved(state, rows, index + 1) : state;
};

/** Opens everything that can be opened where nothing is open, else closes all: of the tree groups, else what stands in the list. */
export const foldedAll = (state: MonitorScreen, rows: readonly MonitorRow[]): MonitorScreen => {
  const able = rows.filter(
    row => row.fold !== 'none' && (row.kind === 'tree' ? row.row.kind === 'group' : row.kind !== 'section'),
  );
  const opens = !able.some(({fold}) => fold === 'open');
  return {...state, folds: able.reduce((folds, {key}) => withGroup(folds, key, opens), state.folds)};
};

/** The cursor on a row that is there, and the view around it. */
export const settled = (state: MonitorScreen, context: MonitorContext): MonitorScreen => {
  const rows = rowsOf(state, context);
  const place = placeOf(state);
  const index = indexIn(rows, place);
  const {start: top} = rowWindow(rows.length, context.rows, index, place.top);
  const key = rows[index]?.key ?? place.key;
  return key === place.key && index === place.index && top === place.top
    ? state
    : placed(state, {key, index, top});
};
