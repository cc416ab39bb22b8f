import type {RunView} from '../ports.js';
import {rowWindow} from '../window.js';
import {indexIn} from './tree-cursor.js';
import type {ComponentRow} from './tree-row.js';
import {treeRows} from './tree-rows.js';
import type {TreeState} from './tree-state.js';

/** So many failures stay at the lower end of the screen. */
const most = 3;

/** Failures that nobody has seen and that are not among the rows on the screen: they are shown below them. */
export const pinnedRows = (tree: TreeState, view: RunView, height: number): readonly ComponentRow[] => {
  const rows = treeRows(view, tree.folds);
  const unseen = rows.filter(
    (row): row is ComponentRow =>
      row.kind === 'component' && row.state === 'failed' && !tree.seen.has(row.component),
  );
  if (unseen.length === 0) {
    return [];
  }
  // What is pinned takes rows away, so what is outside is judged by the smaller window.
  const space = Math.max(1, height - Math.min(most, unseen.length));
  const {start, end} = rowWindow(rows.length, space, indexIn(rows, tree), tree.top);
  const inside = new Set(rows.slice(start, end).map(({key}) => key));
  return unseen.filter(({key}) => !inside.has(key)).slice(0, most);
};

/** What is said before the engine begins: at most a third of the body, the newest. */
export const talkLines = ({phase, talk}: RunView, height: number): readonly string[] =>
  phase === 'preparing' ? talk.slice(-Math.max(1, Math.floor(height / 3))) : [];
