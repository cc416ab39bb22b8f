import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import {monitor} from '../../source/commands/monitor.js';
import {openMonitor} from '../../source/commands/monitor-session.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';

const patiently = {timeout: 120_000, interval: 100};
let rehearsal: BareRehearsal;

beforeAll(async () => {
  rehearsal = await bareRehearsal();
}, 300_000);

afterAll(async () => {
  await rehearsal?.stop();
}, 120_000);

const schema = {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}};
const version = (name: string, storage: boolean) => ({name, storage, served: true, schema});

/** MetalLB's kind, stored in another version than the one that is listed, and nobody there who converts it. */
const breakPools = async (client: Client): Promise<void> => {
  await client.create({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: 'ipaddresspools.metallb.io'},
    spec: {
      group: 'metallb.io',
      scope: 'Namespaced',
      names: {kind: 'IPAddressPool', plural: 'ipaddresspools', singular: 'ipaddresspool'},
      versions: [version('v1beta1', false), version('v1beta2', true)],
      conversion: {
        strategy: 'Webhook',
        webhook: {conversionReviewVersions: ['v1'], clientConfig: {url: 'https://127.0.0.1:1/convert'}},
      },
    },
  });
  await vi.waitFor(async () => {
    const pool = {
      apiVersion: 'metallb.io/v1beta2',
      kind: 'IPAddressPool',
      metadata: {name: 'a', namespace: 'default'},
    };
    await client.create(pool);
  }, patiently);
};

const once = async (): Promise<{exitCode: number; printed: string}> => {
  const printed: string[] = [];
  const stdout = {write: (text: string) => printed.push(text)};
  const streams = {stdout, stderr: stdout};
  const exitCode = await monitor({once: true, output: 'lines', kubeconfig: rehearsal.kubeconfig}, streams);
  return {exitCode, printed: printed.join('')};
};

test('a kind whose conversion webhook is gone is told, the rest is seen, and it comes back by itself', async () => {
  const client = connect(loadKubeConfig(rehearsal.kubeconfig));
  await breakPools(client);
  const {exitCode, printed} = await once();
  expect(exitCode).toBe(1);
  expect(printed).toMatch(
    /^ {2}failed {2}ipaddresspools {2}the API cannot list them: .*conversion webhook for .*connection refused/m,
  );
  expect(printed).toMatch(/^Nodes {2}\d of \d ready$/m);

  const {monitor: looking, close} = openMonitor({kubeconfig: rehearsal.kubeconfig}, {paceMilliseconds: 50});
  try {
    await looking.complete;
    expect(looking.view().unheard).toMatchObject([{kind: 'ipaddresspools', isForbidden: false, asOf: null}]);
    await client.patch(
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        name: 'ipaddresspools.metallb.io',
      },
      {spec: {conversion: {strategy: 'None', webhook: null}}},
    );
    await vi.waitFor(() => expect(looking.view().unheard).toEqual([]), patiently);
    expect(looking.view().problems.filter(({what}) => what === 'ipaddresspools')).toEqual([]);
  } finally {
    await close();
    await client.close();
  }
}, 300_000);
