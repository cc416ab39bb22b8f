import {Readable} from 'node:stream';
import {expect, it} from 'vitest';
import {ApiError, type Client} from '../../source/cluster/client.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {podLogs} from '../../source/cluster/pod-logs.js';
import {condition, make} from './objects.js';

const name = {namespace: 'openstack', name: 'api-x'};
const running = {running: {}};
const ended = (exitCode: number) => ({terminated: {exitCode}});

const podWith = (status: object, spec: object = {containers: [{name: 'api'}]}): KubernetesObject =>
  make('v1', 'Pod', {...name, spec, status});
const api = (state: object, phase = 'Running') =>
  podWith({phase, containerStatuses: [{name: 'api', restartCount: 0, state}]});
const done = api(ended(0), 'Succeeded');

type Asked = Record<string, unknown>;

/** Each look at the pod takes the next one, the last stands for all that follow; likewise with the logs. */
const followed = async (
  pods: readonly (KubernetesObject | undefined)[],
  logs: readonly (string | Error)[],
): Promise<{lines: string[]; asked: Asked[]; waits: number}> => {
  let looks = 0;
  let waits = 0;
  const asked: Asked[] = [];
  const ending = new AbortController();
  const client = {
    read: async () => pods[Math.min(looks++, pods.length - 1)],
    log: async (_: unknown, {signal: _signal, ...options}: Asked) => {
      const log = logs[Math.min(asked.length, logs.length - 1)] ?? '';
      asked.push(options);
      if (log instanceof Error) throw log;
      return Readable.from([Buffer.from(log)]);
    },
  } as unknown as Client;
  const lines: string[] = [];
  const wait = async () => {
    if (++waits === 5) ending.abort();
  };
  for await (const line of podLogs(client, name, ending.signal, {wait})) lines.push(line);
  return {lines, asked, waits};
};

it('reads a log to its end, without what a terminal would obey', async () => {
  const log = '2026-11-23T14:00:00.5Z one\u001b[2J\n2026-11-23T14:00:01Z \ttwo 10%\r20%\u202e\nthree';
  const {lines, asked, waits} = await followed([done], [log]);
  expect(lines).toEqual(['one', '    two 10%', '20%', 'three']);
  expect(asked).toEqual([{container: 'api', tailLines: 500}]);
  expect(waits).toBe(0);
});

it('goes on where a log was cut, and says nothing twice', async () => {
  const {lines, asked} = await followed(
    [api(running), done],
    [
      '2026-11-23T14:00:01.1Z a\n2026-11-23T14:00:01.12Z b\n',
      '2026-11-23T14:00:01.1Z a\n2026-11-23T14:00:01.12Z b\n2026-11-23T14:00:01.120000001Z c\n2026-11-23T14:00:02Z d\n',
    ],
  );
  expect(lines).toEqual(['a', 'b', 'c', 'd']);
  expect(asked[1]).toEqual({container: 'api', sinceTime: '2026-11-23T14:00:01.12Z'});
});

it('follows the init container that has not ended, then the container, and names them', async () => {
  const spec = {
    initContainers: [{name: 'proxy', restartPolicy: 'Always'}, {name: 'init'}],
    containers: [{name: 'api'}, {name: 'sidecar'}],
  };
  const proxy = {name: 'proxy', state: running, started: true};
  const first = podWith({initContainerStatuses: [proxy, {name: 'init', state: running}]}, spec);
  const second = podWith(
    {
      phase: 'Succeeded',
      conditions: [condition('Initialized', 'True')],
      initContainerStatuses: [proxy, {name: 'init', state: ended(0)}],
      containerStatuses: [
        {name: 'sidecar', state: running},
        {name: 'api', state: running},
      ],
    },
    spec,
  );
  expect((await followed([first, second], ['waiting\n', 'serving\n'])).lines).toEqual([
    'Container init:',
    'waiting',
    'Container api:',
    'serving',
  ]);
});

it('reads the last words of a container that crashes', async () => {
  const crashing = podWith({
    phase: 'Running',
    containerStatuses: [
      {name: 'api', state: {waiting: {reason: 'CrashLoopBackOff'}}, lastState: ended(1), restartCount: 4},
    ],
  });
  expect((await followed([crashing], ['2026-11-23T14:00:00Z Traceback\n'])).lines).toEqual(['Traceback']);
});

it('says once that a pod has not started', async () => {
  const waiting = podWith({phase: 'Pending', containerStatuses: [{name: 'api', state: {waiting: {}}}]});
  const {lines, asked, waits} = await followed([waiting], []);
  expect(lines).toEqual(['Pod api-x has not started yet, so that it has no log: it is Pending.']);
  expect(asked).toEqual([]);
  expect(waits).toBe(5);
});

it('says why a log cannot be read, once, and tries again', async () => {
  const {lines, waits} = await followed([api(running)], [new ApiError(500, '', 'dial tcp: refused')]);
  expect(lines).toEqual(['The log of pod api-x cannot be read: dial tcp: refused']);
  expect(waits).toBe(5);
});

it('ends when the pod is gone', async () => {
  expect(await followed([api(running), undefined], ['a\n'])).toMatchObject({
    lines: ['a', 'Pod openstack/api-x is not there any more.'],
    waits: 1,
  });
});
