import type {Readable} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';

export interface TextLinesOptions {
  /** Hears of every piece that comes. */
  readonly onBytes?: () => void;
  /** Characters; a line that has more without an end comes in pieces of at least so many. */
  readonly longest?: number;
  /** Leaves out a last line whose end is missing. */
  readonly isWhole?: boolean;
}

/** The lines of a stream of UTF-8 without their ends. */
export async function* textLines(
  stream: Readable,
  {onBytes = () => {}, longest = Number.POSITIVE_INFINITY, isWhole = false}: TextLinesOptions = {},
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const piece of stream) {
    onBytes();
    rest += decoder.write(piece as Buffer);
    let start = 0;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end);
      start = end + 1;
      yield line;
    }
    rest = rest.slice(start);
    if (rest.length >= longest) {
      yield rest;
      rest = '';
    }
  }
  if (rest !== '' && !isWhole) yield rest;
}
