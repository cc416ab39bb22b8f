import type {Dispatcher} from 'undici';
import {messageOf} from '../errors.js';
import {connectionError} from './connection-error.js';

/** The first where a header was sent more than once. */
export const headerOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The body as text. @throws Error where it is longer than that, as soon as it is. */
export const textOf = async (
  body: Dispatcher.ResponseData['body'],
  mostBytes: number | undefined,
): Promise<string> => {
  if (mostBytes === undefined) return body.text();
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    // Leaving the loop ends the connection with the rest.
    if (length > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

/**
 * The answer as JSON, or as text where it is not JSON.
 * @param type its content type: what calls itself JSON and is none was cut off on the way; as an empty answer it would be believed.
 * @throws GenestackError GS-K8S-10 of the server, where it was cut off.
 */
export const parseBody = (server: string, type: string | string[] | undefined, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!headerOf(type)?.includes('json')) return text;
    throw connectionError(server, Object.assign(new Error(messageOf(error)), {code: 'UND_ERR_BODY_TIMEOUT'}));
  }
};
