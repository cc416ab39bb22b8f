import type {Inquiry} from '../../cluster/observation.js';
import type {MonitorView} from '../../monitor/view.js';
import type {KeyContext, ScreenAction} from '../keys.js';
import type {TextField} from '../text-field.js';
import type {Theme} from '../theme.js';
import {type Folds, noFolds} from '../tree/folds.js';
import type {LogAction, LogState} from '../tree/log-view.js';
import type {RowTarget} from '../tree/row-target.js';
import type {Tail, TailAction} from '../tree/tail.js';
import type {MonitorViewName} from './monitor-views.js';

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
