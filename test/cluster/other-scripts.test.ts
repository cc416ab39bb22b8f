import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {genestack, records} from '../helpers/program.js';
import {toolFiles} from '../helpers/tools.js';
import {packChart} from './broken-charts.js';

/** `helm upgrade --install RELEASE` into a namespace, as scripts of others call them. */
const installed = [
  {release: 'keystone', namespace: 'openstack', component: 'keystone'},
  {release: 'memcached', namespace: 'openstack', component: 'memcached'},
  {release: 'metallb', namespace: 'metallb-system', component: 'metallb'},
  {release: 'mariadb-operator', namespace: 'mariadb-system', component: 'mariadb-operator'},
  {release: 'kube-prometheus-stack', namespace: 'monitoring', component: 'kube-prometheus-stack'},
  {release: 'envoyproxy-gateway', namespace: 'envoyproxy-gateway-system', component: 'envoy-gateway'},
  {release: 'grafana', namespace: 'grafana', component: 'grafana'},
  {release: 'something-of-ones-own', namespace: 'openstack', component: undefined},
];
/** `kubectl apply`: nothing is on it but its name. */
const applied = [
  {name: 'rabbitmq-cluster-operator', namespace: 'rabbitmq-system', component: 'rabbitmq-operator'},
  {name: 'kubernetes-dashboard', namespace: 'kube-system', component: 'kubernetes-dashboard'},
];

const deployment = (name: string, namespace?: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name, ...(namespace !== undefined && {namespace})},
  spec: {
    selector: {matchLabels: {app: name}},
    template: {
      metadata: {labels: {app: name}},
      spec: {containers: [{name: 'main', image: 'example.org/main:1'}]},
    },
  },
});

let rehearsal: BareRehearsal;
const charts = mkdtempSync(join(tmpdir(), 'genestack-charts-'));

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  for (const {release, namespace} of installed) {
    packChart(charts, release, '1.0.0', stringify(deployment(`${release}-any`)));
    execFileSync(toolFiles.helm, [
      ...['upgrade', '--install', release, join(charts, `${release}-1.0.0.tgz`)],
      ...['--namespace', namespace, '--create-namespace', '--kubeconfig', rehearsal.kubeconfig],
    ]);
  }
  const {client} = rehearsal;
  await client.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'rabbitmq-system'}});
  for (const {name, namespace} of applied) await client.create(deployment(name, namespace));
}, 900_000);

afterAll(async () => {
  await rehearsal?.stop();
  rmSync(charts, {recursive: true, force: true});
}, 120_000);

test('a cluster that other scripts installed is known by its releases and names', async () => {
  const ended = await genestack([
    ...['monitor', '--once', '--output', 'json', '--kubeconfig', rehearsal.kubeconfig],
  ]);
  const names = records(ended)
    .at(-1)
    .components.map(({name}: {name: string}) => name);
  // CoreDNS and kube-proxy are there of themselves.
  const expected = [
    ...installed.flatMap(({component}) => component ?? []),
    ...applied.map(({component}) => component),
    ...['coredns', 'kube-proxy'],
  ];
  expect(names.toSorted()).toEqual(expected.toSorted());
}, 300_000);
