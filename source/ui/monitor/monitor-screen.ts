import type {MonitorView} from '../../monitor/view.js';
import type {KeyContext} from '../key-contexts.js';
import type {ScreenAction} from '../keys.js';
import type {TextField} from '../text-field.js';
import {type Folds, noFolds} from '../tree/folds.js';
import type {LogAction} from '../tree/log-view.js';
import {nothingOpened, type Opened, type OpenedContext, type OpenedLayer} from '../tree/opened.js';
import type {TailAction} from '../tree/tail.js';
import type {MonitorViewName} from './monitor-views.js';

/** Where a person is in a list; the place is where the cursor stays when its row goes away. */
export interface Place {
  readonly key: string;
  readonly index: number;
  /** The first row that is shown. */
  readonly top: number;
}

/** Everything that a person sees of a monitored cluster, beside the cluster itself. */
export interface MonitorScreen extends Opened {
  readonly shown: MonitorViewName;
  readonly layer: 'list' | OpenedLayer;
  readonly places: Readonly<Partial<Record<MonitorViewName, Place>>>;
  readonly folds: Folds;
  /** The filter as it is being typed; null where it is not. */
  readonly field: TextField | null;
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

export interface MonitorContext extends OpenedContext {
  readonly view: MonitorView;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const openMonitorScreen = (now: number): MonitorScreen => ({
  ...nothingOpened,
  shown: 'tree',
  layer: 'list',
  places: {},
  folds: noFolds,
  field: null,
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
