import type {Told} from './protocol.js';

export interface Entry {
  readonly number: number;
  readonly told: Told;
}

/** All that was told as far as it still says something: whoever comes later is told the same and knows the same. */
export interface History {
  put(told: Told): Entry;
  after(number: number): Entry[];
}

interface Kept {
  readonly key: string;
  /** So many of this key; an older one is left out. */
  readonly most: number;
}

/** A later progress of a step says all that an earlier one did; of talk nobody reads more than a screen has. */
const keptOf = (told: Told): Kept | undefined => {
  switch (told.type) {
    case 'say':
      return {key: 'say', most: 200};
    case 'building':
      return {key: 'building', most: 1};
    case 'tool-line':
      return {key: `tool-line ${told.component}`, most: 40};
    case 'event':
      return told.event.type === 'progress' ? {key: `progress ${told.event.step}`, most: 1} : undefined;
    default:
      return undefined;
  }
};

export const makeHistory = (): History => {
  const entries = new Map<number, Entry>();
  const numbers = new Map<string, number[]>();
  let last = 0;
  return {
    put(told) {
      last += 1;
      const entry = {number: last, told};
      entries.set(last, entry);
      const kept = keptOf(told);
      if (kept !== undefined) {
        const of = numbers.get(kept.key) ?? [];
        numbers.set(kept.key, of);
        of.push(last);
        if (of.length > kept.most) {
          entries.delete(of.shift() ?? 0);
        }
      }
      return entry;
    },
    after: number => [...entries.values()].filter(entry => entry.number > number),
  };
};
