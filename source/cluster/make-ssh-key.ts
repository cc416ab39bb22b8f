import {generateKeyPairSync, randomBytes} from 'node:crypto';

export interface SshKey {
  /** `-----BEGIN OPENSSH PRIVATE KEY-----`, without a passphrase. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA… genestack`. */
  readonly publicKey: string;
}

const type = 'ssh-ed25519';
const comment = 'genestack';

const number = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

const field = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([number(bytes.length), bytes]);
};

/** An ed25519 pair in OpenSSH's own form (PROTOCOL.key of OpenSSH), which Node can make but not write. */
export const makeSshKey = (): SshKey => {
  const {privateKey} = generateKeyPairSync('ed25519');
  const {d = '', x = ''} = privateKey.export({format: 'jwk'});
  const secret = Buffer.from(d, 'base64url');
  const open = Buffer.from(x, 'base64url');
  const publicPart = Buffer.concat([field(type), field(open)]);
  const check = randomBytes(4);
  const inner = Buffer.concat([
    check,
    check,
    publicPart,
    field(Buffer.concat([secret, open])),
    field(comment),
  ]);
  // Filled up to whole blocks of 8 with 1, 2, 3, …
  const padding = Buffer.from(Array.from({length: (8 - (inner.length % 8)) % 8}, (_, index) => index + 1));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    number(1),
    field(publicPart),
    field(Buffer.concat([inner, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: `${['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----'].join('\n')}\n`,
    publicKey: `${type} ${publicPart.toString('base64')} ${comment}\n`,
  };
};
