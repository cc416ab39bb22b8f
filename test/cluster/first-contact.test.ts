import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it, vi} from 'vitest';
import {connect} from '../../source/cluster/client.js';
import {firstContact} from '../../source/cluster/first-contact.js';
import {type Answer, json, smallApi} from './small-api.js';

const contact = async (answer: Answer, milliseconds = 5000): Promise<unknown> => {
  const api = await smallApi(answer);
  const client = connect(api.kubeConfig);
  try {
    return await firstContact(client, {milliseconds});
  } finally {
    await client.close();
    await api.stop();
  }
};

it('tells the version', async () => {
  expect(await contact((_asked, response) => json(response, 200, {gitVersion: 'v1.37.2'}))).toEqual({
    version: 'v1.37.2',
  });
});

it('tells nothing that a terminal would obey', async () => {
  const gitVersion = 'v1.37.2\u001b]0;title\u0007+\u009b7;7Hhere\u202e';
  expect(await contact((_asked, response) => json(response, 200, {gitVersion}))).toEqual({
    version: 'v1.37.2+here',
  });
});

it.each<readonly [string, string, Answer]>([
  ['credentials are refused', 'GS-K8S-12', (_asked, response) => json(response, 401, {})],
  ['there is no right', 'GS-K8S-13', (_asked, response) => json(response, 403, {})],
  ['it is no Kubernetes API', 'GS-K8S-15', (_asked, response) => response.end('<html>hello')],
  ['it has no such path', 'GS-K8S-15', (_asked, response) => json(response, 404, {})],
  ['it is broken', 'GS-K8S-10', (_asked, response) => json(response, 500, {})],
])('says that %s', async (_title, code, answer) => {
  await expect(contact(answer)).rejects.toMatchObject({code, exitCode: 3});
});

it('does not wait longer than it was told', async () => {
  await expect(contact(() => {}, 50)).rejects.toMatchObject({code: 'GS-K8S-10', exitCode: 3});
});

it('says of a credential helper that hangs that it is to blame, and ends it with all it started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'genestack-helper-'));
  const file = join(folder, 'pids');
  const pids = (): string[] => readFileSync(file, 'utf8').match(/\d+/g) ?? [];
  const script = `sleep 1000 & echo $$ $! >${file}; wait`;
  const exec = {apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', script]};
  const api = await smallApi((_asked, response) => json(response, 200, {gitVersion: 'v1.37.2'}), {exec});
  const client = connect(api.kubeConfig);
  try {
    await expect(firstContact(client, {milliseconds: 2000})).rejects.toMatchObject({
      code: 'GS-K8S-14',
      exitCode: 3,
      message: expect.stringContaining('"sh" has not answered yet'),
    });
    await vi.waitFor(() => expect(pids()).toHaveLength(2), 30_000);
  } finally {
    await client.close();
    await api.stop();
  }
  const isRunning = (pid: string): boolean => {
    try {
      // What has ended, and whose end nobody has asked for, is no longer running.
      return !/ Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };
  await vi.waitFor(() => expect(pids().filter(isRunning)).toEqual([]), 30_000);
  rmSync(folder, {recursive: true});
});
