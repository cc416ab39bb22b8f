import type {Inquiry} from '../../cluster/observation.js';
import type {MonitorView} from '../../monitor/view.js';
import type {KeyContext, ScreenAction} from '../keys.js';
import {scrolledTo} from '../scroll.js';
import {editText, fieldOf, type TextField} from '../text-field.js';
import type {Theme} from '../theme.js';
import {type Folds, noFolds, withGroup, withRow} from '../tree/folds.js';
import {emptyLog, type LogAction, type LogState, logReducer} from '../tree/log-view.js';
import {podOf, type RowTarget} from '../tree/row-target.js';
import type {Tail, TailAction} from '../tree/tail.js';
import {whyLines} from '../tree/why-lines.js';
import {rowWindow} from '../window.js';
import {type MonitorRow, targetOfRow} from './monitor-row.js';
import {monitorRows} from './monitor-rows.js';
import {treeOf} from './monitor-tree.js';
import {type MonitorViewName, monitorViews} from './monitor-views.js';

/** Where a person is in a list; the place is where the cursor stays when its row goes away. */
export interface Place {
  readonly key: string;
  readonly index: number;
  /** The first row that is shown. */
  readonly top: number;
}

/** Everything that a person sees of a monitored cluster, beside the cluster itself. */
export interface MonitorScreen {
  readonly shown: MonitorViewName;
  readonly layer: 'list' | 'why' | 'logs' | 'copy';
  readonly places: Readonly<Partial<Record<MonitorViewName, Place>>>;
  readonly folds: Folds;
  /** The filter as it is being typed; null where it is not. */
  readonly field: TextField | null;
  /** What `why` is asked about, and where `logs` goes back to. */
  readonly target: RowTarget | null;
  readonly log: LogState | null;
  readonly tail: Tail | null;
  readonly scroll: number;
  /** A sentence until the next key. */
  readonly notice: string;
  /** Milliseconds since 1970: the last key, and the last before a pause. */
  readonly pressedAt: number;
  readonly lookedAt: number;
  readonly isLeft: boolean;
}

export type MonitorAction =
  | ScreenAction
  | LogAction
  | TailAction
  | {readonly type: 'world'; readonly now: number};

export interface MonitorContext {
  readonly view: MonitorView;
  readonly theme: Theme;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The body's size. */
  readonly columns: number;
  readonly rows: number;
  inquire(target: RowTarget): Inquiry;
}

export const openMonitorScreen = (now: number): MonitorScreen => ({
  shown: 'tree',
  layer: 'list',
  places: {},
  folds: noFolds,
  field: null,
  target: null,
  log: null,
  tail: null,
  scroll: 0,
  notice: '',
  pressedAt: now,
  lookedAt: now,
  isLeft: false,
});

/** Which keys mean something now. */
export const monitorKeys = ({layer, field, shown}: MonitorScreen): KeyContext =>
  layer === 'list'
    ? field !== null
      ? 'monitor-filter'
      : shown === 'big'
        ? 'monitor-big'
        : 'monitor'
    : layer === 'why'
      ? 'monitor-why'
      : layer;

const start: Place = {key: '', index: 0, top: 0};

/** So long without a key the person looked elsewhere. */
const pauseMilliseconds = 60_000;

/** The state after one more key, one more look at the world, or more lines of a log. */
export const monitorReducer = (
  state: MonitorScreen,
  action: MonitorAction,
  context: MonitorContext,
): MonitorScreen => {
  switch (action.type) {
    case 'world':
      return settled(state, context);
    case 'log-lines':
    case 'log-ended':
      return state.log === null ? state : {...state, log: logReducer(state.log, action, context.rows)};
    case 'tail':
      return {...state, tail: action.tail};
    default:
      return pressed(looked(state, context.now), action, context);
  }
};

/** Who presses a key after a pause is back: what happened meanwhile is new. */
const looked = (state: MonitorScreen, now: number): MonitorScreen => ({
  ...state,
  notice: '',
  pressedAt: now,
  lookedAt: now - state.pressedAt > pauseMilliseconds ? state.pressedAt : state.lookedAt,
});

const pressed = (state: MonitorScreen, action: ScreenAction, context: MonitorContext): MonitorScreen => {
  if (action.type === 'intent' && action.intent === 'interrupt') {
    return {...state, isLeft: true};
  }
  switch (state.layer) {
    case 'list':
      return settled(onList(state, action, context), context);
    case 'why':
      return onWhy(state, action, context);
    case 'logs':
      return action.type === 'intent' && action.intent === 'back'
        ? {...state, layer: state.target === null ? 'list' : 'why', log: null}
        : {...state, log: state.log && logReducer(state.log, action, context.rows)};
    case 'copy':
      return action.type === 'intent' && action.intent === 'back' ? {...state, layer: 'why'} : state;
    default:
      return state.layer satisfies never;
  }
};

const isView = (intent: string): intent is MonitorViewName =>
  (monitorViews as readonly string[]).includes(intent);

const onList = (state: MonitorScreen, action: ScreenAction, context: MonitorContext): MonitorScreen => {
  if (state.field !== null) {
    return typing(state, state.field, action);
  }
  if (action.type !== 'intent') {
    return state;
  }
  const {intent} = action;
  const rows = rowsOf(state, context);
  const index = indexIn(rows, placeOf(state));
  const row = rows[index];
  if (isView(intent)) {
    return {...state, shown: intent, notice: ''};
  }
  const page = Math.max(1, context.rows - 1);
  switch (intent) {
    case 'up':
      return moved(state, rows, index - 1);
    case 'down':
      return moved(state, rows, index + 1);
    case 'page-up':
      return moved(state, rows, index - page);
    case 'page-down':
      return moved(state, rows, index + page);
    case 'home':
      return moved(state, rows, 0);
    case 'end':
      return moved(state, rows, rows.length - 1);
    case 'left':
      return leftOf(state, rows, index);
    case 'right':
      return row?.fold === 'closed' ? toggled(state, row) : stepInto(state, rows, index);
    case 'toggle':
      return toggled(state, row);
    case 'fold-all':
      return foldedAll(state, rows);
    case 'filter':
      return {...state, field: fieldOf(state.folds.filter)};
    case 'back':
      return state.folds.filter !== '' ? filtered(state, '') : {...state, shown: 'tree'};
    case 'why':
      return asked(state, row);
    case 'logs':
      return withLog({...state, target: null}, row && targetOfRow(row), context);
    case 'quit':
      return {...state, isLeft: true};
    default:
      return state;
  }
};

const typing = (state: MonitorScreen, field: TextField, action: ScreenAction): MonitorScreen => {
  if (action.type !== 'intent') {
    const next = editText(field, action);
    return {...filtered(state, next.text), field: next};
  }
  switch (action.intent) {
    case 'next':
      return {...state, field: null};
    case 'back':
      return {...filtered(state, ''), field: null};
    default:
      return state;
  }
};

const filtered = (state: MonitorScreen, filter: string): MonitorScreen => ({
  ...state,
  folds: {...state.folds, filter},
});

const onWhy = (state: MonitorScreen, action: ScreenAction, context: MonitorContext): MonitorScreen => {
  const {target} = state;
  if (action.type !== 'intent' || target === null) {
    return state;
  }
  switch (action.intent) {
    case 'back':
      return {...state, layer: 'list', target: null};
    case 'logs':
      return withLog(state, target, context);
    case 'copy':
      return {...state, layer: 'copy'};
    default: {
      const {view, theme, columns, rows} = context;
      const total = whyLines(
        target,
        context.inquire(target),
        treeOf(view),
        theme,
        columns,
        state.tail,
      ).length;
      return {...state, scroll: scrolledTo(state.scroll, action.intent, total, rows)};
    }
  }
};

/** What cannot be asked about opens. */
const asked = (state: MonitorScreen, row: MonitorRow | undefined): MonitorScreen => {
  const target = row && targetOfRow(row);
  return target === undefined ? toggled(state, row) : {...state, layer: 'why', target, scroll: 0};
};

const withLog = (
  state: MonitorScreen,
  target: RowTarget | undefined,
  {view}: MonitorContext,
): MonitorScreen => {
  const pod = target && podOf(target, treeOf(view));
  return pod === undefined
    ? {
        ...state,
        notice: target === undefined ? 'Choose a component, a workload or a pod.' : 'No pod of it is there.',
      }
    : {...state, layer: 'logs', log: emptyLog(pod)};
};

export const rowsOf = (
  {shown, folds, lookedAt}: MonitorScreen,
  {view, columns}: Pick<MonitorContext, 'view' | 'columns'>,
): readonly MonitorRow[] => monitorRows(shown, view, {folds, lookedAt, columns});

export const placeOf = ({places, shown}: MonitorScreen): Place => places[shown] ?? start;

/** Where the cursor is in the rows as they are now. */
export const indexIn = (rows: readonly MonitorRow[], {key, index}: Place): number => {
  const found = rows[index]?.key === key ? index : rows.findIndex(row => row.key === key);
  return found === -1 ? Math.max(0, Math.min(index, rows.length - 1)) : found;
};

const moved = (state: MonitorScreen, rows: readonly MonitorRow[], to: number): MonitorScreen => {
  const index = Math.max(0, Math.min(to, rows.length - 1));
  const row = rows[index];
  return row === undefined ? state : placed(state, {...placeOf(state), key: row.key, index});
};

const placed = (state: MonitorScreen, place: Place): MonitorScreen => ({
  ...state,
  places: {...state.places, [state.shown]: place},
});

const toggled = (state: MonitorScreen, row: MonitorRow | undefined): MonitorScreen => {
  if (row === undefined || row.fold === 'none') {
    return state;
  }
  const isOpen = row.fold === 'closed';
  if (row.kind !== 'tree') {
    return {...state, folds: withGroup(state.folds, row.key, isOpen)};
  }
  const inner = row.row;
  const folds =
    inner.kind === 'group'
      ? withGroup(state.folds, inner.key, isOpen)
      : inner.kind === 'more'
        ? {...state.folds, showsMore: true}
        : withRow(state.folds, inner.component, inner.key, isOpen);
  return {...state, folds};
};

const leftOf = (state: MonitorScreen, rows: readonly MonitorRow[], index: number): MonitorScreen => {
  const row = rows[index];
  if (row?.fold === 'open' && state.folds.filter === '') {
    return toggled(state, row);
  }
  const parent = rows.findIndex(other => other.key === row?.parent);
  return parent === -1 ? state : moved(state, rows, parent);
};

const stepInto = (state: MonitorScreen, rows: readonly MonitorRow[], index: number): MonitorScreen =>
  rows[index] !== undefined && rows[index + 1]?.parent === rows[index]?.key
    ? moved(state, rows, index + 1)
    : state;

/** Opens everything that can be opened where nothing is open, else closes all: of the tree groups, else what stands in the list. */
const foldedAll = (state: MonitorScreen, rows: readonly MonitorRow[]): MonitorScreen => {
  const able = rows.filter(
    row => row.fold !== 'none' && (row.kind === 'tree' ? row.row.kind === 'group' : row.kind !== 'section'),
  );
  const opens = !able.some(({fold}) => fold === 'open');
  return {...state, folds: able.reduce((folds, {key}) => withGroup(folds, key, opens), state.folds)};
};

/** The cursor on a row that is there, and the view around it. */
const settled = (state: MonitorScreen, context: MonitorContext): MonitorScreen => {
  const rows = rowsOf(state, context);
  const place = placeOf(state);
  const index = indexIn(rows, place);
  const {start: top} = rowWindow(rows.length, context.rows, index, place.top);
  const key = rows[index]?.key ?? place.key;
  return key === place.key && index === place.index && top === place.top
    ? state
    : placed(state, {key, index, top});
};
