import type {PassingCause} from './backend.js';

/** Milliseconds. */
const [firstPause, longestPause] = [1000, 30_000];

/** When a step that fails of passing causes is tried again. */
export interface Attempts {
  /**
   * Milliseconds to wait, and the number of the next attempt; undefined where it has been tried for long enough.
   * @param begun when the attempt began, milliseconds of the same clock as `now`, one that nobody sets.
   */
  afterFailure(cause: PassingCause, begun: number, now: number): {pause: number; attempt: number} | undefined;
}

/** Milliseconds after which an attempt that failed at last was no failure of the same trouble. */
const longAttempt = 300_000;

/**
 * Pauses that double up to half a minute, half of each by chance, so that many steps do not come back in step. Their count begins
 * anew after an attempt that went on for long.
 * @param random 0 up to 1.
 */
export const countAttempts = (random: () => number): Attempts => {
  let failures = 0;
  let trouble: {readonly text: string; readonly since: number} | undefined;
  return {
    afterFailure({text, boundSeconds}, begun, now) {
      const bound = (boundSeconds ?? Number.POSITIVE_INFINITY) * 1000;
      failures = now - begun > longAttempt ? 0 : failures;
      // An outage before it is nothing that the bound of another trouble could be about.
      trouble = trouble?.text !== text || now - begun > bound ? {text, since: now} : trouble;
      if (now - trouble.since >= bound) {
        return undefined;
      }
      const pause = Math.min(longestPause, firstPause * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);
      failures += 1;
      return {pause, attempt: failures + 1};
    },
  };
};
