import prettyMilliseconds from 'pretty-ms';
import {componentHappening, type Standing} from './lately.js';
import type {Happening, MonitoredComponent} from './view.js';

/** Components as they were at the look before, and since when. */
export interface Standings {
  /**
   * What has changed among the components since the look before; nothing at the first one after all was seen once.
   * @param at milliseconds since 1970.
   * @param isComplete whether all that may be seen was seen once: before, what is absent may only not have come yet.
   */
  compare(present: readonly MonitoredComponent[], at: number, isComplete: boolean): Happening[];
}

export const createStandings = (): Standings => {
  /** Undefined before the first look at all; later there may be none. */
  let standings: ReadonlyMap<string, Standing> | undefined;
  return {
    compare(present, at, isComplete) {
      if (!isComplete) return [];
      const next = new Map<string, Standing>();
      for (const {name, state} of present) {
        const before = standings?.get(name);
        const isReady = state === 'ready';
        next.set(name, before?.isReady === isReady ? before : {isReady, since: at});
      }
      const known = standings ?? next;
      standings = next;
      return [...new Set([...next.keys(), ...known.keys()])].flatMap(
        name => componentHappening(name, known.get(name), next.get(name), at, duration) ?? [],
      );
    },
  };
};

const duration = (milliseconds: number): string =>
  prettyMilliseconds(Math.max(1000, milliseconds), {unitCount: 2, secondsDecimalDigits: 0});
