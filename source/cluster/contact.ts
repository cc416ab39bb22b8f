/** Whether the API server answers, by all that is asked of it. */
export interface Contact {
  /** An answer came. */
  heard(): void;
  /** None came, or one that says that it cannot answer; why, without a full stop. */
  missed(why: string): void;
  /**
   * Calls back once when it has been silent for long enough to say so, at once where it is already, and once when it is back; returns
   * how to stop.
   */
  listen(listener: (word: ContactWord) => void): () => void;
}

/** Times are milliseconds since 1970. */
export type ContactWord =
  | {readonly type: 'silent'; readonly since: number; readonly why: string}
  | {readonly type: 'heard'; readonly since: number};

/** A restart of an API server behind a balancer takes less. */
const worthSayingMilliseconds = 5000;

export const createContact = (now: () => number = Date.now): Contact => {
  const listeners = new Set<(word: ContactWord) => void>();
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isSaid = false;
  let reason = '';

  const tell = (word: ContactWord): void => {
    for (const listener of listeners) listener(word);
  };

  return {
    heard() {
      clearTimeout(timer);
      if (isSaid && since !== undefined) tell({type: 'heard', since});
      since = undefined;
      isSaid = false;
    },
    missed(why) {
      reason = why;
      if (since !== undefined) return;
      const began = now();
      since = began;
      timer = setTimeout(() => {
        isSaid = true;
        tell({type: 'silent', since: began, why: reason});
      }, worthSayingMilliseconds);
      timer.unref();
    },
    listen(listener) {
      listeners.add(listener);
      if (isSaid && since !== undefined) listener({type: 'silent', since, why: reason});
      return () => listeners.delete(listener);
    },
  };
};
