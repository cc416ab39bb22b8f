import {widthOf} from './layout.js';

/** What has a form of its own; the rest loses its marks or becomes `?`. */
const forms: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '.',
  '\u2190': '<',
  '\u2191': '^',
  '\u2192': '>',
  '\u2193': 'v',
  '\u00b7': '.',
  '\u2022': '*',
  '\u00d7': 'x',
  '\u203a': '>',
  '\u2039': '<',
  '\u2265': '>',
  '\u2264': '<',
  '\u2713': '+',
  '\u2714': '+',
  '\u2716': 'x',
  '\u00a0': ' ',
};

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** A text of ASCII only that takes the same cells, so that nothing behind it moves; escape sequences stay. */
export const foldAscii = (text: string): string =>
  text.replace(/[^\u0000-\u007f]+/g, run =>
    Array.from(graphemes.segment(run), ({segment}) => foldOne(segment)).join(''),
  );

const foldOne = (grapheme: string): string => {
  const cells = widthOf(grapheme);
  const form = forms[grapheme] ?? grapheme.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return form.length === cells && /^[\u0020-\u007e]*$/.test(form) ? form : '?'.repeat(cells);
};
