import {createContext, useContext} from 'react';
import type {ComponentStateName} from '../engine/state.js';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from './glyphs.js';

/** What a colour says. It only repeats what a glyph and a word say. */
export type Meaning =
  | 'ok'
  | 'moving'
  | 'waits'
  | 'attention'
  | 'failed'
  | 'focus'
  | 'plain'
  | 'faint'
  | 'title';

/** Properties of Ink's `Text`. */
export interface TextStyle {
  readonly color?: string;
  readonly dimColor?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

export interface Theme {
  readonly glyphs: Glyphs;
  readonly isAscii: boolean;
  readonly hasColour: boolean;
  style(meaning: Meaning): TextStyle;
}

/** Of 16 colours the ones that are readable on light and on dark. */
const colours: Readonly<Record<Meaning, TextStyle>> = {
  ok: {color: 'green'},
  moving: {color: 'cyan'},
  waits: {dimColor: true},
  attention: {color: 'yellow'},
  failed: {color: 'red'},
  focus: {inverse: true},
  plain: {},
  faint: {dimColor: true},
  title: {bold: true},
};

const colourless: Readonly<Record<Meaning, TextStyle>> = {
  ...colours,
  ok: {},
  moving: {},
  attention: {bold: true},
  failed: {bold: true},
};

export const makeTheme = ({ascii, colour}: {ascii: boolean; colour: boolean}): Theme => {
  const styles = colour ? colours : colourless;
  return {
    glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
    isAscii: ascii,
    hasColour: colour,
    style: meaning => styles[meaning],
  };
};

const meanings: Readonly<Record<ComponentStateName, Meaning>> = {
  verified: 'ok',
  ready: 'ok',
  'rolling-out': 'moving',
  applying: 'moving',
  blocked: 'attention',
  planned: 'waits',
  failed: 'failed',
  skipped: 'faint',
  removing: 'moving',
  gone: 'faint',
};

export const meaningOf = (state: ComponentStateName): Meaning => meanings[state];

export const ThemeContext = createContext<Theme>(makeTheme({ascii: false, colour: true}));
export const useTheme = (): Theme => useContext(ThemeContext);
