import {useEffect, useState, useSyncExternalStore} from 'react';
import type {AppState} from './app-state.js';
import {Confirm} from './components/confirm.js';
import {KeySheet} from './components/key-sheet.js';
import {smallestSize, TooSmall} from './components/too-small.js';
import {useKeyPresses} from './key-press.js';
import type {Run, World} from './ports.js';
import {bodyOf, useScreenSize} from './screen-size.js';
import {useLog} from './screens/logs.js';
import {RunScreen} from './screens/run.js';
import {useTail} from './screens/why.js';
import {WizardScreen} from './screens/wizard.js';
import {type AppResult, openSession, type Session} from './session.js';
import {useTheme} from './theme.js';
import type {RunScreen as RunScreenState} from './tree/run-screen.js';
import {ClockContext} from './use-clock.js';
import type {WizardState} from './wizard/wizard-state.js';

export interface AppProps {
  readonly world: World;
  /** What is shown first: questions, or a run that is there. */
  readonly start: {readonly wizard: WizardState} | {readonly run: Run};
  readonly leave: (result: AppResult) => void;
}

/** All screens. What is shown is the session's state; what happens is the session's. */
export const App = ({world, start, leave}: AppProps) => {
  const theme = useTheme();
  const size = useScreenSize();
  const {columns, rows} = bodyOf(size);
  const [session] = useState(() => openSession(world, start, {theme, columns, rows}));
  const {store} = session;
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  useEffect(() => session.attend(leave), [session, leave]);
  useEffect(() => session.resize({theme, columns, rows}), [session, theme, columns, rows]);
  useKeyPresses(press => store.dispatch({type: 'key', press}));
  const isTooSmall = size.columns < smallestSize.columns || size.rows < smallestSize.rows;
  const run = session.run();
  return (
    <ClockContext value={state.now}>
      {run === undefined ? null : (
        <OpenLog run={run} screen={state.run?.screen ?? null} tell={session.tellRun} />
      )}
      {isTooSmall ? <TooSmall isRunning={state.run !== null} /> : <Shown state={state} session={session} />}
    </ClockContext>
  );
};

const Shown = ({state, session}: {readonly state: AppState; readonly session: Session}) => {
  const {layer, run, wizard} = state;
  if (layer?.kind === 'sheet') {
    return <KeySheet of={layer.of} />;
  }
  if (layer?.kind === 'question') {
    return <Confirm title={run?.view.title ?? 'Genestack'} {...layer.question} index={layer.index} />;
  }
  if (run !== null) {
    return <RunScreen view={run.view} state={run.screen} inquire={session.inquire} />;
  }
  return wizard === null ? null : <WizardScreen state={wizard} />;
};

/** Reads on while something stands before it. */
const OpenLog = ({
  run,
  screen,
  tell,
}: {
  readonly run: Run;
  readonly screen: RunScreenState | null;
  readonly tell: Session['tellRun'];
}) => {
  useLog(run, screen?.log?.pod ?? null, tell);
  const asked = screen?.layer === 'why' ? screen.target : null;
  useTail(run, asked === null ? undefined : run.inquire(asked).log, tell);
  return null;
};
