import fc from 'fast-check';

/** Pieces that a YAML reader, a path, a shell or a terminal would take for more than text. */
export const hostilePieces = [
  ...[
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
    '&a ',
    '*a',
    '!!binary ',
    '|\n',
    '"',
    "'",
    '#',
  ],
  ...[
    '---\n',
    '%YAML 1.1\n',
    '~',
    '.nan',
    '1e999',
    '0x7fffffffffffffff',
    '9'.repeat(400),
    '<<: *a',
    '\t',
    '\r',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\ufeff',
    '\u2028',
    '\ud800',
    '\u001b[2J',
    '\u009b2J',
  ],
  ...[
    '--foo',
    '--post-renderer=/bin/sh',
    '-',
    '../x',
    '/etc/passwd',
    '%2e%2e%2f',
    '$(id)',
    '`id`',
    ';id',
    'a\nb',
  ],
  ...['10.0.0.0/8', '::/0', '10.0.0.1-10.0.0.0', 'true', '😀'],
];

const keys = [
  ...['apiVersion', 'kind', 'edition', 'name', 'region', 'domain', 'nodes', 'network', 'podCIDR', 'storage'],
  ...['components', 'keystone', 'overrides', 'ask', 'ceph', 'devices', 'loadBalancer', 'external', 'names'],
];

const piece = fc.oneof(
  fc.constantFrom(...hostilePieces),
  fc.constantFrom(...keys),
  fc.string({maxLength: 8}),
);

const scalar = fc.oneof(piece, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));

/** A document of the shape of a profile with something wrong in it, as text that YAML and JSON readers take. */
const almost = fc
  .dictionary(
    fc.oneof(fc.constantFrom(...keys), piece),
    fc.oneof(scalar, fc.array(scalar, {maxLength: 3}), fc.dictionary(piece, scalar, {maxKeys: 3})),
    {
      maxKeys: 5,
    },
  )
  .map(rest =>
    JSON.stringify({apiVersion: 'genestack.io/v1alpha1', kind: 'Profile', edition: 'flex', ...rest}),
  );

const tokens = fc.array(piece, {maxLength: 30}).map(pieces => pieces.join(''));

/** Bytes that may be a profile. */
export const profiles: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({maxLength: 120}),
  tokens.map(text => Buffer.from(text)),
  almost.map(text => Buffer.from(text)),
);

/** Lines of JSON of which one or more were cut, doubled, mixed up or had something else put into them. */
export const brokenLines = (lines: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        line: fc.nat(lines.length - 1),
        at: fc.nat(400),
        how: fc.constantFrom('cut', 'double', 'drop', 'insert', 'replace', 'swap'),
        what: fc.oneof(piece, fc.json({maxDepth: 2})),
      }),
      {minLength: 1, maxLength: 4},
    )
    .map(changes => {
      const changed = [...lines];
      for (const {line, at, how, what} of changes) {
        const text = changed[line] ?? '';
        if (how === 'cut') changed[line] = text.slice(0, at % (text.length + 1));
        else if (how === 'double') changed.splice(line, 0, text);
        else if (how === 'drop') changed.splice(line, 1);
        else if (how === 'insert') changed[line] = text.slice(0, at) + what + text.slice(at);
        // A value of the JSON becomes another one, so that the line stays one.
        else if (how === 'replace') changed[line] = replaceValue(text, at, what);
        else changed.push(...changed.splice(line, 1));
      }
      return changed.join('\n');
    });

const replaceValue = (text: string, at: number, what: string): string => {
  const values = [...text.matchAll(/(?<=:)("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)/g)];
  const chosen = values[at % Math.max(1, values.length)];
  if (chosen === undefined) return text;
  const end = chosen.index + chosen[0].length;
  return text.slice(0, chosen.index) + JSON.stringify(what) + text.slice(end);
};

/** A text in chunks as a socket may deliver it. */
export const chunksOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array[]> =>
  fc.tuple(text, fc.array(fc.nat(300), {maxLength: 5})).map(([whole, sizes]) => {
    const bytes = Buffer.from(whole);
    const chunks: Uint8Array[] = [];
    let from = 0;
    for (const size of sizes) {
      chunks.push(bytes.subarray(from, from + size));
      from += size;
    }
    chunks.push(bytes.subarray(from));
    return chunks;
  });
