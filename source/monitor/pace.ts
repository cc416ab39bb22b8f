/** Gathers changes, and tells of those of a moment together. */
export interface Pace {
  /** Something has changed: it is told after a rest, with all that changes meanwhile. */
  mark(): void;
  /** Tells now what would be told after the rest. */
  tell(): void;
  /** Does a work at the next telling, before listeners hear of it. */
  later(work: () => void): void;
  /** Calls back at every telling; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Tells nothing more. */
  stop(): void;
}

export interface PaceTerms {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The shortest rest between a change and its telling. */
  readonly paceMilliseconds: number;
  /** Called first at every telling. */
  readonly onTell: () => void;
}

/** Rest is at least so many times as long as the look before it, but no longer than is bearable for who watches. */
const restPerLook = 40;
const longestRest = 3000;

/** A pace that slows down, to three seconds at most, where looking takes long. */
export const createPace = ({now, paceMilliseconds, onTell}: PaceTerms): Pace => {
  const listeners = new Set<() => void>();
  const works = new Set<() => void>();
  let rest = paceMilliseconds;
  let willTell: NodeJS.Timeout | undefined;

  const tell = (): void => {
    clearTimeout(willTell);
    willTell = undefined;
    onTell();
    const began = now();
    for (const work of works) work();
    works.clear();
    for (const listener of [...listeners]) listener();
    // A large cluster in which much changes is looked at less often, so that looking and showing never take more than a small
    // part of the time; what listeners show is shown before the next turn.
    setImmediate(() => {
      rest = Math.min(longestRest, Math.max(paceMilliseconds, (now() - began) * restPerLook));
    });
  };

  return {
    mark() {
      willTell ??= setTimeout(tell, rest);
    },
    tell,
    later: work => void works.add(work),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearTimeout(willTell);
      listeners.clear();
    },
  };
};
