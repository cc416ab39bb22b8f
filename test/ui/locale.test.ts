import {expect, test} from 'vitest';
import {wantsAscii, wantsColour} from '../../source/ui/locale.js';

test('the first variable of the locale that says something counts', () => {
  expect(wantsAscii({LC_ALL: 'C', LANG: 'en_US.UTF-8'})).toBe(true);
  expect(wantsAscii({LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C'})).toBe(false);
  expect(wantsAscii({LANG: 'de_DE.UTF-8', TERM: 'xterm'})).toBe(false);
  expect(wantsAscii({})).toBe(true);
});

test('the console of Linux has too few glyphs', () => {
  expect(wantsAscii({LANG: 'en_US.UTF-8', TERM: 'linux'})).toBe(true);
});

test('NO_COLOR says something or nothing', () => {
  expect(wantsColour({NO_COLOR: '1'})).toBe(false);
  expect(wantsColour({NO_COLOR: ''})).toBe(true);
  expect(wantsColour({TERM: 'dumb'})).toBe(false);
});
