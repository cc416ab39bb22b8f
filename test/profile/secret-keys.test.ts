import {expect, test} from 'vitest';
import {isSecretKey} from '../../source/profile/secret-keys.js';
import {head, load, refusal} from './documents.js';

test.each([
  'password',
  'adminPassword',
  'db_password',
  'rootpassword',
  'PASSWD',
  'token',
  'apiToken',
  'secret',
  'clientSecret',
  'secretKey',
  'privateKey',
  'ssh-private-key',
  'AWSSecretAccessKey',
  'accessKey',
  'apiKey',
  'apikey',
  'credentials',
  'kubeconfig',
  'passphrase',
])('%s looks like a secret', key => {
  expect(isSecretKey(key)).toBe(true);
});

test.each([
  'secretName',
  'configSecretName',
  'secretRef',
  'passwordSecretName',
  'author',
  'keys',
  'monkey',
  'domain',
])('%s does not', key => {
  expect(isSecretKey(key)).toBe(false);
});

test('A secret is refused wherever it stands, is not repeated, and is told where it lives instead', () => {
  const error = refusal(
    `${head}glance:\n  adminPassword: hunter2\nredfish:\n  hosts: [{token: hunter2}]\nunknown: {deep: [{apiKey: hunter2}]}\n`,
  );
  expect(error).toMatchObject({code: 'GS-PRO-02', exitCode: 2});
  expect(error.problems.map(({line, column}) => [line, column])).toEqual([
    [5, 3],
    [7, 12],
    [8, 19],
  ]);
  expect(error.message + error.remedy).not.toContain('hunter2');
  expect(error.remedy).toContain('Secrets of the cluster');
});

test('A key in PEM and an address with a password in it are refused, whatever their key is called', () => {
  expect(refusal(`${head}name: |\n  -----BEGIN PRIVATE KEY-----\n  abc\n`).code).toBe('GS-PRO-02');
  expect(refusal(`${head}octavia: {imageURL: "https://me:hunter2@example.com/x"}\n`).code).toBe('GS-PRO-02');
});

test('The name of a Secret is a choice like others', () => {
  expect(load(`${head}redfish: {secretName: my-bmcs}\n`).profile.redfish.secretName).toBe('my-bmcs');
});
