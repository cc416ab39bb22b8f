import {Readable} from 'node:stream';
import {expect, it} from 'vitest';
import {type TextLinesOptions, textLines} from '../../source/cluster/text-lines.js';

const linesOf = (pieces: readonly Buffer[], options?: TextLinesOptions) =>
  Array.fromAsync(textLines(Readable.from(pieces), options));

it('puts lines together whose pieces were cut, within a character too', async () => {
  const bytes = Buffer.from('one\nzwölf\n\nlast');
  const pieces = [...bytes].map(byte => Buffer.from([byte]));
  expect(await linesOf(pieces)).toEqual(['one', 'zwölf', '', 'last']);
  expect(await linesOf(pieces, {isWhole: true})).toEqual(['one', 'zwölf', '']);
});

it('does not wait for ever for the end of a line', async () => {
  const piece = Buffer.from('x'.repeat(10));
  expect(await linesOf([piece, piece, piece], {longest: 16})).toEqual(['x'.repeat(20), 'x'.repeat(10)]);
});
