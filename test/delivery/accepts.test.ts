import {expect, test} from 'vitest';
import {connect} from '../../source/cluster/client.js';
import {untilAccepted} from '../../source/delivery/accepts.js';
import {json, smallApi} from '../cluster/small-api.js';
import {catalogueOf, required} from '../helpers/catalogue.js';

const declared = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'trial', namespace: 'openstack'}};
const catalogue = catalogueOf({operator: {...required('Operator'), accepts: {dryRun: [declared]}}});
const kinds = {
  groupVersion: 'v1',
  resources: [{name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: []}],
};
const status = (code: number, reason: string, message: string) => ({kind: 'Status', code, reason, message});

/** Asks an API that answers dry runs so, one after the other and the last again and again. */
const ask = async (deniedSeconds: number | undefined, ...answers: readonly ReturnType<typeof status>[]) => {
  const api = await smallApi(({method}, response, times) => {
    const answer = answers[Math.min(times, answers.length) - 1];
    return method === 'POST' && answer !== undefined
      ? json(response, answer.code, answer)
      : json(response, 200, kinds);
  });
  const client = connect(api.kubeConfig);
  const waits: string[] = [];
  const context = {
    signal: AbortSignal.timeout(60_000),
    report: ({waitsFor}: {waitsFor: string}) => void waits.push(waitsFor),
  };
  try {
    const error = await untilAccepted({client, catalogue}, 'operator', context, deniedSeconds).catch(
      (thrown: unknown) => thrown,
    );
    return {error, waits, asked: api.asked.filter(({method}) => method === 'POST')};
  } finally {
    await client.close();
    await api.stop();
  }
};

const denied = status(400, 'BadRequest', 'admission webhook "w" denied the request: a policy forbids it');
const taken = status(201, '', '');

test('a webhook that says no, and stays with it, ends the step with its words', async () => {
  const {error, waits, asked} = await ask(0.5, denied);
  expect(error).toMatchObject({
    code: 'GS-K8S-20',
    message: expect.stringContaining('ConfigMap openstack/trial: admission webhook "w" denied the request'),
    remedy: expect.stringContaining('A policy of the cluster forbids it'),
  });
  expect(asked).toHaveLength(2);
  expect(asked[0]?.url).toContain('dryRun=All');
  expect(waits).toEqual([expect.stringContaining('which it refuses now: admission webhook "w" denied')]);
});

test.each([
  ['says no when it has only begun', undefined, denied],
  [
    'does not answer yet',
    0,
    status(500, 'InternalError', 'failed calling webhook "w": connect: connection refused'),
  ],
  ['is in a namespace that is not there yet', 0, status(404, 'NotFound', 'namespaces "openstack" not found')],
])('a webhook that %s is waited for', async (_, deniedSeconds, first) => {
  const {error, waits, asked} = await ask(deniedSeconds, first, taken);
  expect(error).toBeUndefined();
  expect([waits.length, asked.length]).toEqual([1, 2]);
});

test('what is there already was taken', async () => {
  const {error, waits} = await ask(0, status(409, 'AlreadyExists', 'it is there'));
  expect([error, waits]).toEqual([undefined, []]);
});
