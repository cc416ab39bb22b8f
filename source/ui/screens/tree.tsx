import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import type {RunView} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {idleControls} from '../tree/control.js';
import {headline} from '../tree/header.js';
import {controlNotice, headlineText, staleNotice, wheelNotice} from '../tree/header-text.js';
import {piece} from '../tree/piece.js';
import {pinnedRows, talkLines} from '../tree/pinned-rows.js';
import {remarkOf} from '../tree/remark.js';
import {chosenIn, type RunScreen, runKeys, treeHeight} from '../tree/run-screen.js';
import {type TreeColumns, treeColumns} from '../tree/tree-columns.js';
import {indexIn} from '../tree/tree-cursor.js';
import {treeLine} from '../tree/tree-line.js';
import type {TreeRow} from '../tree/tree-row.js';
import {treeRows} from '../tree/tree-rows.js';
import {useClock} from '../use-clock.js';
import {rowWindow} from '../window.js';

export interface TreeScreenProps {
  readonly view: RunView;
  readonly state: RunScreen;
}

/** The live tree: only the rows in sight are made into lines. */
export const TreeScreen = ({view, state}: TreeScreenProps) => {
  const theme = useTheme();
  const now = useClock();
  const body = useBodySize();
  const {tree} = state;
  const rows = treeRows(view, tree.folds);
  const cursor = indexIn(rows, tree);
  const height = treeHeight(state, view, body.rows);
  const {start, end} = rowWindow(rows.length, height, cursor, tree.top);
  const pinned = pinnedRows(tree, view, body.rows);
  const columns = treeColumns(body.columns);
  const facts = headline(view, tree.seen, now);
  const of = (row: TreeRow, isFocused: boolean) => (
    <TreeLine key={row.key} row={row} isFocused={isFocused} view={view} columns={columns} now={now} />
  );
  return (
    <Frame
      title={view.title}
      right={headlineText(view, facts, theme, now)}
      context={runKeys(state)}
      hasProgress={facts.total === 0 ? 0 : facts.ready / facts.total}
      notice={
        state.notice ||
        treeNotice(view, state, rows) ||
        staleNotice(view, now) ||
        controlNotice(view) ||
        wheelNotice(view)
      }
      without={[
        ...idleControls(view, chosenIn(state, view)),
        ...(tree.isFollowing ? ['follow' as const] : []),
      ]}
    >
      {talkLines(view, body.rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is said may be said twice.
        <PieceLine key={`talk/${index}`} line={[piece(` ${line}`, 'faint')]} />
      ))}
      {rows.slice(start, end).map((row, index) => of(row, start + index === cursor))}
      {rows.length === 0 ? <PieceLine line={[piece(' Nothing has that in its name.', 'faint')]} /> : null}
      {pinned.length === 0 ? null : <PinnedGap rows={Math.max(0, height - (end - start))} />}
      {pinned.map(row => of({...row, key: `pinned/${row.key}`}, false))}
    </Frame>
  );
};

/** Keeps what is pinned at the lower end. */
const PinnedGap = ({rows}: {readonly rows: number}) =>
  Array.from({length: rows}, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: empty lines are all alike.
    <PieceLine key={index} line={[]} />
  ));

interface TreeLineProps {
  readonly row: TreeRow;
  readonly isFocused: boolean;
  readonly view: RunView;
  readonly columns: TreeColumns;
  readonly now: number;
}

const TreeLine = ({row, isFocused, view, columns, now}: TreeLineProps) => {
  const theme = useTheme();
  const isComponent = row.kind === 'component';
  const isStalled = isComponent && view.state.components[row.component]?.stalled != null;
  const remark = isComponent ? remarkOf(row.component, view, theme, now) : '';
  return <PieceLine line={treeLine(row, columns, theme, {isFocused, isStalled, remark, now})} />;
};

const treeNotice = (view: RunView, {tree}: RunScreen, rows: readonly TreeRow[]): string => {
  const found = rows.filter(row => row.kind !== 'group').length;
  if (tree.field !== null) {
    return `/ ${tree.field.text}_   ${found} found`;
  }
  if (tree.folds.filter !== '') {
    return `/ ${tree.folds.filter}   ${found} found, esc shows all`;
  }
  return view.phase === 'over' ? 'It is over. esc shows how it ended' : '';
};
