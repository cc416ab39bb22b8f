import {useEffect, useState, useSyncExternalStore} from 'react';
import {KeySheet} from './components/key-sheet.js';
import {smallestSize, TooSmall} from './components/too-small.js';
import {useKeyPresses} from './key-press.js';
import type {MonitorAction} from './monitor/monitor-screen.js';
import {
  type MonitorState,
  type MonitorStateAction,
  type MonitorTermsNow,
  monitorState,
  openMonitorState,
} from './monitor/monitor-state.js';
import type {Monitor} from './ports.js';
import {bodyOf, useScreenSize} from './screen-size.js';
import {useLog} from './screens/logs.js';
import {MonitorScreen} from './screens/monitor.js';
import {useTail} from './screens/why.js';
import {makeStore, type Store} from './store.js';
import {useTheme} from './theme.js';
import {ClockContext} from './use-clock.js';

export interface MonitorAppProps {
  readonly monitor: Monitor;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly leave: () => void;
}

interface MonitorSession {
  readonly store: Store<MonitorState, MonitorStateAction>;
  resize(terms: Pick<MonitorTermsNow, 'theme' | 'columns' | 'rows'>): void;
  tell(action: MonitorAction): void;
  look(): void;
}

const openSession = (
  {monitor, now}: Omit<MonitorAppProps, 'leave'>,
  first: Pick<MonitorTermsNow, 'theme' | 'columns' | 'rows'>,
): MonitorSession => {
  let terms: MonitorTermsNow = {...first, inquire: monitor.inquire};
  const store = makeStore<MonitorState, MonitorStateAction>(
    openMonitorState(monitor.view(), now()),
    (state, action) => monitorState(state, action, terms),
  );
  return {
    store,
    resize(next) {
      terms = {...terms, ...next};
      store.dispatch({type: 'screen', action: {type: 'world', now: now()}});
    },
    tell: action => store.dispatch({type: 'screen', action}),
    look: () => store.dispatch({type: 'look', view: monitor.view(), now: now()}),
  };
};

/** What is not heard of changes nothing, and yet its age is shown. */
const tickMilliseconds = 1000;

/** All screens of a cluster that is only looked at. */
export const MonitorApp = ({monitor, now, leave}: MonitorAppProps) => {
  const theme = useTheme();
  const size = useScreenSize();
  const {columns, rows} = bodyOf(size);
  const [session] = useState(() => openSession({monitor, now}, {theme, columns, rows}));
  const {store} = session;
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  useEffect(() => session.resize({theme, columns, rows}), [session, theme, columns, rows]);
  useEffect(() => {
    const timer = setInterval(session.look, tickMilliseconds);
    const stop = monitor.subscribe(session.look);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [session, monitor]);
  useEffect(() => {
    if (state.screen.isLeft) {
      leave();
    }
  }, [state.screen.isLeft, leave]);
  useKeyPresses(press => store.dispatch({type: 'key', press, now: now()}));
  useLog(monitor, state.screen.log?.pod ?? null, session.tell);
  const asked = state.screen.layer === 'why' ? state.screen.target : null;
  useTail(monitor, asked === null ? undefined : monitor.inquire(asked).log, session.tell);
  const isTooSmall = size.columns < smallestSize.columns || size.rows < smallestSize.rows;
  return (
    <ClockContext value={state.now}>
      {isTooSmall ? (
        <TooSmall isRunning={false} />
      ) : state.sheet === null ? (
        <MonitorScreen view={state.view} state={state.screen} inquire={monitor.inquire} />
      ) : (
        <KeySheet of={state.sheet} />
      )}
    </ClockContext>
  );
};
