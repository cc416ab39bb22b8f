import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {parse} from 'yaml';
import {packagePath} from '../../source/assets.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {prometheusService} from '../../source/cluster/prometheus.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {type ClusterEgress, routeToPods} from '../helpers/cluster-egress.js';
import {genestack, records} from '../helpers/program.js';
import {type Measured, type Prometheus, realPrometheus, standInPrometheus} from '../helpers/prometheus.js';
import {createLooker, lookerConfig} from './looker.js';

const measured: readonly Measured[] = [
  {namespace: 'openstack', claim: 'nearly-full', usedPercent: 92.4},
  {namespace: 'openstack', claim: 'half-full', usedPercent: 50},
];
const role = parse(
  readFileSync(packagePath('assets/components/monitor-role/kustomize/resources/role.yaml'), 'utf8'),
) as KubernetesObject & {rules: {resources: string[]}[]};
const address = '10.244.0.99';

const folder = mkdtempSync(join(tmpdir(), 'genestack-full-'));
const looking = join(folder, 'looker.yaml');
let rehearsal: BareRehearsal;
let prometheus: Prometheus;
let egress: ClusterEgress;

beforeAll(async () => {
  const {GENESTACK_PROMETHEUS: path} = process.env;
  [rehearsal, prometheus] = await Promise.all([
    bareRehearsal(),
    path === undefined ? standInPrometheus(measured, 85) : realPrometheus(path, measured),
  ]);
  const {client} = rehearsal;
  egress = await routeToPods(rehearsal, target =>
    target === `${address}:${prometheusService.port}` ? prometheus.port : undefined,
  );
  for (const name of ['monitoring', 'openstack'])
    await client.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
  const service = {name: prometheusService.name, namespace: 'monitoring'};
  const ports = [{name: 'http-web', port: prometheusService.port}];
  await client.create({apiVersion: 'v1', kind: 'Service', metadata: service, spec: {ports}});
  // The API server hands nothing on but to a pod that has the address.
  await client.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'prometheus', namespace: 'monitoring'},
    spec: {schedulerName: 'nobody', containers: [{name: 'main', image: 'example.org/main:1'}]},
  });
  await client.patch(
    {apiVersion: 'v1', kind: 'Pod', namespace: 'monitoring', name: 'prometheus'},
    {status: {podIP: address, podIPs: [{ip: address}]}},
    {subresource: 'status'},
  );
  await client.create({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {...service, labels: {'kubernetes.io/service-name': service.name}},
    addressType: 'IPv4',
    ports,
    endpoints: [
      {addresses: [address], targetRef: {kind: 'Pod', namespace: 'monitoring', name: 'prometheus'}},
    ],
  });
  // Only a claim that is bound holds anything.
  for (const {claim: name} of measured) {
    const kept = {accessModes: ['ReadWriteOnce'], storageClassName: ''};
    await client.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: {name},
      spec: {
        ...kept,
        capacity: {storage: '10Gi'},
        hostPath: {path: '/nowhere'},
        claimRef: {namespace: 'openstack', name},
      },
    });
    await client.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {name, namespace: 'openstack'},
      spec: {...kept, volumeName: name, resources: {requests: {storage: '10Gi'}}},
    });
  }
  await client.create(role);
  await createLooker(client);
  writeFileSync(looking, await lookerConfig(client, rehearsal.kubeconfig, 'looker'));
}, 900_000);

afterAll(async () => {
  await rehearsal?.stop();
  await egress?.close();
  await prometheus?.close();
  rmSync(folder, {recursive: true, force: true});
}, 120_000);

const looked = async () => {
  const {stdout, stderr, ...ended} = await genestack([
    ...['monitor', '--once', '--output', 'json', '--kubeconfig', looking],
  ]);
  expect(stderr).toBe('');
  return records({stdout, stderr, ...ended}).at(-1);
};

test("by the API server's own proxy Prometheus tells a looker which claim is nearly full", async () => {
  await vi.waitFor(
    async () => {
      const {problems, unseen} = await looked();
      expect(unseen).toEqual([]);
      expect(problems.filter(({code}: {code: string}) => code === 'GS-VOL-11')).toMatchObject([
        {what: 'claim openstack/nearly-full', text: 'is 92 % full', weight: 'attention'},
      ]);
    },
    {timeout: 120_000, interval: 500},
  );
  expect(egress.targets).toContain(`${address}:${prometheusService.port}`);
}, 300_000);

test('whoever may not ask it says so, and nothing of claims', async () => {
  const rules = role.rules.filter(({resources}) => !resources.includes('services/proxy'));
  await rehearsal.client.patch(
    {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: role.metadata.name},
    {rules},
  );
  await vi.waitFor(
    async () => {
      const {problems, unseen} = await looked();
      expect(unseen).toEqual(['metrics of Prometheus']);
      expect(problems.filter(({code}: {code: string}) => code === 'GS-VOL-11')).toEqual([]);
    },
    {timeout: 120_000, interval: 500},
  );
}, 300_000);
