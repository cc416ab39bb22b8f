import {exitCodes} from '../errors.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const samePressMilliseconds = 300;

/** The part of `process` that is needed. */
export interface Interruptible {
  on(signal: (typeof signals)[number], listener: () => void): unknown;
  off(signal: (typeof signals)[number], listener: () => void): unknown;
  exit(code: number): unknown;
}

export interface Interrupt {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** A key that the terminal makes no signal of: it comes once, so the next one is the second. */
  press(): void;
  /** Gives the signals back to whoever had them. */
  stop(): void;
}

/**
 * The first signal asks to stop politely, the second exits at once with 130.
 * @param clock milliseconds, any origin
 */
export const politeInterrupt = (
  target: Interruptible,
  clock: () => number = () => performance.now(),
): Interrupt => {
  const controller = new AbortController();
  let first = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      first = clock();
      controller.abort(new Error('interrupted'));
    } else if (clock() - first > samePressMilliseconds) {
      target.exit(exitCodes.interrupted);
    }
  };
  for (const signal of signals) {
    target.on(signal, listener);
  }
  return {
    signal: controller.signal,
    press() {
      if (controller.signal.aborted) {
        target.exit(exitCodes.interrupted);
      } else {
        listener();
      }
    },
    stop() {
      for (const signal of signals) {
        target.off(signal, listener);
      }
    },
  };
};
