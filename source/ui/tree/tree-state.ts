import type {RunState} from '../../engine/state.js';
import type {ScreenAction} from '../keys.js';
import type {RunView} from '../ports.js';
import type {TextField} from '../text-field.js';
import {type Folds, noFolds} from './folds.js';
import {groups} from './plan-order.js';
import {groupKey} from './tree-row.js';

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
