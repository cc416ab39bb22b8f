import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {Component, SecretFacts} from '../../source/catalogue/schema.js';
import {applySet, applySetId, readApplySet} from '../../source/cluster/apply-set.js';
import type {Client} from '../../source/cluster/client.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {makeSecrets} from '../../source/cluster/secrets.js';
import {untilAccepted} from '../../source/delivery/accepts.js';
import {checkGivenSecrets, makeStandInSecrets} from '../../source/delivery/given-secrets.js';
import {contextToShow, type Shown} from '../../source/delivery/shown-context.js';
import {mergedValues} from '../../source/delivery/values.js';
import type {World} from '../../source/delivery/world.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';

let rehearsal: BareRehearsal;
let client: Client;
beforeAll(async () => {
  rehearsal = await bareRehearsal();
  ({client} = rehearsal);
});
afterAll(() => rehearsal.stop());

const there = (apiVersion: string, kind: string, name: string, namespace?: string) =>
  client.read({apiVersion, kind, name, ...(namespace !== undefined && {namespace})});
const namespaced = (name: string): Promise<KubernetesObject> =>
  client.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name}}, {fieldManager: 'somebody'});
const configMap = (name: string, said: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, namespace: 'sets'},
  data: {said},
});
const definition = (plural: string): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: `${plural}.example.org`},
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: {plural, singular: plural.slice(0, -1), kind: plural, listKind: `${plural}List`},
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
      },
    ],
  },
});
const claim: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {name: 'data', namespace: 'sets'},
  spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}},
};

describe('an ApplySet', () => {
  const set = {name: 'shelf', namespace: 'kube-system'};
  const space: KubernetesObject = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'sets'}};
  const book: KubernetesObject = {
    apiVersion: 'example.org/v1',
    kind: 'books',
    metadata: {name: 'one', namespace: 'sets'},
  };
  const account: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {name: 'reader', namespace: 'sets'},
  };
  const apply = (digest: string, ...objects: KubernetesObject[]) =>
    applySet(client, {...set, digest, objects});

  test('applies in the order of dependence, and every member carries its label', async () => {
    const members = [book, configMap('first', 'a'), configMap('second', 'a'), account, claim];
    expect(await apply('one', ...members, definition('books'), space)).toEqual([]);
    const {items} = await client.list(
      {apiVersion: 'v1', kind: 'ConfigMap'},
      {labelSelector: `applyset.kubernetes.io/part-of=${applySetId(set)}`},
    );
    expect(items.map(({metadata}) => metadata.name).sort()).toEqual(['first', 'second']);
    expect(await there('example.org/v1', 'books', 'one', 'sets')).toBeDefined();
    expect(await readApplySet(client, set)).toEqual({
      digest: 'one',
      groupKinds: [
        'ConfigMap',
        'CustomResourceDefinition.apiextensions.k8s.io',
        'Namespace',
        'PersistentVolumeClaim',
        'ServiceAccount',
        'books.example.org',
      ],
    });
  });

  test('deletes what is no longer in it, the last of a kind as well, and nothing of others', async () => {
    await client.apply(configMap('of-another', 'b'), {fieldManager: 'somebody'});
    const deleted = await apply('two', space, definition('books'), configMap('first', 'b'), claim);
    expect(deleted.map(({kind, name}) => `${kind} ${name}`).sort()).toEqual([
      'ConfigMap second',
      'ServiceAccount reader',
      'books one',
    ]);
    expect((await there('v1', 'ConfigMap', 'first', 'sets'))?.data).toEqual({said: 'b'});
    expect(await there('v1', 'ConfigMap', 'second', 'sets')).toBeUndefined();
    expect(await there('v1', 'ServiceAccount', 'reader', 'sets')).toBeUndefined();
    expect(await there('v1', 'ConfigMap', 'of-another', 'sets')).toBeDefined();
  });

  test('never deletes definitions, namespaces and claims, and goes on knowing them as its own', async () => {
    expect(await apply('three', configMap('first', 'b'))).toEqual([]);
    for (const kept of [definition('books'), space, claim]) {
      const {apiVersion, kind, metadata} = kept;
      expect((await there(apiVersion, kind, metadata.name, metadata.namespace))?.metadata).toMatchObject({
        labels: {'applyset.kubernetes.io/part-of': applySetId(set)},
      });
    }
    expect((await readApplySet(client, set))?.groupKinds).toEqual([
      'ConfigMap',
      'CustomResourceDefinition.apiextensions.k8s.io',
      'Namespace',
      'PersistentVolumeClaim',
    ]);
  });

  test('that is cut short has no digest, and the next apply deletes what was left of both', async () => {
    const refused = {...configMap('Not A Name', 'c')};
    await expect(apply('four', configMap('third', 'c'), account, refused)).rejects.toMatchObject({
      code: 'GS-K8S-20',
    });
    expect((await readApplySet(client, set))?.digest).toBeUndefined();
    const deleted = await apply('five', configMap('first', 'b'));
    expect(deleted.map(({kind, name}) => `${kind} ${name}`).sort()).toEqual([
      'ConfigMap third',
      'ServiceAccount reader',
    ]);
    expect((await readApplySet(client, set))?.groupKinds).toContain('PersistentVolumeClaim');
  });
});

describe('accepts', () => {
  const component: Pick<Component, 'name' | 'crds' | 'accepts'> = {
    name: 'press',
    crds: [{group: 'example.org', kind: 'pages', plural: 'pages', scope: 'Namespaced', versions: ['v1']}],
    accepts: {
      secrets: [{namespace: 'default', name: 'press-key', keys: ['tls.crt', 'tls.key']}],
      dryRun: [{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'proof', namespace: 'press'}}],
    },
  };
  const secret = (...keys: string[]): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'press-key', namespace: 'default'},
    stringData: Object.fromEntries(keys.map(key => [key, 'x'])),
  });

  test('waits for the definition, for each key of the Secret, and for the dry run, and says for which', async () => {
    const said: string[] = [];
    const catalogue = {components: new Map([['press', component]])};
    const accepted = untilAccepted({client, catalogue} as unknown as World, 'press', {
      signal: new AbortController().signal,
      report: ({waitsFor}) => void said.push(waitsFor),
    });
    const until = (waitsFor: unknown) =>
      vi.waitFor(() => expect(said.at(-1)).toEqual(waitsFor), {timeout: 20_000, interval: 50});
    await until('CRD pages.example.org to be there');
    await client.apply(definition('pages'), {fieldManager: 'somebody'});
    await until('Secret default/press-key to be there');
    await client.apply(secret('tls.crt'), {fieldManager: 'somebody'});
    await until('Secret default/press-key to have tls.key');
    await client.apply(secret('tls.crt', 'tls.key'), {fieldManager: 'somebody'});
    await until(expect.stringMatching(/^its webhook to take a ConfigMap, which it refuses now: .*press/));
    await namespaced('press');
    await accepted;
    expect(await there('v1', 'ConfigMap', 'proof', 'press')).toBeUndefined();
    // What is there already was taken once.
    await client.apply(
      {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'proof', namespace: 'press'}},
      {fieldManager: 'somebody'},
    );
    await untilAccepted({client, catalogue} as unknown as World, 'press', {
      signal: new AbortController().signal,
      report: ({waitsFor}) => expect.fail(waitsFor),
    });
  });
});

describe('Secrets', () => {
  const facts: SecretFacts = {
    name: 'raced',
    type: 'Opaque',
    keys: {password: {make: 'password', length: 32}, user: {make: 'text', text: 'ours'}},
  };
  /** Another driver makes it between our look and our own. */
  const racing = (theirs: Record<string, string>): Client => {
    let isFirst = true;
    return {
      ...client,
      async read(ref) {
        if (!isFirst) return client.read(ref);
        isFirst = false;
        await client.create({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {name: ref.name, namespace: 'default'},
          stringData: theirs,
        });
        return undefined;
      },
    };
  };

  test('that another made meanwhile are kept', async () => {
    const theirs = {password: 'of-the-other-one', user: 'theirs'};
    expect(await makeSecrets(racing(theirs), [facts], 'default')).toBe(0);
    const found = await there('v1', 'Secret', 'raced', 'default');
    expect(Buffer.from(found?.data?.password, 'base64').toString()).toBe(theirs.password);
    expect(await makeSecrets(client, [facts], 'default')).toBe(0);
    expect((await there('v1', 'Secret', 'raced', 'default'))?.metadata.resourceVersion).toBe(
      found?.metadata.resourceVersion,
    );
  });

  test('that another made meanwhile without a key are said to be so', async () => {
    const made = makeSecrets(racing({password: 'x'}), [{...facts, name: 'halved'}], 'default');
    await expect(made).rejects.toMatchObject({
      code: 'GS-K8S-30',
      message: 'the Secret default/halved is there, but without user',
    });
  });

  test('that a person makes are asked for by name, key and choice, and taken as they are', async () => {
    await namespaced('monitoring');
    const flex = defaultProfile('flex');
    const check = (component: string, profile = flex) => checkGivenSecrets(client, profile, component);
    const withHosts = {...flex, redfish: {hosts: ['10.9.9.9'], secretName: 'bmc'}};
    await check('redfish-exporter');
    await expect(check('redfish-exporter', withHosts)).rejects.toMatchObject({
      code: 'GS-K8S-32',
      message: 'the Secret monitoring/bmc, which you make (redfish.secretName), is not there.',
      remedy: expect.stringContaining(
        'kubectl -n monitoring create secret generic bmc --from-file=username=FILE --from-file=password=FILE',
      ),
    });
    const store = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 'thanos-objstore', namespace: 'monitoring'},
    };
    await client.create({...store, stringData: {'thanos.yaml': 'type: S3'}});
    await expect(check('thanos')).rejects.toMatchObject({
      code: 'GS-K8S-32',
      message: expect.stringContaining(
        'monitoring/thanos-objstore, which you make (thanos.objectStore.secretName), has no objstore.yml',
      ),
    });
    await client.patch({...store, ...store.metadata}, {stringData: {'objstore.yml': 'type: S3'}});
    await check('thanos');
    // A rehearsal leaves it, and makes what is not there.
    expect(await makeStandInSecrets(client, withHosts, 'thanos')).toEqual([]);
    expect(await makeStandInSecrets(client, withHosts, 'redfish-exporter')).toEqual(['monitoring/bmc']);
    await check('redfish-exporter', withHosts);
  });
});

describe('values as a cluster has them', () => {
  const catalogue = readCatalogue();
  const flex = defaultProfile('flex');
  const neutron = catalogue.components.get('neutron') as Component;
  const service = (name: string, port: number): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'kube-system'},
    spec: {ports: [{port}]},
  });
  const text = async (shown: Promise<Shown>) =>
    JSON.stringify(mergedValues(neutron, (await shown).context).values);
  const show = (from: Client | undefined) => contextToShow(catalogue, flex, neutron, from);

  test('without one, and where it does not say it yet, it is said what stands in their place', async () => {
    expect((await show(undefined)).unknown).toEqual([
      expect.stringContaining('Only a cluster says what stands in '),
      expect.stringContaining('on a cluster they follow its nodes'),
      expect.stringContaining('--kubeconfig'),
    ]);
    expect((await show(client)).unknown).toEqual([expect.stringContaining('Service kube-system/ovn-nb')]);
    expect(await text(show(client))).toContain('ssl:address.of.ovn-nb:6641');
  });

  test("OVN's addresses are the cluster's, sizes follow its nodes, and no key is shown", async () => {
    const made = await Promise.all(
      [service('ovn-nb', 6641), service('ovn-sb', 6642)].map(object => client.create(object)),
    );
    const container = {name: 'ovn', image: 'ovn:1', env: [{name: 'ENABLE_SSL', value: 'true'}]};
    const labels = {app: 'ovn-central'};
    await client.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'ovn-central', namespace: 'kube-system'},
      spec: {
        replicas: 0,
        selector: {matchLabels: labels},
        template: {metadata: {labels}, spec: {containers: [container]}},
      },
    });
    await client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 'kube-ovn-tls', namespace: 'kube-system'},
      stringData: {cacert: 'of-the-authority', cert: 'of-the-client', key: 'that-nobody-may-see'},
    });
    expect((await show(client)).unknown).toEqual([]);
    const values = await text(show(client));
    expect(values).toContain(`ssl:${made[0]?.spec.clusterIP}:6641`);
    expect(values).toContain(`ssl:${made[1]?.spec.clusterIP}:6642`);
    expect(values).not.toContain('that-nobody-may-see');
    // There is one node, and three in the profile.
    expect((await show(client)).context.replicas).toMatchObject({'control-plane': 1});
    expect((await show(undefined)).context.replicas).toMatchObject({'control-plane': 3});
  });
});
