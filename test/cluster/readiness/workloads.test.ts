import {describe, expect, it} from 'vitest';
import {judge} from '../../../source/cluster/readiness.js';
import {condition, make} from '../objects.js';

type Row = readonly [title: string, spec: object, status: object | undefined, verdict: object];

const table = (apiVersion: string, kind: string, rows: readonly Row[]): void => {
  describe(kind, () => {
    it.each(rows)('%s', (_title, spec, status, verdict) => {
      expect(judge(make(apiVersion, kind, {generation: 2, spec, ...(status && {status})}))).toMatchObject(
        verdict,
      );
    });
  });
};

const full = {observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3};

table('apps/v1', 'Deployment', [
  ['is ready when all replicas are', {replicas: 3}, full, {state: 'ready', ready: 3, desired: 3, reason: ''}],
  [
    'has one replica by default',
    {},
    {...full, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1},
    {state: 'ready', desired: 1},
  ],
  ['is ready when none is wanted', {replicas: 0}, {observedGeneration: 2}, {state: 'ready', desired: 0}],
  [
    'counts its ready pods',
    {replicas: 3},
    {...full, readyReplicas: 2, availableReplicas: 2},
    {state: 'progressing', ready: 2, desired: 3, reason: '2 of 3 pods are ready'},
  ],
  [
    'waits until pods are available, not only ready',
    {replicas: 3},
    {...full, availableReplicas: 2},
    {state: 'progressing'},
  ],
  [
    'waits until its change was seen',
    {replicas: 3},
    {...full, observedGeneration: 1},
    {state: 'progressing'},
  ],
  ['is not ready without a status', {replicas: 3}, undefined, {state: 'progressing', ready: 0, desired: 3}],
  [
    'waits for pods of the new revision',
    {replicas: 3},
    {...full, updatedReplicas: 1},
    {state: 'progressing', reason: '1 of 3 pods are of the new revision'},
  ],
  [
    'waits for old pods to end',
    {replicas: 3},
    {...full, replicas: 4},
    {state: 'progressing', reason: '1 old pod still to end'},
  ],
  [
    'past its progress deadline is late, not failed',
    {replicas: 3},
    {
      ...full,
      readyReplicas: 0,
      availableReplicas: 0,
      conditions: [condition('Progressing', 'False', {reason: 'ProgressDeadlineExceeded'})],
    },
    {state: 'progressing', code: 'GS-POD-09'},
  ],
  [
    'says why its pods cannot be made',
    {replicas: 3},
    {
      observedGeneration: 2,
      conditions: [condition('ReplicaFailure', 'True', {reason: 'FailedCreate', message: 'exceeded quota'})],
    },
    {state: 'progressing', code: 'GS-POD-10', reason: expect.stringContaining('exceeded quota')},
  ],
]);

const revisions = {currentRevision: 'b', updateRevision: 'b'};

table('apps/v1', 'StatefulSet', [
  [
    'is ready when all replicas are, of its revision',
    {replicas: 3},
    {...full, ...revisions},
    {state: 'ready', desired: 3},
  ],
  [
    'counts its ready pods',
    {replicas: 3},
    {...full, ...revisions, readyReplicas: 1},
    {state: 'progressing', ready: 1, reason: '1 of 3 pods is ready'},
  ],
  [
    'rolls until every pod is new',
    {replicas: 3},
    {...full, currentRevision: 'a', updateRevision: 'b', updatedReplicas: 2},
    {state: 'progressing'},
  ],
  [
    'leaves the pods below a partition',
    {replicas: 3, updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 2}}},
    {...full, currentRevision: 'a', updateRevision: 'b', updatedReplicas: 1},
    {state: 'ready'},
  ],
  [
    'with OnDelete is ready with old pods',
    {replicas: 3, updateStrategy: {type: 'OnDelete'}},
    {...full, currentRevision: 'a', updateRevision: 'b', updatedReplicas: 0},
    {state: 'ready'},
  ],
  [
    'with OnDelete is not ready without pods',
    {replicas: 3, updateStrategy: {type: 'OnDelete'}},
    {observedGeneration: 2},
    {state: 'progressing'},
  ],
  [
    'waits until its change was seen',
    {replicas: 3},
    {...full, ...revisions, observedGeneration: 1},
    {state: 'progressing'},
  ],
]);

const everywhere = {
  observedGeneration: 2,
  desiredNumberScheduled: 4,
  updatedNumberScheduled: 4,
  numberReady: 4,
  numberAvailable: 4,
};

table('apps/v1', 'DaemonSet', [
  ['is ready on all its nodes', {}, everywhere, {state: 'ready', ready: 4, desired: 4}],
  [
    'that no node wants is not ready',
    {},
    {observedGeneration: 2, desiredNumberScheduled: 0},
    {state: 'progressing', code: 'GS-POD-11', reason: 'no node matches its selector'},
  ],
  ['is not ready without a status', {}, undefined, {state: 'progressing'}],
  [
    'counts its nodes',
    {},
    {...everywhere, numberReady: 3, numberAvailable: 3},
    {state: 'progressing', ready: 3, desired: 4},
  ],
  ['rolls until every pod is new', {}, {...everywhere, updatedNumberScheduled: 1}, {state: 'progressing'}],
  [
    'with OnDelete keeps old pods',
    {updateStrategy: {type: 'OnDelete'}},
    {...everywhere, updatedNumberScheduled: 1},
    {state: 'ready'},
  ],
]);

table('batch/v1', 'Job', [
  [
    'is ready only when complete',
    {},
    {succeeded: 1, conditions: [condition('Complete', 'True')]},
    {state: 'ready'},
  ],
  [
    'that runs is not ready',
    {},
    {startTime: '2026-01-01T00:00:00Z', active: 1},
    {state: 'progressing', reason: 'its pod has not completed yet'},
  ],
  [
    'says how often it failed so far',
    {},
    {active: 1, failed: 2},
    {state: 'progressing', reason: 'its pod has not completed yet, after 2 failed'},
  ],
  [
    'that failed has failed',
    {},
    {
      conditions: [
        condition('Failed', 'True', {reason: 'BackoffLimitExceeded', message: 'reached the limit'}),
      ],
    },
    {state: 'failed', code: 'GS-POD-12', reason: 'it failed (BackoffLimitExceeded): reached the limit'},
  ],
  ['that is suspended is not ready', {suspend: true}, {}, {state: 'progressing', reason: 'it is suspended'}],
  [
    'counts its completions',
    {completions: 3},
    {active: 1, succeeded: 2},
    {state: 'progressing', ready: 2, desired: 3},
  ],
]);

table('v1', 'Pod', [
  [
    'that runs and is ready',
    {},
    {phase: 'Running', conditions: [condition('Ready', 'True')]},
    {state: 'ready'},
  ],
  [
    'that runs is not always ready',
    {},
    {phase: 'Running', conditions: [condition('Ready', 'False')]},
    {state: 'progressing'},
  ],
  ['that has succeeded is ready', {}, {phase: 'Succeeded'}, {state: 'ready'}],
  [
    'that has failed is failed',
    {},
    {phase: 'Failed', reason: 'Evicted'},
    {state: 'failed', reason: 'it failed (Evicted)'},
  ],
  ['that waits for a node is pending', {}, {phase: 'Pending'}, {state: 'progressing'}],
]);

it('judges a ReplicaSet by its ready pods', () => {
  expect(
    judge(
      make('apps/v1', 'ReplicaSet', {spec: {replicas: 2}, status: {observedGeneration: 1, readyReplicas: 1}}),
    ),
  ).toMatchObject({
    state: 'progressing',
    ready: 1,
    desired: 2,
  });
});
