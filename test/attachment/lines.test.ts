import fc from 'fast-check';
import {expect, test} from 'vitest';
import {lineOf, Malformed, messageReader} from '../../source/attachment/lines.js';
import {
  engineMessageSchema,
  intentionSchema,
  longestOfScreen,
  type ScreenMessage,
  screenMessageSchema,
} from '../../source/attachment/protocol.js';

const readAll = (chunks: readonly Buffer[], longest = longestOfScreen) => {
  const read = messageReader(screenMessageSchema, longest);
  return chunks.flatMap(chunk => read(chunk));
};
const messages: ScreenMessage[] = [
  {type: 'attach', protocol: 1, watcher: {pid: 7, tty: 'pts/3'}},
  {type: 'wheel', want: 'take'},
  {type: 'intend', intention: {type: 'retry', component: 'keystone · π'}},
];
const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [0, ...cuts.map(cut => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

test('however it is cut, what was sent arrives', () => {
  const bytes = Buffer.from(messages.map(lineOf).join(''));
  fc.assert(
    fc.property(fc.array(fc.nat(), {maxLength: 20}), cuts => {
      expect(readAll(cutAt(bytes, cuts))).toEqual(messages);
    }),
  );
});

test('a line that never ends is refused long before it fills the memory', () => {
  const read = messageReader(screenMessageSchema, longestOfScreen);
  let sent = 0;
  expect(() => {
    for (;;) {
      sent += 1024;
      read(Buffer.alloc(1024, 'x'));
    }
  }).toThrow(Malformed);
  expect(sent).toBeLessThanOrEqual(longestOfScreen + 1024);
});

/** Everything from bytes at random to messages with one thing wrong. */
const nonsense = fc.oneof(
  fc.uint8Array({maxLength: 300}).map(bytes => Buffer.from(bytes)),
  fc.json().map(text => Buffer.from(`${text}\n`)),
  fc
    .record({type: fc.constantFrom('look', 'attach', 'wheel', 'intend'), protocol: fc.anything()})
    .map(value => Buffer.from(`${JSON.stringify(value)}\n`)),
  fc.tuple(fc.constantFrom(...messages), fc.nat(), fc.nat(255)).map(([message, place, byte]) => {
    const bytes = Buffer.from(lineOf(message));
    bytes[place % bytes.length] = byte;
    return bytes;
  }),
);

test('of 20,000 malformed chunks each is a message, half of one, or refused; nothing else', () => {
  fc.assert(
    fc.property(fc.array(nonsense, {maxLength: 4}), chunks => {
      try {
        for (const message of readAll(chunks)) {
          expect(screenMessageSchema.safeParse(message).success).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    }),
    {numRuns: 5000},
  );
});

test.each([
  [intentionSchema, {type: 'retry'}],
  [intentionSchema, {type: 'shutdown'}],
  [intentionSchema, {type: 'skip', component: 'x'.repeat(201)}],
  [screenMessageSchema, {type: 'attach', protocol: 1, watcher: {pid: 1, tty: '\u001b[2J'}}],
  [engineMessageSchema, {type: 'told', number: 1, told: {type: 'over', exitCode: 7, error: null}}],
])('%# no message', (schema, message) => {
  expect(schema.safeParse(message).success).toBe(false);
});
