import type {AppAction, AppState} from './app-state.js';
import type {Run} from './ports.js';
import type {Store} from './store.js';

/** What changed meanwhile is shown together; no screen shows more often. */
const frameMilliseconds = 50;

/** Listens to a run, and does with it what the screens want. Returns how to stop. */
export const attendRun = (store: Store<AppState, AppAction>, run: Run, now: () => number): (() => void) => {
  const tell = (): void => store.dispatch({type: 'world', now: now(), view: run.view()});
  let frame: NodeJS.Timeout | undefined;
  const stopListening = run.subscribe(() => {
    frame ??= setTimeout(() => {
      frame = undefined;
      tell();
    }, frameMilliseconds);
  });
  let [isInterrupted, done] = [false, 0];
  const look = (): void => {
    const {run: wanted} = store.state;
    if (wanted?.isInterrupted === true && !isInterrupted) {
      isInterrupted = true;
      run.interrupt();
    }
    for (const one of wanted?.wanted.slice(done) ?? []) {
      done += 1;
      if (one.type === 'turn-wheel') {
        run.turnWheel();
      } else {
        run.intend(one);
      }
    }
  };
  const stopLooking = store.subscribe(look);
  void run.ended.then(tell, tell);
  look();
  return () => {
    clearTimeout(frame);
    stopListening();
    stopLooking();
  };
};
