import {type Key, useInput, usePaste} from 'ink';
import {pasted} from './pasted.js';

export type KeyName =
  | 'text'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'enter'
  | 'escape'
  | 'space'
  | 'tab'
  | 'backtab'
  | 'backspace'
  | 'delete'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'interrupt'
  | 'paste'
  | 'clear-line';

export interface KeyPress {
  readonly name: KeyName;
  /** One grapheme of `text`, the blank of `space`, all of `paste` without control characters; empty for other keys. */
  readonly text: string;
}

const press = (name: KeyName, text = ''): KeyPress => ({name, text});

/** Keys that arrive in a text because a terminal sends one character for them. */
const characters: Readonly<Record<string, KeyPress>> = {
  '\r': press('enter'),
  '\n': press('enter'),
  '\r\n': press('enter'),
  '\t': press('tab'),
  '\u0003': press('interrupt'),
  '\u0008': press('backspace'),
  '\u0015': press('clear-line'),
  '\u007f': press('backspace'),
  ' ': press('space', ' '),
};

const named: readonly (readonly [keyof Key, KeyName])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The keys of one chunk as Ink gives it: typed text may come several characters at once. */
export const keyPresses = (input: string, key: Key): readonly KeyPress[] => {
  if (key.eventType === 'release') {
    return [];
  }
  const presses = withoutMeta(input, key);
  // A terminal sends Alt with a key as Escape before it, and so does a person who is quick; no key of ours has Alt.
  return key.meta && !key.escape ? [press('escape'), ...presses] : presses;
};

const withoutMeta = (input: string, key: Key): readonly KeyPress[] => {
  if (key.escape) {
    return key.meta ? [press('escape'), press('escape')] : [press('escape')];
  }
  if (key.tab) {
    return [press(key.shift ? 'backtab' : 'tab')];
  }
  const name = named.find(([flag]) => key[flag] === true)?.[1];
  if (name !== undefined) {
    return [press(name)];
  }
  if (key.ctrl) {
    return input === 'c' ? [press('interrupt')] : input === 'u' ? [press('clear-line')] : [];
  }
  return Array.from(graphemes.segment(input), ({segment}) => segment).flatMap(
    segment => characters[segment] ?? (/[\p{Cc}\p{Cs}]/u.test(segment) ? [] : press('text', segment)),
  );
};

/** Every key that is pressed and every text that is pasted, one after another. */
export const useKeyPresses = (listener: (press: KeyPress) => void): void => {
  useInput((input, key) => {
    for (const one of keyPresses(input, key)) {
      listener(one);
    }
  });
  usePaste(text => listener(press('paste', pasted(text))));
};
