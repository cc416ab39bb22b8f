import type {ScreenAction} from './keys.js';
import {widthOf} from './layout.js';

/** A text that is typed, and where in it the next letter comes: a place in UTF-16 units, between two graphemes. */
export interface TextField {
  readonly text: string;
  readonly cursor: number;
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const partsOf = (text: string): readonly string[] =>
  Array.from(graphemes.segment(text), ({segment}) => segment);

/** A field with its cursor at the end. */
export const fieldOf = (text: string): TextField => ({text, cursor: text.length});

/** The field after one more key; the same object where the key changes nothing. */
export const editText = (field: TextField, action: Exclude<ScreenAction, {type: 'intent'}>): TextField => {
  const before = field.text.slice(0, field.cursor);
  const after = field.text.slice(field.cursor);
  if (action.type === 'text') {
    return action.text === ''
      ? field
      : {text: before + action.text + after, cursor: before.length + action.text.length};
  }
  const left = before.length - (partsOf(before).at(-1)?.length ?? 0);
  const right = field.cursor + (partsOf(after)[0]?.length ?? 0);
  switch (action.edit) {
    case 'backspace':
      return changed(field, {text: field.text.slice(0, left) + after, cursor: left});
    case 'delete':
      return changed(field, {text: before + field.text.slice(right), cursor: field.cursor});
    case 'left':
      return changed(field, {...field, cursor: left});
    case 'right':
      return changed(field, {...field, cursor: right});
    case 'home':
      return changed(field, {...field, cursor: 0});
    case 'end':
      return changed(field, {...field, cursor: field.text.length});
    case 'clear-line':
      return changed(field, {text: after, cursor: 0});
    default:
      return action.edit satisfies never;
  }
};

const changed = (field: TextField, next: TextField): TextField =>
  next.text === field.text && next.cursor === field.cursor ? field : next;

/** What of a field is seen in `width` cells: before the cursor, under it (a blank at the end), behind it. */
export interface FieldWindow {
  readonly before: string;
  readonly at: string;
  readonly after: string;
}

/** The part of the text around the cursor that fits; it moves only as far as the cursor has to be seen. */
export const fieldWindow = ({text, cursor}: TextField, width: number): FieldWindow => {
  const before = partsOf(text.slice(0, cursor));
  const [at = ' ', ...after] = partsOf(text.slice(cursor));
  const shownBefore: string[] = [];
  let space = width - widthOf(at);
  for (const part of before.toReversed()) {
    if (widthOf(part) > space) {
      break;
    }
    space -= widthOf(part);
    shownBefore.unshift(part);
  }
  const shownAfter: string[] = [];
  for (const part of after) {
    if (widthOf(part) > space) {
      break;
    }
    space -= widthOf(part);
    shownAfter.push(part);
  }
  return {before: shownBefore.join(''), at, after: shownAfter.join('')};
};
