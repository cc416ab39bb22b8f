import type {Meaning} from '../theme.js';

/** A piece of a line that has one meaning. */
export interface Piece {
  readonly text: string;
  readonly meaning: Meaning;
}

export type Line = readonly Piece[];

export const piece = (text: string, meaning: Meaning = 'plain'): Piece => ({text, meaning});
export const emptyLine: Line = [];
