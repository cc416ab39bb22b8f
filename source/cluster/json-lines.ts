import type {Readable} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';

/** Each line of the stream as JSON; a last line that was cut off is dropped. `onBytes` hears of every piece that comes. */
export async function* jsonLines(stream: Readable, onBytes: () => void): AsyncGenerator<unknown> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const piece of stream) {
    onBytes();
    rest += decoder.write(piece as Buffer);
    let end = rest.indexOf('\n');
    let start = 0;
    for (; end !== -1; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end);
      start = end + 1;
      if (line.trim() !== '') yield JSON.parse(line);
    }
    rest = rest.slice(start);
  }
}
