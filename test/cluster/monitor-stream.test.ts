import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {monitorRecordPage} from '../../source/commands/monitor-record-page.js';
import {operatorKinds} from '../../source/monitor/kinds.js';
import {monitorRecordSchema} from '../../source/monitor/record-schema.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {type Running, start} from '../helpers/program.js';
import {define} from './looker.js';

let rehearsal: BareRehearsal;
const running = new Set<Running>();

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  for (const name of ['openstack', 'monitoring'])
    await rehearsal.client.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name}});
  await define(
    rehearsal.client,
    operatorKinds.filter(({kind}) => kind === 'Alertmanager'),
  );
}, 900_000);

afterAll(async () => {
  for (const {child} of running) child.kill('SIGKILL');
  await rehearsal?.stop();
}, 120_000);

const begin = (...options: readonly string[]): Running => {
  const monitor = start(['monitor', '--kubeconfig', rehearsal.kubeconfig, ...options]);
  running.add(monitor);
  return monitor;
};

/** What it has printed so far. */
const linesOf = ({child}: Running): (() => string[]) => {
  let printed = '';
  child.stdout?.on('data', chunk => {
    printed += chunk;
  });
  return () => printed.split('\n').slice(0, -1);
};

const keystone = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'keystone-api',
    namespace: 'openstack',
    annotations: {
      'meta.helm.sh/release-name': 'keystone',
      'meta.helm.sh/release-namespace': 'openstack',
    },
  },
  spec: {
    selector: {matchLabels: {app: 'keystone'}},
    template: {
      metadata: {labels: {app: 'keystone'}},
      // No such account: the ReplicaSet says so in an event and a condition.
      spec: {serviceAccountName: 'nobody', containers: [{name: 'main', image: 'example.org/main:1'}]},
    },
  },
};

/** What its operator says would set the title of a terminal and ring. */
const alertmanager = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'Alertmanager',
  metadata: {name: 'kube-prometheus-stack-alertmanager', namespace: 'monitoring'},
  status: {
    conditions: [
      {type: 'Available', status: 'False', reason: 'None', message: 'no pod \u001b]0;owned\u0007 \u009b31m'},
    ],
  },
};

/** Every text in a record. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

test('the stream is the picture and then what changes, each line a record of the schema without control sequences', async () => {
  const {client} = rehearsal;
  const monitor = begin('--output', 'json');
  const lines = linesOf(monitor);
  const told = (facts: object): Promise<void> =>
    vi.waitFor(
      () => expect(lines().map(line => JSON.parse(line))).toContainEqual(expect.objectContaining(facts)),
      {timeout: 100_000, interval: 100},
    );
  await told({type: 'picture', simulatedNodes: true});
  await client.create(keystone);
  await told({type: 'component', name: 'keystone', state: 'failed'});
  await client.create(alertmanager);
  await told({type: 'problem', text: 'its condition Available is False (None): no pod'});
  await client.delete({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'openstack',
    name: 'keystone-api',
  });
  await told({type: 'component-gone', name: 'keystone'});
  await told({type: 'problem-gone'});
  monitor.child.kill('SIGTERM');
  const {stdout, stderr, exitCode} = await monitor.ended;
  expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 130});
  expect(stdout.endsWith('\n')).toBe(true);
  const all = lines().map(line => JSON.parse(line));
  for (const record of all) {
    expect(monitorRecordSchema.parse(record)).toEqual(record);
    expect(textsIn(record).filter(text => /[\u0000-\u001f\u007f-\u009f]/.test(text))).toEqual([]);
  }
  const types = all.map(({type}) => type);
  expect(types.indexOf('picture')).toBe(0);
  expect(types.lastIndexOf('picture')).toBe(0);
  expect(new Set(types)).toEqual(new Set(monitorRecordSchema.options.map(({shape}) => shape.type.value)));
}, 200_000);

test.each(['json', 'lines'])(
  'nobody reads its %s any more: it ends by itself and says nothing',
  async output => {
    const {client} = rehearsal;
    const monitor = begin('--output', output);
    await monitor.line(line => line !== '');
    monitor.child.stdout?.destroy();
    await client.create({...keystone, metadata: {...keystone.metadata, name: `unread-${output}`}});
    const {stderr, exitCode} = await monitor.ended;
    expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 130});
  },
  120_000,
);

test('docs/monitor.md is what the schema says (npm run docs writes it)', () => {
  expect(readFileSync(packagePath('docs/monitor.md'), 'utf8')).toBe(monitorRecordPage());
});
