import {describe, expect, it} from 'vitest';
import {createRedactor, formsOf} from '../../source/tools/redact.js';

const value = 'Tr0ub4dor&3/"quoted"';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a redactor', () => {
  it.each([
    ['plain', `db says ${value} is wrong`],
    ['in base64', `data: ${base64(value)}`],
    ['in base64 behind one byte', `data: ${base64(`x${value}`)}`],
    ['in base64 behind two bytes', `data: ${base64(`xy${value}yz`)}`],
    ['URL-encoded', `https://example.com/?q=${encodeURIComponent(value)}`],
    ['escaped for JSON', JSON.stringify({note: value})],
    ['escaped twice', JSON.stringify(JSON.stringify({note: value}))],
  ])('takes out a known value %s', (_, text) => {
    const redacted = createRedactor([value]).text(text);
    expect(redacted).toContain('[redacted]');
    for (const form of formsOf(value)) expect(redacted).not.toContain(form);
  });

  it('takes out every line of a key that stands indented elsewhere', () => {
    const redactor = createRedactor([
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\nAAAAB3NzaC1yc2\n',
    ]);
    expect(redactor.text('    b3BlbnNzaC1rZXk\n    AAAAB3NzaC1yc2')).toBe('    [redacted]\n    [redacted]');
  });

  it('leaves alone what is shorter than 8 characters', () => {
    expect(createRedactor(['glance']).text('glance is up')).toBe('glance is up');
  });

  it.each([
    ['password: hunter22', 'password: [redacted]'],
    ['  - admin_password: "hunter22"', '  - admin_password: [redacted]'],
    ['{"rpc_secret":"abc def"}', '{"rpc_secret":"[redacted]"}'],
    ['retry with token=abc.def&x=1', 'retry with token=[redacted]&x=1'],
    [
      'connection = mysql+pymysql://keystone:hunter22@db/keystone',
      'connection = mysql+pymysql://keystone:[redacted]@db/keystone',
    ],
    ['rabbit://nova:s3cr3t@rabbitmq:5672/nova', 'rabbit://nova:[redacted]@rabbitmq:5672/nova'],
    ['Authorization: Bearer abcdefgh12345', 'Authorization: Bearer [redacted]'],
    [
      'a -----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- b',
      'a -----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY----- b',
    ],
  ])('takes out of %j what looks like a secret', (text, redacted) => {
    expect(createRedactor().text(text)).toBe(redacted);
  });

  it.each([
    'Secret "keystone-admin" already exists',
    'secrets "nova-password" is forbidden',
    'secretName: keystone-tls',
    'https://127.0.0.1:6443/api/v1/secrets',
  ])('leaves %j as it is', text => {
    expect(createRedactor().text(text)).toBe(text);
  });

  it('catches a value in a stream wherever it is cut in two', () => {
    const text = `before\nsays ${value} and ${base64(value)}\nafter\n`;
    for (let cut = 0; cut <= text.length; cut++) {
      const stream = createRedactor([value]).stream();
      const shown = stream.push(text.slice(0, cut)) + stream.push(text.slice(cut)) + stream.end();
      expect(shown).toBe('before\nsays [redacted] and [redacted]\nafter\n');
    }
  });

  it('hands on whole lines at once and holds back an open block', () => {
    const stream = createRedactor().stream();
    expect(stream.push('one\ntw')).toBe('one\n');
    expect(stream.push('o\n-----BEGIN CERTIFICATE-----\nabc\n')).toBe('two\n');
    expect(stream.push('-----END CERTIFICATE-----\n')).toContain('[redacted]');
  });
});
