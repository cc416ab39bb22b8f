import type {MonitorView} from '../../monitor/view.js';
import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import {bigLines} from '../monitor/big-lines.js';
import {indexIn, placeOf, rowsOf} from '../monitor/monitor-cursor.js';
import {ageNotice, monitorHealth, monitorTitle} from '../monitor/monitor-header.js';
import {monitorLine} from '../monitor/monitor-line.js';
import {type MonitorScreen as MonitorState, monitorKeys} from '../monitor/monitor-screen.js';
import {treeOf} from '../monitor/monitor-tree.js';
import type {Monitor} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import type {Line} from '../tree/piece.js';
import {treeColumns} from '../tree/tree-columns.js';
import {useClock} from '../use-clock.js';
import {rowWindow} from '../window.js';
import {CopyScreen} from './copy.js';
import {LogsScreen} from './logs.js';
import {WhyScreen} from './why.js';

export interface MonitorScreenProps {
  readonly view: MonitorView;
  readonly state: MonitorState;
  readonly inquire: Monitor['inquire'];
}

/** Whatever of a monitored cluster is in front. */
export const MonitorScreen = ({view, state, inquire}: MonitorScreenProps) => {
  const {target, scroll, notice} = state;
  if (state.layer === 'why' && target !== null) {
    return (
      <WhyScreen
        view={treeOf(view)}
        target={target}
        scroll={scroll}
        inquire={inquire}
        notice={notice}
        tail={state.tail}
        context="monitor-why"
      />
    );
  }
  if (state.layer === 'logs' && state.log !== null) {
    return <LogsScreen log={state.log} />;
  }
  if (state.layer === 'copy' && target !== null) {
    return <CopyScreen target={target} inquiry={inquire(target)} />;
  }
  return state.shown === 'big' ? <BigScreen view={view} /> : <ListScreen view={view} state={state} />;
};

const ListScreen = ({view, state}: Omit<MonitorScreenProps, 'inquire'>) => {
  const theme = useTheme();
  const now = useClock();
  const {columns, rows: height} = useBodySize();
  const rows = rowsOf(state, {view, columns});
  const place = placeOf(state);
  const cursor = indexIn(rows, place);
  const {start, end} = rowWindow(rows.length, height, cursor, place.top);
  const facts = {width: columns, columns: treeColumns(columns), now};
  return (
    <Frame
      title={monitorTitle(view, state.shown, theme)}
      right={monitorHealth(view)}
      context={monitorKeys(state)}
      notice={state.notice || filterNotice(state, rows.length) || ageNotice(view, now)}
    >
      <Lines
        lines={rows
          .slice(start, end)
          .map((row, index) => monitorLine(row, theme, {...facts, isFocused: start + index === cursor}))}
      />
    </Frame>
  );
};

const filterNotice = ({field, folds}: MonitorState, found: number): string =>
  field !== null
    ? `/ ${field.text}_   ${found} rows`
    : folds.filter === ''
      ? ''
      : `/ ${folds.filter}   ${found} rows, esc shows all`;

const BigScreen = ({view}: {readonly view: MonitorView}) => {
  const theme = useTheme();
  const now = useClock();
  const {columns, rows} = useBodySize();
  return (
    <Frame
      title={monitorTitle(view, 'big', theme)}
      right={monitorHealth(view)}
      context="monitor-big"
      notice={ageNotice(view, now)}
    >
      <Lines lines={bigLines(view, theme, columns, rows)} />
    </Frame>
  );
};

const Lines = ({lines}: {readonly lines: readonly Line[]}) =>
  lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
    <PieceLine key={index} line={line} />
  ));
