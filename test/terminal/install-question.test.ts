import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {json, type SmallApi, smallApi} from '../cluster/small-api.js';
import {openTerminal, plainModes, type Terminal} from '../helpers/terminal.js';

const folder = mkdtempSync(path.join(tmpdir(), 'genestack-question-'));
const kubeconfig = path.join(folder, 'kubeconfig');
let api: SmallApi;
let terminal: Terminal;

const resource = (name: string, kind: string) => ({
  name,
  singularName: '',
  namespaced: false,
  kind,
  verbs: ['get'],
});
const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {name: 'kube-system', uid: '00000000-0000-4000-8000-000000000000'},
};
const answers: Record<string, object> = {
  '/version': {gitVersion: 'v1.37.2'},
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [resource('namespaces', 'Namespace'), resource('configmaps', 'ConfigMap')],
  },
  '/api/v1/namespaces/kube-system': namespace,
};
const notFound = {kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404};

/** A cluster that answers who it is and bears no mark of a rehearsal. */
beforeAll(async () => {
  api = await smallApi(({url}, response) =>
    json(response, url in answers ? 200 : 404, answers[url] ?? notFound),
  );
  writeFileSync(kubeconfig, api.kubeConfig.exportConfig());
});

afterAll(async () => {
  await api.stop();
  rmSync(folder, {recursive: true, force: true});
});

beforeEach(async () => {
  terminal = await openTerminal(['install', '--kubeconfig', kubeconfig], {
    columns: 200,
    environment: {XDG_STATE_HOME: folder},
  });
  await terminal.until(/Install \d+ components of Genestack \(flex\) on .*, Kubernetes v1\.37\.2\? \[y\/N\]/);
});

afterEach(async () => {
  await terminal.close();
  expect(api.asked.filter(({method}) => method !== 'GET')).toEqual([]);
});

test.each([
  ['enter', ['enter']],
  ['n', ['n', 'enter']],
  ['another word', ['yesterday', 'enter']],
])('a cluster that is no rehearsal is asked about, and %s changes nothing', async (_title, keys) => {
  // Who answers has been told.
  expect(terminal.screen().join('\n')).toMatch(/Kube-Proxy \(IPVS\): .*deprecated/);
  terminal.press(...keys);
  await terminal.until('Nothing was changed.');
  expect(await terminal.ended).toBe(130);
});

test.each([
  ['Ctrl-C', 'ctrl-c'],
  ['the end of input', '\x04'],
])('%s at the question leaves without a change, with the terminal as it was', async (_title, key) => {
  terminal.press(key);
  expect(await terminal.ended).toBe(130);
  expect(terminal.modes()).toEqual(plainModes);
  expect(terminal.settings()).toBe(terminal.settingsBefore);
});
