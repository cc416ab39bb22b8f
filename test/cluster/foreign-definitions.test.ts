import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {type Client, connect} from '../../source/cluster/client.js';
import {fieldManager} from '../../source/cluster/field-manager.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {toDo} from '../../source/plan/changes.js';
import {planSchema} from '../../source/plan/plan.js';
import {type Ended, records} from '../helpers/program.js';
import {smallProgram} from './small-program.js';

// Each of these runs the program.
vi.setConfig({testTimeout: 600_000, hookTimeout: 600_000});

const program = smallProgram('kubernetes', 'helm', 'kustomize', 'node-roles', 'kube-ovn');
let client: Client;
let kubeconfig: string;

const definition = (kind: string, schema: object): KubernetesObject => {
  const singular = kind.toLowerCase();
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: `${singular}s.shop.example.org`},
    spec: {
      group: 'shop.example.org',
      scope: 'Namespaced',
      names: {kind, listKind: `${kind}List`, plural: `${singular}s`, singular},
      versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: schema}}],
    },
  };
};
const open = {type: 'object', 'x-kubernetes-preserve-unknown-fields': true};
const strict = {type: 'object', required: ['spec'], properties: {spec: {type: 'object'}}};

const component = `row: Kinds
group: OpenStack
editions: {flex: required, enterprise: required}
stage: initial
summary: Brings two kinds.
delivery: {kind: kustomize, version: '1'}
needs: [{component: kubernetes, kind: ready}]
crds:
  - {group: shop.example.org, kind: Till, plural: tills, versions: [v1]}
  - {group: shop.example.org, kind: Shelf, plural: shelfs, versions: [v1]}
estimate: {apply: 1, ready: 1}
`;

const write = (path: string, text: string): void => {
  const file = join(program.components, 'kinds', path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
};
/** The component, with a label on both CRDs. */
const label = (word: string): void => {
  const kinds = [definition('Till', open), definition('Shelf', open)];
  const labelled = kinds.map(kind => ({...kind, metadata: {...kind.metadata, labels: {word}}}));
  write('kustomize/resources/crds.yaml', labelled.map(kind => JSON.stringify(kind)).join('\n---\n'));
};
const run = (verb: string): Promise<Ended> =>
  program.run([verb, '--profile', program.profile, '--kubeconfig', kubeconfig, '--output', 'json']);
const changes = async () => planSchema.parse(records(await run('plan')).at(-1)).changes ?? [];
const held = async (name: string) =>
  await client.read({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: `${name}.shop.example.org`,
  });

beforeAll(async () => {
  write('component.yaml', component);
  write('kustomize/resources/kustomization.yaml', 'resources: [crds.yaml]\n');
  const up = await program.run(['rehearsal', 'up', '--profile', program.profile, '--pace', '0.05']);
  ({kubeconfig} = records(up).at(-1));
  client = connect(loadKubeConfig(kubeconfig));
  await client.apply(definition('Till', strict), {fieldManager: 'shop-operator'});
});

afterAll(async () => {
  await client?.close();
  await program.run(['rehearsal', 'down']);
  program.remove();
});

test('A CRD of somebody else is left as it is and said; one of ours follows what is delivered', async () => {
  const before = await held('tills');
  for (const word of ['first', 'second']) {
    label(word);
    const ended = await run('install');
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain(
      'the CRD tills.shop.example.org is there already, of shop-operator, and left as it is (v1)',
    );
    expect((await held('shelfs'))?.metadata.labels).toMatchObject({word});
  }
  const after = await held('tills');
  expect(after?.spec).toEqual(before?.spec);
  expect(after?.metadata.labels).toEqual(before?.metadata.labels);
  expect(after?.metadata.managedFields?.map(({manager}) => manager)).not.toContain(fieldManager);
});

test('a plan tells of ours alone that it will change', async () => {
  expect(toDo(await changes())).toEqual([]);
  label('third');
  expect(
    toDo(await changes()).map(({component: of, objects}) => [of, objects.map(({object}) => object)]),
  ).toEqual([['kinds', ['CustomResourceDefinition shelfs.shop.example.org']]]);
});

test('a removal with all data takes ours away and leaves what is of another', async () => {
  const ended = await program.run(['teardown', '--kubeconfig', kubeconfig, '--yes', '--purge']);
  expect(ended.exitCode).toBe(0);
  expect(await held('shelfs')).toBeUndefined();
  expect((await held('tills'))?.metadata.deletionTimestamp).toBeUndefined();
  expect(await held('tills')).toBeDefined();
});
