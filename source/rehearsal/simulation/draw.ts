import {createHash} from 'node:crypto';

/** A number in [0, 1) that the seed and the key alone decide, evenly spread. */
export const draw = (seed: number, key: string): number =>
  createHash('sha256').update(`${seed}/${key}`).digest().readUInt32BE() / 2 ** 32;

/** Milliseconds of something that takes `seconds` on a real cluster: within 30 % of it by the draw, times the pace. */
export const drawMilliseconds = (seed: number, key: string, seconds: number, pace: number): number =>
  Math.max(1, Math.round(seconds * 1000 * pace * (0.7 + 0.6 * draw(seed, key))));
