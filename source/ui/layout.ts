import stringWidth from 'string-width';
import type {Theme} from './theme.js';

/** Cells of a terminal that a text takes. */
export const widthOf = (text: string): number =>
  /^[\u0020-\u007e]*$/.test(text) ? text.length : stringWidth(text);

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** At most `width` cells of a text, from its beginning. */
const head = (text: string, width: number): string => {
  let [end, used] = [0, 0];
  for (const {segment, index} of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > width) {
      break;
    }
    end = index + segment.length;
  }
  return text.slice(0, end);
};

type Marks = Pick<Theme, 'glyphs'> | undefined;
const ellipsisOf = (theme: Marks): string => theme?.glyphs.ellipsis ?? '…';

/** At most `width` cells; a longer text ends with an ellipsis. */
export const cut = (text: string, width: number, theme?: Marks): string => {
  const space = Math.max(0, width);
  if (widthOf(text) <= space) {
    return text;
  }
  const ellipsis = ellipsisOf(theme);
  return space <= widthOf(ellipsis)
    ? head(text, space)
    : head(text, space - widthOf(ellipsis)).trimEnd() + ellipsis;
};

/** The same with the ellipsis in the middle, for paths and names that differ at their ends. */
export const cutMiddle = (text: string, width: number, theme?: Marks): string => {
  if (widthOf(text) <= width) {
    return text;
  }
  const ellipsis = ellipsisOf(theme);
  const left = Math.floor((width - widthOf(ellipsis)) / 2);
  if (left < 1) {
    return cut(text, width, theme);
  }
  const whole = Array.from(graphemes.segment(text), ({segment}) => segment);
  let tail = '';
  while (
    whole.length > 0 &&
    left + widthOf(ellipsis) + widthOf(tail) + widthOf(whole.at(-1) ?? '') <= width
  ) {
    tail = whole.pop() + tail;
  }
  return head(text, left) + ellipsis + tail;
};

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Exactly `width` cells: cut with an ellipsis or filled with blanks. */
export const fit = (text: string, width: number, theme?: Marks): string =>
  padEnd(cut(text, width, theme), width);

/** The same, at the right of its column. */
export const fitStart = (text: string, width: number, theme?: Marks): string =>
  padStart(cut(text, width, theme), width);

/** `left`, at least two blanks, `right` at the end of `width` cells; the left is cut where both do not fit. */
export const justify = (left: string, right: string, width: number, theme?: Marks): string => {
  if (right === '') {
    return fit(left, width, theme);
  }
  const end = cut(right, width, theme);
  return (
    fit(left, Math.max(0, width - widthOf(end) - 2), theme) + padStart(end, Math.min(width, widthOf(end) + 2))
  );
};

/** Lines of at most `width` cells, broken at blanks; a longer word is broken where the line ends. */
export const wrap = (text: string, width: number): readonly string[] =>
  text.split('\n').flatMap(line => wrapLine(line, Math.max(1, width)));

const wrapLine = (line: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (widthOf(joined) <= width) {
      current = joined;
      continue;
    }
    if (current !== '') {
      lines.push(current);
    }
    let rest = word;
    while (widthOf(rest) > width) {
      const begin = head(rest, width) || rest.slice(0, 1);
      lines.push(begin);
      rest = rest.slice(begin.length);
    }
    current = rest;
  }
  return [...lines, current];
};
