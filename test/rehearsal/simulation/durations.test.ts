import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../../source/cluster/kubernetes-object.js';
import {durationsOf} from '../../../source/rehearsal/simulation/durations.js';
import {catalogueOf} from '../../helpers/catalogue.js';

const helm = {kind: 'helm', repository: 'https://charts.example.org', chart: 'keystone', version: '1.0.0'};
const catalogue = catalogueOf({
  keystone: {
    delivery: helm,
    estimate: {apply: 40, ready: 60},
    workloads: [{kind: 'Deployment', name: 'keystone-api', seconds: 20}],
    hooks: [
      {name: 'db-init', events: ['post-install']},
      {name: 'db-sync', events: ['post-install'], seconds: 100},
    ],
  },
});
const options = {seed: 7, pace: 0.1, catalogue};

const object = (kind: string, name: string, metadata: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {name, namespace: 'openstack', ...metadata},
});
const released = {annotations: {'meta.helm.sh/release-name': 'keystone'}};
const around = (milliseconds: number, seconds: number) => {
  expect(milliseconds).toBeGreaterThanOrEqual(seconds * 0.7 * 100);
  expect(milliseconds).toBeLessThanOrEqual(seconds * 1.3 * 100);
};

test('the same seed, workload and index give the same duration, any other gives another', () => {
  const pods = (name: string) => [object('Pod', name), object('Deployment', 'keystone-api', released)];
  const first = durationsOf(pods('keystone-api-abc'), '0', options);
  expect(durationsOf(pods('keystone-api-xyz'), '0', options)).toEqual(first);
  expect(durationsOf(pods('keystone-api-abc'), '1', options)).not.toEqual(first);
  expect(durationsOf(pods('keystone-api-abc'), '0', {...options, seed: 8})).not.toEqual(first);
});

test('a workload takes its own seconds, another of the release the estimate of the component', () => {
  const pod = object('Pod', 'p');
  around(durationsOf([pod, object('Deployment', 'keystone-api', released)], '0', options).ready, 20);
  around(durationsOf([pod, object('Deployment', 'keystone-other', released)], '0', options).ready, 60);
});

test('the pods of an ordered StatefulSet share the estimate', () => {
  const set = {...object('StatefulSet', 'db', released), spec: {replicas: 3}};
  around(durationsOf([object('Pod', 'db-0'), set], '0', options).ready, 20);
});

test('a hook is known by its name and takes its share of the apply, or its own seconds', () => {
  const total = (name: string) => {
    const {ready, run = 0} = durationsOf([object('Pod', 'p'), object('Job', name)], '0', options);
    expect(run).toBeGreaterThan(ready);
    return ready + run;
  };
  around(total('db-init'), 20);
  around(total('db-sync'), 100);
});

test('a pod that nobody knows takes five seconds', () => {
  around(durationsOf([object('Pod', 'stranger')], '0', options).ready, 5);
});
