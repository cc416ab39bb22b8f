import type {AppAction, AppState} from './app-state.js';
import type {Run} from './ports.js';
import type {Store} from './store.js';

/** What changed meanwhile is shown together; no screen shows more often. */
const frameMilliseconds = 50;

/** Listens to a run and interrupts it as often as the screens want. Returns how to stop. */
export const attendRun = (store: Store<AppState, AppAction>, run: Run, now: () => number): (() => void) => {
  const tell = (): void => store.dispatch({type: 'world', now: now(), view: run.view()});
  let frame: NodeJS.Timeout | undefined;
  const stopListening = run.subscribe(() => {
    frame ??= setTimeout(() => {
      frame = undefined;
      tell();
    }, frameMilliseconds);
  });
  let interrupts = 0;
  const look = (): void => {
    while (interrupts < (store.state.run?.interrupts ?? 0)) {
      interrupts += 1;
      run.interrupt();
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
