import {stripVTControlCharacters} from 'node:util';

const written: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u2192': '->',
};

/** A text on one line that any terminal and any log shows: printable ASCII, `?` for what has no such form. */
export const ascii = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2192]/g, character => written[character] ?? '?')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/[^\u0020-\u007e]/gu, '?')
    .trim();

/** `a`, `a and b`, `a, b and c`; past `most` the rest is a number. */
export const listed = (names: readonly string[], most = 6): string => {
  const shown =
    names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
};

/** `1 step`, `2 steps`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const ordinals = new Intl.PluralRules('en', {type: 'ordinal'});
const endings: Readonly<Record<string, string>> = {one: 'st', two: 'nd', few: 'rd', other: 'th'};

/** `1st`, `2nd`, `11th`. */
export const nth = (count: number): string => `${count}${endings[ordinals.select(count)]}`;

/** A text that is one sentence among others: it ends with a full stop, once. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
