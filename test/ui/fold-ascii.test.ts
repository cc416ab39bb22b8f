import {expect, test} from 'vitest';
import {foldAscii} from '../../source/ui/fold-ascii.js';
import {asciiGlyphs, unicodeGlyphs} from '../../source/ui/glyphs.js';
import {widthOf} from '../../source/ui/layout.js';

test('a text becomes ASCII of the same width', () => {
  expect(foldAscii('Zürich “a” – b…')).toBe('Zurich "a" - b.');
  expect(foldAscii('設定 ﬁ 👩‍🚀')).toBe('???? ? ??');
});

test('colours stay', () => {
  expect(foldAscii('\u001b[31m✖\u001b[39m')).toBe('\u001b[31mx\u001b[39m');
});

test('no sign of the other set of glyphs moves what is behind it', () => {
  for (const glyph of Object.values(unicodeGlyphs)) {
    expect(widthOf(foldAscii(glyph)), glyph).toBe(widthOf(glyph));
  }
});

test('the ASCII glyphs are ASCII, and those in columns one cell', () => {
  expect(Object.values(asciiGlyphs).join('')).toMatch(/^[!-~]+$/);
  for (const name of Object.keys(unicodeGlyphs) as (keyof typeof unicodeGlyphs)[]) {
    expect(widthOf(unicodeGlyphs[name]), name).toBe(['upDown', 'leftRight'].includes(name) ? 2 : 1);
  }
});
