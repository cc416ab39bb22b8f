const firstPause = 200;
const longestPause = 10_000;

/** Keys to be worked on, each by one worker at a time and once for however many additions came before. */
export interface WorkQueue {
  /** Works on the key, after so many milliseconds; the earliest of several wishes holds. */
  add(key: string, milliseconds?: number): void;
  stop(): void;
}

export interface WorkQueueOptions {
  readonly concurrency?: number;
  /** Hears of a failure once per row of failures; the key is tried again, later each time. */
  readonly onError: (key: string, error: unknown) => void;
}

/** A queue whose work is repeated until it succeeds. */
export const createWorkQueue = (
  work: (key: string) => Promise<void>,
  {concurrency = 8, onError}: WorkQueueOptions,
): WorkQueue => {
  const due = new Set<string>();
  const running = new Set<string>();
  const later = new Map<string, {at: number; timer: NodeJS.Timeout}>();
  const failures = new Map<string, number>();
  let stopped = false;

  const pump = (): void => {
    for (const key of due) {
      if (stopped || running.size >= concurrency) {
        return;
      }
      if (!running.has(key)) {
        due.delete(key);
        running.add(key);
        void run(key);
      }
    }
  };

  const run = async (key: string): Promise<void> => {
    try {
      await work(key);
      failures.delete(key);
    } catch (error) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      if (count === 0 && !stopped) {
        onError(key, error);
      }
      add(key, Math.min(longestPause, firstPause * 2 ** Math.min(count, 10)));
    } finally {
      running.delete(key);
      pump();
    }
  };

  const add = (key: string, milliseconds = 0): void => {
    if (stopped) {
      return;
    }
    const planned = later.get(key);
    const at = Date.now() + milliseconds;
    if (milliseconds > 0) {
      if (planned === undefined || at < planned.at) {
        clearTimeout(planned?.timer);
        later.set(key, {at, timer: setTimeout(() => add(key), milliseconds)});
      }
      return;
    }
    clearTimeout(planned?.timer);
    later.delete(key);
    due.add(key);
    pump();
  };

  return {
    add,
    stop: () => {
      stopped = true;
      for (const {timer} of later.values()) {
        clearTimeout(timer);
      }
    },
  };
};
