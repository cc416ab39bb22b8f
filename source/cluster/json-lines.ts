import type {Readable} from 'node:stream';
import {textLines} from './text-lines.js';

/** Each line of the stream as JSON; a last line that was cut off is dropped. `onBytes` hears of every piece that comes. */
export async function* jsonLines(stream: Readable, onBytes: () => void): AsyncGenerator<unknown> {
  for await (const line of textLines(stream, {onBytes, isWhole: true}))
    if (line.trim() !== '') yield JSON.parse(line);
}
