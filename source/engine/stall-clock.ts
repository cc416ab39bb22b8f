import type {Clocks, Quiet} from './backend.js';

export interface StallHands {
  /** It waits inside itself for another, which has a clock of its own. */
  isHeld(): boolean;
  /** What it waits for is waited out, however long it takes. */
  isWaitedOut(): boolean;
  /** Milliseconds since 1970; told again when `until` changes. */
  stalled(since: number, until: number): void;
  moved(): void;
  /** @param seconds for which there was no sign of life. */
  givenUp(seconds: number): void;
}

export interface StallClock {
  /** A sign of life. */
  moved(): void;
  /** Adds its patience once more; returns what it is then, in seconds. */
  lengthen(): number;
  stop(): void;
}

/** A look is never sooner, so that a time that is over cannot make it look for ever. */
const leastMilliseconds = 1000;

/**
 * Measures for how long there was no sign of life, never how long it takes.
 * @param heardAt milliseconds since 1970 when the world was last heard of: what could not be seen then is no silence.
 */
export const stallClock = (
  {quietSeconds, patienceSeconds}: Quiet,
  {clock, elapsed, after}: Pick<Clocks, 'clock' | 'elapsed' | 'after'>,
  heardAt: () => number | undefined,
  hands: StallHands,
): StallClock => {
  const quiet = quietSeconds * 1000;
  let patience = patienceSeconds * 1000;
  let last = elapsed();
  let isStalled = false;
  let callOff = () => {};

  const tell = () => {
    const since = clock() - (elapsed() - last);
    hands.stalled(since, since + patience);
  };
  /** For how long nothing could be seen. */
  const deafFor = () => Math.max(0, clock() - (heardAt() ?? clock()));
  /** @returns whether that ended a silence that was longer than ordinary. */
  const alive = (): boolean => {
    const wasStalled = isStalled;
    last = elapsed();
    isStalled = false;
    if (wasStalled) {
      hands.moved();
    }
    return wasStalled;
  };
  const lookIn = (milliseconds: number) => {
    callOff = after(Math.max(leastMilliseconds, milliseconds), look);
  };
  const look = () => {
    if (hands.isHeld()) {
      alive();
    }
    const now = elapsed();
    if (!isStalled && now - last >= quiet) {
      isStalled = true;
      tell();
    }
    const silence = now - deafFor() - last;
    if (silence >= patience && !hands.isWaitedOut()) {
      hands.givenUp(silence / 1000);
    } else {
      lookIn(last + (isStalled ? patience : Math.min(quiet, patience)) - now);
    }
  };
  lookIn(Math.min(quiet, patience));
  return {
    moved() {
      // The look that is due next is as far away as patience was long.
      if (alive()) {
        callOff();
        lookIn(Math.min(quiet, patience));
      }
    },
    lengthen() {
      patience += patienceSeconds * 1000;
      if (isStalled) {
        tell();
      }
      return patience / 1000;
    },
    stop: () => callOff(),
  };
};
