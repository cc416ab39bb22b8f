import {expect, it} from 'vitest';
import {sanitise, sanitiseLine} from '../../source/cluster/sanitise.js';

it.each([
  ['colours', 'a\u001b[1;31mb\u001b[0m', 'ab'],
  ['8-bit sequences', 'a\u009b2Jb', 'ab'],
  ['a title', 'a\u001b]0;owned\u0007b', 'ab'],
  ['a link', '\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['the clipboard', 'a\u001b]52;c;ZXZpbA==\u0007b', 'ab'],
  ['a device control string', 'a\u001bPq#0\u001b\\b', 'ab'],
  ['a string that never ends', 'a\u001b]0;rest of it', 'a'],
  ['a carriage return that overwrites', 'good\rbad', 'good\nbad'],
  ['bell, backspace, delete', 'a\u0007\u0008\u007fb', 'ab'],
  ['C1 controls', 'a\u0085\u0084b', 'ab'],
  ['a bidirectional override', 'a\u202eb\u2066c', 'abc'],
  ['zero-width characters', 'a\u200bb\ufeffc', 'abc'],
  ['tag characters', 'a\u{e0041}b', 'ab'],
  ['a lone escape at the end', 'a\u001b', 'a'],
])('takes out %s', (_what, text, clean) => {
  expect(sanitise(text)).toBe(clean);
});

it('keeps newlines, tabs and every language', () => {
  expect(sanitise('a\tb\nc ü 漢字 🙂')).toBe('a\tb\nc ü 漢字 🙂');
});

it('cuts what is too long, never within a character', () => {
  expect(sanitise('x'.repeat(50_000), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(sanitise(`${'x'.repeat(8)}🙂🙂`, 10)).toBe(`${'x'.repeat(8)}…`);
});

it('makes one line of many', () => {
  expect(sanitiseLine(' a\n\n  b\tc ')).toBe('a b c');
});
