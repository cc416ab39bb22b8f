import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {GenestackError} from '../../source/errors.js';
import {profileFrom} from '../../source/profile/read.js';

/** Mulberry32: the same inputs each time, so that a failure can be had again. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
};

const tokens = [
  '[',
  ']',
  '{',
  '}',
  ':',
  ': ',
  '- ',
  '? ',
  ',',
  '\n',
  '\n  ',
  '\n    ',
  '&a ',
  '*a',
  '!!map ',
  '!!binary ',
  '!<x> ',
  '|\n',
  '>-\n',
  '"',
  "'",
  '#',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '~',
  'null',
  '.nan',
  '.inf',
  '-0',
  '1e999',
  '0x7fffffffffffffff',
  '9'.repeat(400),
  '__proto__',
  'constructor',
  'toString',
  '<<: *a',
  '\t',
  '\r',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\u001b[2J',
  '😀',
  'network',
  'podCIDR',
  'nodes',
  'components',
  'storage',
  'ceph',
  'devices',
  '10.0.0.0/8',
  '::/0',
  '10.0.0.1-10.0.0.0',
  'true',
  '[[',
  '{a: ',
];

/** Milliseconds for a busy machine; an idle one needs a tenth of it. */
const patience = 60_000;

const take = <T>(next: () => number, list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;

const shipped = ['flex', 'enterprise', 'hyperconverged'].map(name =>
  readFileSync(packagePath(`profiles/${name}.yaml`), 'utf8'),
);

const makers: readonly ((next: () => number) => Uint8Array)[] = [
  next => Uint8Array.from({length: next() * 300}, () => next() * 256),
  next => Buffer.from(Array.from({length: next() * 200}, () => take(next, tokens)).join('')),
  next => {
    // A shipped profile with some of its lines cut, doubled, moved in or filled with something else.
    const lines = take(next, shipped)
      .split('\n')
      .filter(line => !line.trimStart().startsWith('#'));
    for (let count = 1 + next() * 4; count > 0; count--) {
      const index = Math.floor(next() * lines.length);
      const line = lines[index] ?? '';
      const others = [
        `${line}${take(next, tokens)}`,
        line.replace(/:.*/, `: ${take(next, tokens)}`),
        ` ${line}`,
        `${line}\n${line}`,
        '',
      ];
      lines[index] = take(next, others);
    }
    return Buffer.from(lines.join('\n'));
  },
  next => {
    const bytes = Buffer.from(take(next, shipped));
    for (let count = 1 + next() * 8; count > 0; count--) {
      bytes[Math.floor(next() * bytes.length)] = next() * 256;
    }
    return bytes;
  },
];

test('Whatever is read as a profile is taken, or refused with a GenestackError that a terminal can show', {
  timeout: patience,
}, () => {
  const next = random(20_261_124);
  for (let index = 0; index < 2000; index++) {
    const bytes = makers[index % makers.length]?.(next) ?? new Uint8Array();
    let thrown: unknown;
    try {
      profileFrom(bytes, 'x.yaml');
    } catch (error) {
      thrown = error;
    }
    if (thrown !== undefined) {
      const input = Buffer.from(bytes).toString('base64');
      expect(thrown, input).toBeInstanceOf(GenestackError);
      const {code, message} = thrown as GenestackError;
      expect(code, input).toMatch(/^GS-PRO-0[12]$/);
      expect(message, input).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      expect(message.length, input).toBeLessThan(20_000);
    }
  }
  expect(({} as Record<string, unknown>).edition).toBeUndefined();
});

const most = 250_000;
const filled = (piece: string) => piece.repeat(Math.floor(most / piece.length));

test.each(['[', '*a ', '"', '- a: b\n c: d\n'].map(piece => [JSON.stringify(piece), piece]))(
  'A file full of %s is refused without exhausting the memory',
  {timeout: patience},
  (_name, piece = '') => {
    const before = process.memoryUsage().heapUsed;
    expect(() => profileFrom(Buffer.from(filled(piece)), 'x.yaml')).toThrow(GenestackError);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(256e6);
  },
);
