// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are ours, not of template strings.
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {stringify} from 'yaml';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {type Simulation, simulate} from '../../source/rehearsal/simulation/simulate.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {catalogueFolder} from '../helpers/catalogue.js';

const timeout = 120_000;
let rehearsal: BareRehearsal;
let simulation: Simulation;

/** A custom resource whose operator makes a Deployment and says when it is available. */
const rules = [
  {
    when: {apiVersion: 'example.org/v1', kind: 'Database'},
    creates: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {name: '${metadata.name}'},
        spec: {
          replicas: '${spec.replicas:-1}',
          selector: {matchLabels: {app: 'database'}},
          template: {metadata: {labels: {app: 'database'}}, spec: {containers: [{name: 'c', image: 'c'}]}},
        },
      },
    ],
    status: {phase: 'Ready', observedGeneration: '${metadata.generation}'},
  },
];

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  const folder = catalogueFolder({database: {}});
  writeFileSync(path.join(folder, 'database', 'simulation.yaml'), stringify(rules));
  const catalogue = readCatalogue(folder);
  simulation = simulate({
    client: rehearsal.client,
    catalogue,
    situations: new Map(),
    pace: 0.05,
    seed: 1,
    say: () => {},
  });
  await simulation.ready;
  await rehearsal.client.create(object('v1', 'Namespace', 'openstack', {}, false));
}, timeout);

afterAll(async () => {
  simulation?.stop();
  await rehearsal?.stop();
}, timeout);

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  rest: object,
  namespaced = true,
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: {name, ...(namespaced ? {namespace: 'openstack'} : {})},
  ...rest,
});

const read = (apiVersion: string, kind: string, name: string) =>
  rehearsal.client.read({apiVersion, kind, namespace: 'openstack', name});

const pod = (env: object[], volumes: object[] = []) => ({
  restartPolicy: 'Never',
  initContainers: [{name: 'init', image: 'entrypoint', env}],
  containers: [{name: 'main', image: 'main'}],
  volumes,
});

const until = (check: () => Promise<void>) => vi.waitFor(check, {timeout: 60_000, interval: 100});

test(
  'a pod says what it waits for and starts when that is there',
  async () => {
    const {client} = rehearsal;
    await client.create(
      object('v1', 'Pod', 'waiting', {
        spec: pod([{name: 'DEPENDENCY_JOBS', value: 'sync'}], [{name: 'v', secret: {secretName: 'keys'}}]),
      }),
    );
    await until(async () => {
      expect((await read('v1', 'Pod', 'waiting'))?.status.conditions).toContainEqual(
        expect.objectContaining({
          type: 'Initialized',
          status: 'False',
          message: 'waits: Secret openstack/keys is not there; Job openstack/sync is not complete',
        }),
      );
    });
    await client.create(object('v1', 'Secret', 'keys', {}));
    await client.create(object('batch/v1', 'Job', 'sync', {spec: {template: {spec: pod([])}}}));
    await until(async () => {
      expect((await read('v1', 'Pod', 'waiting'))?.status.phase).toBe('Running');
    });
    expect((await read('batch/v1', 'Job', 'sync'))?.status.succeeded).toBe(1);
  },
  timeout,
);

test(
  'claims of a class that is not there get a volume, load balancers an address',
  async () => {
    const {client} = rehearsal;
    await client.create(
      object('v1', 'PersistentVolumeClaim', 'data', {
        spec: {
          storageClassName: 'absent',
          accessModes: ['ReadWriteOnce'],
          resources: {requests: {storage: '1Gi'}},
        },
      }),
    );
    await client.create(
      object('v1', 'Service', 'front', {spec: {type: 'LoadBalancer', ports: [{port: 80}]}}),
    );
    await until(async () => {
      expect((await read('v1', 'PersistentVolumeClaim', 'data'))?.status.phase).toBe('Bound');
      expect((await read('v1', 'Service', 'front'))?.status.loadBalancer.ingress).toHaveLength(1);
    });
    await client.delete({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: 'openstack',
      name: 'data',
    });
    await until(async () => {
      expect((await client.list({apiVersion: 'v1', kind: 'PersistentVolume'})).items).toEqual([]);
    });
  },
  timeout,
);

test(
  'an operator of a kind that appears later makes its workload, then says that it is ready',
  async () => {
    const {client} = rehearsal;
    await client.create(
      object(
        'apiextensions.k8s.io/v1',
        'CustomResourceDefinition',
        'databases.example.org',
        {
          spec: {
            group: 'example.org',
            scope: 'Namespaced',
            names: {kind: 'Database', plural: 'databases', singular: 'database'},
            versions: [
              {
                name: 'v1',
                served: true,
                storage: true,
                subresources: {status: {}},
                schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
              },
            ],
          },
        },
        false,
      ),
    );
    await until(async () => {
      await client.create(object('example.org/v1', 'Database', 'db', {spec: {replicas: 2}}));
    });
    await until(async () => {
      expect((await read('example.org/v1', 'Database', 'db'))?.status).toEqual({
        phase: 'Ready',
        observedGeneration: 1,
      });
    });
    const made = await read('apps/v1', 'Deployment', 'db');
    expect(made?.status.availableReplicas).toBe(2);
    expect(made?.metadata.ownerReferences).toMatchObject([{kind: 'Database', name: 'db'}]);
  },
  timeout,
);
