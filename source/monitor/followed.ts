import type {LiveMonitor} from './live.js';
import type {MonitorView} from './view.js';

/** A monitor that can be led to another cluster. */
export interface FollowedMonitor extends LiveMonitor {
  /**
   * Looks at another cluster from now on: nothing of what is known of this one is true there. What was seen last is shown until the
   * other has answered.
   */
  beginAnew(): void;
}

/** @param begin looks at the cluster that is led to now. */
export const followMonitor = (begin: () => LiveMonitor): FollowedMonitor => {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const begun = (): LiveMonitor => {
    const monitor = begin();
    monitor.subscribe(tell);
    return monitor;
  };

  let current = begun();
  /** The cluster before, as it was seen last, as long as the other has not answered. */
  let last: {readonly monitor: LiveMonitor; readonly view: MonitorView} | undefined;

  const complete = (async () => {
    for (let waited: LiveMonitor | undefined; waited !== current; ) {
      waited = current;
      await waited.complete;
    }
  })();

  return {
    view() {
      const now = current.view();
      if (last === undefined || now.asOf !== null) {
        last = undefined;
        return now;
      }
      const trouble = `the kubeconfig names another cluster now, ${now.context}, which has not answered yet${now.trouble === '' ? '' : `: ${now.trouble}`}`;
      if (last.view.trouble !== trouble) last = {...last, view: {...last.view, trouble}};
      return last.view;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    complete,
    get live() {
      return (last?.monitor ?? current).live;
    },
    resourcesOf: component => (last?.monitor ?? current).resourcesOf(component),
    beginAnew() {
      const view = current.view();
      if (view.asOf !== null) last ??= {monitor: current, view};
      current.close();
      current = begun();
      tell();
    },
    close() {
      listeners.clear();
      current.close();
    },
  };
};
