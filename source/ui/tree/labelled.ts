import {wrap} from '../layout.js';
import type {Meaning} from '../theme.js';
import {emptyLine, type Line, piece} from './piece.js';

/** `Do      what to do`: a text behind its label, its further lines below the first; nothing where there is no text. */
export const labelled = (
  label: string,
  text: string,
  columns: number,
  {width = 8, meaning = 'plain'}: {readonly width?: number; readonly meaning?: Meaning} = {},
): readonly Line[] =>
  text === ''
    ? []
    : wrap(text, columns - width - 2).map((line, index) => [
        piece(` ${(index === 0 ? label : '').padEnd(width)}`, 'faint'),
        piece(line, meaning),
      ]);

/** Sentences from the left edge. */
export const paragraph = (text: string, columns: number, meaning: Meaning = 'plain'): readonly Line[] =>
  text === '' ? [] : wrap(text, columns - 2).map(line => [piece(` ${line}`, meaning)]);

/** Blocks with an empty line between two; empty blocks leave none. */
export const blocks = (...all: readonly (readonly Line[])[]): readonly Line[] =>
  all
    .filter(block => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [emptyLine, ...block]));

/** Says that there is more than the screen holds. */
export const moreBelow = (lines: number): string =>
  lines > 0 ? `${lines} more ${lines === 1 ? 'line' : 'lines'} below` : '';
