import type {ScreenAction} from '../keys.js';
import {editText, fieldOf, type TextField} from '../text-field.js';
import {jumpMilliseconds, movedLast} from './follow.js';
import {foldedAll, indexIn, leftOf, moved, rightOf, scrolled, settled, toggled} from './tree-cursor.js';
import {componentKey, groupKey} from './tree-row.js';
import {treeRows} from './tree-rows.js';
import type {TreeAction, TreeContext, TreeState} from './tree-state.js';

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

const typed = (state: TreeState, field: TextField, context: TreeContext): TreeState =>
  settled({...state, field, folds: {...state.folds, filter: field.text.trim()}}, context);

/** The cursor on what moved last, now and then, as long as nobody moves it. */
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
