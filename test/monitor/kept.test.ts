import {expect, test} from 'vitest';
import type {KubernetesObject, ObjectMetadata} from '../../source/cluster/kubernetes-object.js';
import {restartsOf, statusOf} from '../../source/cluster/pod-status.js';
import * as kept from '../../source/monitor/kept.js';

const wrote = (manager: string, time: string, fieldsV1: object, subresource?: string) => ({
  ...{manager, time, operation: 'Update', fieldsV1},
  ...(subresource !== undefined && {subresource}),
});
const spec = {'f:spec': {'f:replicas': {}}};

const deployment = (managedFields: NonNullable<ObjectMetadata['managedFields']>): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'keystone-api', namespace: 'openstack', managedFields},
  spec: {replicas: 3},
});

test('who wrote a spec last is kept, whichever way it went', () => {
  const helm = wrote('helm', '2026-11-23T12:00:00Z', spec);
  const revision = wrote('kube-controller-manager', '2026-11-23T12:00:09Z', {'f:metadata': {}});
  const status = wrote('kube-controller-manager', '2026-11-23T12:00:10Z', {'f:status': {}}, 'status');
  const byHelm = {by: 'helm', time: '2026-11-23T12:00:00Z'};
  expect(kept.workload(deployment([helm, revision, status])).writer).toEqual(byHelm);
  const edit = wrote('kubectl-edit', '2026-11-23T12:30:00Z', spec);
  expect(kept.workload(deployment([edit, helm])).writer).toEqual({
    ...{by: 'kubectl-edit', time: '2026-11-23T12:30:00Z'},
  });
  // kubectl scale, and a HorizontalPodAutoscaler, write the subresource, and the API does not say when.
  const {time: _, ...scale} = wrote('kubectl', '', spec, 'scale');
  expect(kept.workload(deployment([helm, scale, revision])).writer).toEqual({...byHelm, scaledBy: 'kubectl'});
  expect(kept.workload(deployment([])).writer).toBeUndefined();
});

test('a pod that is well has as many restarts as before, those of its sidecars too', () => {
  const status = (name: string, restartCount: number) => ({
    ...{name, restartCount, ready: true, started: true, state: {running: {startedAt: 'x'}}},
    image: 'example.org/x:1',
  });
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'x-0', namespace: 'openstack'},
    spec: {
      initContainers: [{name: 'init'}, {name: 'proxy', restartPolicy: 'Always', image: 'example.org/x:1'}],
      containers: [{name: 'main'}],
    },
    status: {
      phase: 'Running',
      conditions: [{type: 'Ready', status: 'True'}],
      initContainerStatuses: [{...status('init', 4), state: {terminated: {exitCode: 0}}}, status('proxy', 2)],
      containerStatuses: [status('main', 1)],
    },
  };
  const small = kept.pod(pod);
  expect([restartsOf(pod), restartsOf(small)]).toEqual([3, 3]);
  expect(statusOf(small)).toBe(statusOf(pod));
  expect(JSON.stringify(small)).not.toContain('example.org');
});
