import {expect, it} from 'vitest';
import {isWell, restartsOf, statusOf} from '../../source/cluster/pod-status.js';
import {condition, make} from './objects.js';

const pod = (status: object, spec: object = {}, metadata: object = {}) =>
  make('v1', 'Pod', {status, spec, metadata});
const inits = {initContainers: [{name: 'init'}, {name: 'perms'}]};
const init = (name: string, state: object, rest: object = {}) => ({name, state, ...rest});
const ended = (exitCode: number, reason?: string) => ({terminated: {exitCode, ...(reason && {reason})}});
const running = {running: {}};
const ready = condition('Ready', 'True');

it.each([
  ['Pending', pod({phase: 'Pending'})],
  ['Pending', make('v1', 'Pod')],
  [
    'Init:0/2',
    pod(
      {phase: 'Pending', initContainerStatuses: [init('init', running), init('perms', {waiting: {}})]},
      inits,
    ),
  ],
  [
    'Init:1/2',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [
          init('init', ended(0, 'Completed')),
          init('perms', {waiting: {reason: 'PodInitializing'}}),
        ],
      },
      inits,
    ),
  ],
  [
    'Init:CrashLoopBackOff',
    pod(
      {phase: 'Pending', initContainerStatuses: [init('init', {waiting: {reason: 'CrashLoopBackOff'}})]},
      inits,
    ),
  ],
  ['Init:Error', pod({phase: 'Pending', initContainerStatuses: [init('init', ended(1, 'Error'))]}, inits)],
  ['Init:ExitCode:3', pod({phase: 'Pending', initContainerStatuses: [init('init', ended(3))]}, inits)],
  [
    'Running',
    pod(
      {
        phase: 'Running',
        conditions: [condition('Initialized', 'True'), ready],
        initContainerStatuses: [init('proxy', running, {started: true})],
        containerStatuses: [{name: 'api', ready: true, state: running}],
      },
      {initContainers: [{name: 'proxy', restartPolicy: 'Always'}]},
    ),
  ],
  [
    'Init:1/2',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [init('proxy', running, {started: true}), init('init', running)],
      },
      {initContainers: [{name: 'proxy', restartPolicy: 'Always'}, {name: 'init'}]},
    ),
  ],
  [
    'OOMKilled',
    pod({
      phase: 'Running',
      containerStatuses: [init('a', ended(137, 'OOMKilled')), init('b', ended(1, 'Error'))],
    }),
  ],
  [
    'CrashLoopBackOff',
    pod({phase: 'Running', containerStatuses: [init('a', {waiting: {reason: 'CrashLoopBackOff'}})]}),
  ],
  ['OOMKilled', pod({phase: 'Running', containerStatuses: [init('a', ended(137, 'OOMKilled'))]})],
  ['Completed', pod({phase: 'Succeeded', containerStatuses: [init('a', ended(0, 'Completed'))]})],
  [
    'NotReady',
    pod({
      phase: 'Running',
      conditions: [condition('Ready', 'False')],
      containerStatuses: [init('a', ended(0, 'Completed')), {name: 'b', ready: true, state: running}],
    }),
  ],
  ['Evicted', pod({phase: 'Failed', reason: 'Evicted'})],
  ['Terminating', pod({phase: 'Running'}, {}, {deletionTimestamp: '2026-11-23T14:00:00Z'})],
  ['[31mred', pod({phase: 'Failed', reason: '\u001b[2J[31mred'})],
])('says %s as kubectl does', (status, object) => {
  expect(statusOf(object)).toBe(status);
});

it('counts restarts of where the pod is', () => {
  const statuses = {
    initContainerStatuses: [init('init', running, {restartCount: 3})],
    containerStatuses: [{name: 'a', restartCount: 2}],
  };
  expect(restartsOf(pod(statuses, inits))).toBe(3);
  expect(restartsOf(pod({...statuses, conditions: [condition('Initialized', 'True')]}, inits))).toBe(2);
});

it.each([
  [true, pod({phase: 'Running', conditions: [ready]})],
  [true, pod({phase: 'Succeeded'})],
  [false, pod({phase: 'Running'})],
  [false, pod({conditions: [ready]}, {}, {deletionTimestamp: '2026-11-23T14:00:00Z'})],
])('says %s of whether nothing is to be waited for', (well, object) => {
  expect(isWell(object)).toBe(well);
});
