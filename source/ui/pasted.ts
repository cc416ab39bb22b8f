import {sanitise} from '../cluster/sanitise.js';

/** Longer than this no field of ours is. */
const longest = 4000;

/** Pasted text without anything that a terminal would obey; on one line, as every field is. */
export const pasted = (text: string): string => sanitise(text, longest).replace(/\s+/g, ' ').trim();
