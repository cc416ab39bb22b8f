// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are ours, not of template strings.
import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../../source/cluster/kubernetes-object.js';
import {creations, isMeant, statusToWrite} from '../../../source/rehearsal/simulation/operator-deed.js';
import {simulationRuleSchema} from '../../../source/rehearsal/simulation/rule-schema.js';

const rule = simulationRuleSchema.parse({
  when: {apiVersion: 'a.org/v1', kind: 'Cluster', namespace: 'openstack'},
  creates: [
    {apiVersion: 'v1', kind: 'Secret', metadata: {name: '${metadata.name}-user'}},
    {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'far', namespace: 'elsewhere'}},
    {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: {name: 'general'}},
  ],
  status: {
    replicas: '${spec.replicas}',
    conditions: [{type: 'Ready', status: 'True', lastTransitionTime: '${now}'}],
  },
});
const cluster: KubernetesObject = {
  apiVersion: 'a.org/v1',
  kind: 'Cluster',
  metadata: {name: 'rabbitmq', namespace: 'openstack', uid: 'u'},
  spec: {replicas: 3},
};
const now = '2026-01-01T00:00:00Z';

test('a rule may be about one namespace or name only', () => {
  expect(isMeant(rule, cluster)).toBe(true);
  expect(isMeant(rule, {...cluster, metadata: {name: 'x', namespace: 'other'}})).toBe(false);
});

test('what is made is owned by the object wherever Kubernetes lets it', () => {
  const made = creations(rule, cluster, 'rabbitmq-cluster', ({kind}) => kind === 'Secret', now);
  expect(
    made.map(({metadata}) => [metadata.name, metadata.namespace, metadata.ownerReferences?.[0]?.uid]),
  ).toEqual([
    ['rabbitmq-user', 'openstack', 'u'],
    ['far', 'elsewhere', undefined],
    ['general', undefined, undefined],
  ]);
  expect(made[0]?.metadata.annotations).toEqual({'rehearsal.genestack.io/component': 'rabbitmq-cluster'});
});

test('a status is written once: only another time is no reason to write it again', () => {
  const status = statusToWrite(rule, cluster, now);
  expect(status).toEqual({
    replicas: 3,
    conditions: [{type: 'Ready', status: 'True', lastTransitionTime: now}],
  });
  expect(statusToWrite(rule, {...cluster, status}, '2027-01-01T00:00:00Z')).toBeUndefined();
  expect(statusToWrite(rule, {...cluster, spec: {replicas: 5}, status}, now)).toMatchObject({replicas: 5});
});
