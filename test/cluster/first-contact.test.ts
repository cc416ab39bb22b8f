import {expect, it} from 'vitest';
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
