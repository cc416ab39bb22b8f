import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {monitor} from '../../source/commands/monitor.js';
import {unheardNotice, unheardProblems} from '../../source/monitor/unheard.js';
import type {UnheardKind} from '../../source/monitor/view.js';
import {json, type SmallApi} from '../cluster/small-api.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {listedApi} from './listed-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.stop();
});

const kubeconfigOf = ({kubeConfig}: SmallApi): string => {
  const file = join(temporaryFolder('unheard'), 'config.yaml');
  const server = kubeConfig.getCurrentCluster()?.server;
  writeFileSync(
    file,
    stringify({
      ...{apiVersion: 'v1', kind: 'Config', 'current-context': 'site-a'},
      clusters: [{name: 'c', cluster: {server, 'insecure-skip-tls-verify': true}}],
      users: [{name: 'u', user: {}}],
      contexts: [{name: 'site-a', context: {cluster: 'c', user: 'u'}}],
    }),
  );
  return file;
};

test('a list that always fails keeps nobody from seeing the rest, and is told', async () => {
  const message = 'conversion webhook for apps/v1, Kind=DaemonSet failed: connection refused.';
  api = await listedApi(
    [{apiVersion: 'v1', kind: 'Node', metadata: {name: 'compute-1', uid: 'n'}}],
    (_, response) => json(response, 500, {kind: 'Status', code: 500, message}),
    ['daemonsets'],
  );
  const printed: string[] = [];
  const stdout = {write: (text: string) => printed.push(text)};
  const exitCode = await monitor(
    {once: true, output: 'lines', kubeconfig: kubeconfigOf(api)},
    {stdout, stderr: stdout},
  );
  expect(exitCode).toBe(1);
  expect(printed.join('')).toMatch(/^Nodes {2}0 of 1 ready$/m);
  expect(printed.join('')).toContain(
    '  failed  daemonsets  the API cannot list them: conversion webhook for apps/v1, Kind=DaemonSet failed: connection refused\n',
  );
}, 60_000);

const kind = (given: Partial<UnheardKind>): UnheardKind => ({
  ...{kind: 'pods', group: '', isForbidden: true, reason: 'no', asOf: Date.UTC(2026, 10, 23, 14, 3)},
  ...given,
});

test('rights that were taken away are one problem, a broken kind is one each', () => {
  const told = unheardProblems([
    kind({}),
    kind({kind: 'nodes', asOf: Date.UTC(2026, 10, 23, 14, 2)}),
    kind({kind: 'mariadbs', group: 'k8s.mariadb.com', isForbidden: false, reason: 'broken', asOf: null}),
  ]);
  expect(told.map(({what, text}) => `${what}: ${text.replace(/\d+:\d+:\d+/, 'T')}`)).toEqual([
    'rights: may not see pods and nodes any more; shown as of T',
    'mariadbs: the API cannot list them: broken',
  ]);
  expect(told[0]?.text).toMatch(/:02:00$/);
});

const now = Date.UTC(2026, 10, 23, 14, 8);
const minutes = (milliseconds: number): string => `${milliseconds / 60_000} min`;

test.each([
  ['nothing', [], ''],
  [
    'the right to see it',
    [kind({}), kind({kind: 'mariadbs', isForbidden: false})],
    'May not see pods any more; shown as 5 min ago',
  ],
  ['its list', [kind({isForbidden: false, asOf: null})], 'The API cannot list pods: no'],
])('a line says what is old because %s is missing', (_, unheard, line) => {
  expect(unheardNotice(unheard, now, minutes)).toBe(line);
});
