import {exitCodes} from '../errors.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type InterruptSignal = (typeof signals)[number];

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const samePressMilliseconds = 300;

/** The part of `process` that is needed. */
export interface Interruptible {
  on(signal: InterruptSignal, listener: () => void): unknown;
  off(signal: InterruptSignal, listener: () => void): unknown;
  exit(code: number): unknown;
}

export interface InterruptOptions {
  /** Those that ask; all three where absent. */
  readonly of?: readonly InterruptSignal[];
  /** What the second one does; exits with 130 where absent. */
  again?(): void;
  /** Milliseconds, any origin. */
  clock?(): number;
}

export interface Interrupt {
  /** Aborted by the first. */
  readonly signal: AbortSignal;
  /** Gives the signals back to whoever had them. */
  stop(): void;
}

/** The first signal asks to stop politely, the second ends at once. */
export const politeInterrupt = (target: Interruptible, options: InterruptOptions = {}): Interrupt => {
  const {of = signals, again = () => target.exit(exitCodes.interrupted)} = options;
  const {clock = () => performance.now()} = options;
  const controller = new AbortController();
  let first = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      first = clock();
      controller.abort(new Error('interrupted'));
    } else if (clock() - first > samePressMilliseconds) {
      again();
    }
  };
  for (const signal of of) {
    target.on(signal, listener);
  }
  return {
    signal: controller.signal,
    stop() {
      for (const signal of of) {
        target.off(signal, listener);
      }
    },
  };
};
