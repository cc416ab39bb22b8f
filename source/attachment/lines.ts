import type {Socket} from 'node:net';
import type {z} from 'zod';

/** What was not a message, as a sentence without a full stop. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** One message as a line. */
export const lineOf = (message: object): string => `${JSON.stringify(message)}\n`;

/**
 * Cuts chunks into lines of at most `longest` bytes and checks each.
 * @throws Malformed where a line is longer, is no JSON, or is no message of the schema.
 */
export const messageReader = <Schema extends z.ZodType>(
  schema: Schema,
  longest: number,
): ((chunk: Buffer) => z.output<Schema>[]) => {
  let parts: Buffer[] = [];
  let length = 0;
  const message = (line: string): z.output<Schema> => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new Malformed('a line is no JSON');
    }
    const read = schema.safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new Malformed(`a line is no message: ${issue?.path.join('.') || 'it'} ${issue?.message ?? ''}`);
    }
    return read.data;
  };
  return chunk => {
    const messages: z.output<Schema>[] = [];
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; from = end + 1, end = chunk.indexOf(10, from)) {
      if (length + end - from > longest) {
        throw new Malformed(`a line has more than ${longest} bytes`);
      }
      messages.push(message(Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8')));
      parts = [];
      length = 0;
    }
    if (from < chunk.length) {
      parts.push(chunk.subarray(from));
      length += chunk.length - from;
    }
    if (length > longest) {
      throw new Malformed(`a line has more than ${longest} bytes`);
    }
    return messages;
  };
};

/** Calls back with every message of a socket until one is none. */
export const readMessages = <Schema extends z.ZodType>(
  socket: Socket,
  schema: Schema,
  longest: number,
  {take, malformed}: {take(message: z.output<Schema>): void; malformed(error: Malformed): void},
): void => {
  const read = messageReader(schema, longest);
  let isOver = false;
  socket.on('data', (chunk: Buffer) => {
    if (isOver) {
      return;
    }
    try {
      for (const message of read(chunk)) {
        take(message);
      }
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      isOver = true;
      malformed(error);
    }
  });
};
