import {describe, expect, test} from 'vitest';
import type {KubernetesObject, ObjectRef} from '../../source/cluster/kubernetes-object.js';
import {readOvnDatabases} from '../../source/delivery/ovn-databases.js';

const object = (
  [apiVersion, kind, namespace, name]: readonly [string, string, string, string],
  rest: object,
): KubernetesObject => ({apiVersion, kind, metadata: {namespace, name}, ...rest}) as KubernetesObject;

const service = (namespace: string, name: string, clusterIP: string, port: number): KubernetesObject =>
  object(['v1', 'Service', namespace, name], {spec: {clusterIP, ports: [{port}]}});

const central = (value: string): KubernetesObject =>
  object(['apps/v1', 'Deployment', 'kube-system', 'ovn-central'], {
    spec: {template: {spec: {containers: [{env: [{name: 'ENABLE_SSL', value}]}]}}},
  });

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const certificates = object(['v1', 'Secret', 'kube-system', 'kube-ovn-tls'], {
  data: {cacert: base64('authority'), cert: base64('certificate'), key: base64('private')},
});

const clusterOf = (...objects: KubernetesObject[]) => ({
  read: (ref: ObjectRef) =>
    Promise.resolve(
      objects.find(
        ({kind, metadata}) =>
          kind === ref.kind && metadata.name === ref.name && metadata.namespace === ref.namespace,
      ),
    ),
});

const kubeOvn = [
  service('kube-system', 'ovn-nb', '10.233.7.1', 6641),
  service('kube-system', 'ovn-sb', 'fd00::7', 6642),
];

describe('the way to the databases of OVN', () => {
  test('speaks TLS where Kube-OVN runs with it, with the certificate that Kube-OVN knows', async () => {
    expect(await readOvnDatabases(clusterOf(...kubeOvn, central('true'), certificates), 'kube-ovn')).toEqual({
      northbound: 'ssl:10.233.7.1:6641',
      southbound: 'ssl:[fd00::7]:6642',
      clients: [{cacert: 'authority', cert: 'certificate', key: 'private'}],
    });
  });

  test('speaks none where Kube-OVN runs without, though a Secret is there', async () => {
    expect(await readOvnDatabases(clusterOf(...kubeOvn, central('false'), certificates), 'kube-ovn')).toEqual(
      {northbound: 'tcp:10.233.7.1:6641', southbound: 'tcp:[fd00::7]:6642', clients: []},
    );
  });

  test("leads to openstack-helm's OVN beside Calico", async () => {
    const cluster = clusterOf(
      service('openstack', 'ovn-ovsdb-nb', '10.233.9.1', 6641),
      service('openstack', 'ovn-ovsdb-sb', '10.233.9.2', 6642),
      ...kubeOvn,
      central('true'),
    );
    expect(await readOvnDatabases(cluster, 'calico')).toEqual({
      northbound: 'tcp:10.233.9.1:6641',
      southbound: 'tcp:10.233.9.2:6642',
      clients: [],
    });
  });

  test.each([
    ['a Service is absent', [kubeOvn[0], central('false')]],
    ['the Secret lacks its key', [...kubeOvn, central('true'), {...certificates, data: {cacert: 'YQ=='}}]],
  ])('is not guessed where %s', async (_, objects) => {
    await expect(
      readOvnDatabases(clusterOf(...(objects as KubernetesObject[])), 'kube-ovn'),
    ).rejects.toMatchObject({code: 'GS-OVN-01'});
  });
});
