import type {Watcher} from './protocol.js';

/** Who looks on, by a number of its own, and who of them may send intentions. */
export interface Wheel {
  readonly watchers: ReadonlyMap<number, Watcher>;
  readonly holder: number | null;
}

export type WheelEvent =
  | {readonly type: 'came'; readonly id: number; readonly watcher: Watcher}
  | {readonly type: 'went'; readonly id: number}
  | {readonly type: 'take'; readonly id: number}
  | {readonly type: 'give'; readonly id: number};

export const freeWheel: Wheel = {watchers: new Map(), holder: null};

/** Whoever comes while nobody has it has it; whoever takes it has it, whoever had it before; only the holder gives it away. */
export const wheelAfter = (wheel: Wheel, event: WheelEvent): Wheel => {
  const {watchers, holder} = wheel;
  const {id} = event;
  switch (event.type) {
    case 'came':
      return {watchers: new Map([...watchers, [id, event.watcher]]), holder: holder ?? id};
    case 'went':
      return {
        watchers: new Map([...watchers].filter(([one]) => one !== id)),
        holder: holder === id ? null : holder,
      };
    case 'take':
      return watchers.has(id) && holder !== id ? {...wheel, holder: id} : wheel;
    case 'give':
      return holder === id ? {...wheel, holder: null} : wheel;
    default:
      return event satisfies never;
  }
};
