import {type AppAction, type AppContext, type AppState, appReducer, openApp} from './app-state.js';
import type {Run, World} from './ports.js';
import {attendRun} from './run-hands.js';
import {makeStore, type Store} from './store.js';
import type {RunAction} from './tree/run-screen.js';
import type {Elsewhere, WizardState} from './wizard/wizard-state.js';
import {attendWizard} from './wizard-hands.js';

/** How a person left the screens. */
export type AppResult =
  /** In the questions; the answers are in a draft where there were any. */
  | {readonly kind: 'left'; readonly hasDraft: boolean}
  /** Everything was answered and only a profile was asked for. */
  | {readonly kind: 'written'; readonly profileFile: string}
  | Elsewhere
  /** A run that is over, or that goes on without them. */
  | {readonly kind: 'run'; readonly run: Run};

type Look = Omit<AppContext, 'inquire'>;

/** The state of all screens and the hands that do for it what reducers do not. */
export interface Session {
  readonly store: Store<AppState, AppAction>;
  readonly inquire: Run['inquire'];
  /** The one that is shown, if any. */
  run(): Run | undefined;
  tellRun(action: RunAction): void;
  resize(look: Look): void;
  /** Begins to work; returns how to stop. */
  attend(leave: (result: AppResult) => void): () => void;
}

const tickMilliseconds = 1000;

export const openSession = (
  world: World,
  start: {readonly wizard: WizardState} | {readonly run: Run},
  firstLook: Look,
): Session => {
  let run = 'run' in start ? start.run : undefined;
  let look = firstLook;
  const inquire: Run['inquire'] = row => {
    if (run === undefined) {
      throw new Error('There is no run to ask about.');
    }
    return run.inquire(row);
  };
  const store = makeStore<AppState, AppAction>(
    openApp({
      now: world.now(),
      wizard: 'wizard' in start ? start.wizard : null,
      view: run?.view() ?? null,
    }),
    (state, action) => appReducer(state, action, {...look, inquire}),
  );
  const tick = (): void => store.dispatch({type: 'world', now: world.now(), view: run?.view() ?? null});

  return {
    store,
    inquire,
    run: () => run,
    tellRun: action => store.dispatch({type: 'run', action}),
    resize(next) {
      look = next;
      tick();
    },
    attend(leave) {
      const stops: (() => void)[] = [];
      const attendTo = (one: Run): void => {
        run = one;
        stops.push(attendRun(store, one, world.now));
      };
      const timer = setInterval(tick, tickMilliseconds);
      stops.push(() => clearInterval(timer));
      if (run !== undefined) {
        attendTo(run);
      }
      const wizard = attendWizard(store, world, {
        begin(job) {
          const begun = world.start(job);
          attendTo(begun);
          store.dispatch({type: 'run-began', view: begun.view()});
        },
        leaveFor: leave,
        written: profileFile => leave({kind: 'written', profileFile}),
      });
      stops.push(wizard.stop);
      let isGone = false;
      const leaving = (): void => {
        if (store.state.isLeft && !isGone) {
          isGone = true;
          leave(run === undefined ? {kind: 'left', hasDraft: wizard.keepDraft()} : {kind: 'run', run});
        }
      };
      stops.push(store.subscribe(leaving));
      leaving();
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
  };
};
