import type {ScreenAction} from '../keys.js';
import {editText, fieldOf, type TextField} from '../text-field.js';
import {heard, onOpened, withLog} from '../tree/opened.js';
import {
  foldedAll,
  indexIn,
  leftOf,
  moved,
  placeOf,
  rightOf,
  rowsOf,
  settled,
  toggled,
} from './monitor-cursor.js';
import {type MonitorRow, targetOfRow} from './monitor-row.js';
import type {MonitorAction, MonitorContext, MonitorScreen} from './monitor-screen.js';
import {treeOf} from './monitor-tree.js';
import {type MonitorViewName, monitorViews} from './monitor-views.js';

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
    case 'tail':
      return heard(state, action, context.rows);
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
  return state.layer === 'list'
    ? settled(onList(state, action, context), context)
    : onOpened(state, state.layer, action, 'list', {...context, view: treeOf(context.view)});
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
      return rightOf(state, rows, index);
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
      return withLog({...state, target: null}, row && targetOfRow(row), treeOf(context.view));
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

/** What cannot be asked about opens. */
const asked = (state: MonitorScreen, row: MonitorRow | undefined): MonitorScreen => {
  const target = row && targetOfRow(row);
  return target === undefined ? toggled(state, row) : {...state, layer: 'why', target, scroll: 0};
};
