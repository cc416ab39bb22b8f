import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {namesOf} from '../../source/cluster/component-names.js';
import {membershipOf} from '../../source/cluster/membership.js';

const membership = membershipOf([...readCatalogue().components.values()].map(namesOf));

const of = (kind: string, namespace: string | undefined, name: string, annotations = {}) =>
  membership(
    {apiVersion: 'any/v1', kind, metadata: {name, ...(namespace !== undefined && {namespace}), annotations}},
    () => undefined,
  );

/** What Genestack's own scripts call `helm upgrade --install` with, main and the releases since 2025.2: release, namespace, component. */
const releases: readonly (readonly [string, string, string])[] = [
  ...[
    ...['barbican', 'ceilometer', 'cinder', 'designate', 'glance', 'gnocchi', 'heat', 'horizon', 'ironic'],
    ...['keystone', 'libvirt', 'masakari', 'memcached', 'neutron', 'nova', 'octavia', 'placement', 'skyline'],
  ].map(name => [name, 'openstack', name] as const),
  ['cert-manager', 'cert-manager', 'cert-manager'],
  ['envoyproxy-gateway', 'envoyproxy-gateway-system', 'envoy-gateway'],
  ['grafana', 'grafana', 'grafana'],
  ['grafana', 'monitoring', 'grafana'],
  ['kube-ovn', 'kube-system', 'kube-ovn'],
  ['kube-prometheus-stack', 'monitoring', 'kube-prometheus-stack'],
  ['kube-prometheus-stack', 'prometheus', 'kube-prometheus-stack'],
  ['prometheus', 'prometheus', 'kube-prometheus-stack'],
  ['mariadb-operator', 'mariadb-system', 'mariadb-operator'],
  ['mariadb-operator-crds', 'mariadb-system', 'mariadb-operator-crds'],
  ['metallb', 'metallb-system', 'metallb'],
  ['nfs-subdir-external-provisioner', 'nfs-provisioner', 'nfs-provisioner'],
  ['nfs-subdir-external-provisioner-multi', 'nfs-provisioner', 'nfs-provisioner'],
  ['openstack-exporter', 'monitoring', 'openstack-exporter'],
  ['openstack-exporter', 'prometheus', 'openstack-exporter'],
  ['os-metrics', 'openstack', 'openstack-exporter'],
  ['prometheus-openstack-exporter', 'openstack', 'openstack-exporter'],
  ['postgres-operator', 'postgres-system', 'postgres-operator'],
  ['postgresql', 'openstack', 'postgres-cluster'],
  ['redis-operator', 'redis-systems', 'redis-operator'],
  ['redis-replication', 'redis-systems', 'redis-replication'],
  ['redis-sentinel', 'redis-systems', 'redis-sentinel'],
  ['rook-ceph-cluster', 'rook-ceph-external', 'rook-ceph-cluster'],
  ['topolvm', 'topolvm-system', 'topolvm'],
];

test.each(releases)('release %s in %s is %s', (release, namespace, component) => {
  const annotations = {
    'meta.helm.sh/release-name': release,
    'meta.helm.sh/release-namespace': namespace,
  };
  expect(of('Deployment', namespace, 'whatever-it-is-called', annotations)).toBe(component);
});

/** What is applied without Helm, by Genestack's manifests and by Kubespray: kind, namespace, name, component. */
const objects: readonly (readonly [string, string | undefined, string, string])[] = [
  ['ClusterIssuer', undefined, 'flex-gateway-issuer', 'cluster-issuers'],
  ['ClusterIssuer', undefined, 'public-endpoint-issuer', 'cluster-issuers'],
  ['CephCluster', 'rook-ceph', 'rook-ceph', 'rook-ceph-cluster'],
  ['Deployment', 'rook-ceph', 'rook-ceph-tools', 'rook-ceph-cluster'],
  ['Deployment', 'rook-ceph', 'rook-ceph-operator', 'rook-operator'],
  ['DaemonSet', 'kube-system', 'calico-node', 'calico'],
  ['Deployment', 'kube-system', 'calico-kube-controllers', 'calico'],
  ['Deployment', 'kube-system', 'calico-typha', 'calico'],
  ['Deployment', 'kube-system', 'kubernetes-dashboard', 'kubernetes-dashboard'],
  ['Deployment', 'kube-system', 'kubernetes-metrics-scraper', 'kubernetes-dashboard'],
  ['DaemonSet', 'openstack', 'ovn-setup', 'ovn-setup'],
  ['Gateway', 'envoy-gateway', 'flex-gateway', 'openstack-gateway'],
  ['Gateway', 'nginx-gateway', 'flex-gateway', 'openstack-gateway'],
  ['GatewayClass', undefined, 'eg', 'openstack-gateway'],
  ['IPAddressPool', 'metallb-system', 'gateway-api-external', 'metallb-pools'],
  ['IPAddressPool', 'metallb-system', 'gateway-api-internal', 'metallb-pools'],
  ['IPAddressPool', 'metallb-system', 'primary', 'metallb-pools'],
  ['MariaDB', 'openstack', 'mariadb-cluster', 'mariadb-cluster'],
  ['RabbitmqCluster', 'openstack', 'rabbitmq', 'rabbitmq-cluster'],
  ['Deployment', 'rabbitmq-system', 'rabbitmq-cluster-operator', 'rabbitmq-operator'],
  ['Deployment', 'rabbitmq-system', 'messaging-topology-operator', 'rabbitmq-topology-operator'],
  ['postgresql', 'openstack', 'postgres-cluster', 'postgres-cluster'],
  ['Deployment', 'openstack', 'skyline', 'skyline'],
];

test.each(objects)('%s %s/%s is of %s', (kind, namespace, name, component) => {
  expect(of(kind, namespace, name)).toBe(component);
});

/** kube-prometheus-stack brings rows of their own: in the namespace of release 2025.4, as in that of today. */
test.each(
  ['monitoring', 'prometheus'].flatMap(namespace => [
    ['Prometheus', namespace, 'kube-prometheus-stack-prometheus', 'prometheus'] as const,
    ['Alertmanager', namespace, 'kube-prometheus-stack-alertmanager', 'alertmanager'] as const,
    ['DaemonSet', namespace, 'kube-prometheus-stack-prometheus-node-exporter', 'node-exporter'] as const,
  ]),
)('%s %s/%s of that release is of %s', (kind, namespace, name, component) => {
  const annotations = {
    'meta.helm.sh/release-name': 'kube-prometheus-stack',
    'meta.helm.sh/release-namespace': namespace,
  };
  expect(of(kind, namespace, name, annotations)).toBe(component);
});

test.each(['longhorn', 'loki', 'argocd'])('%s is of no component, in whatever namespace', release => {
  const annotations = {'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': 'openstack'};
  expect(of('Deployment', 'openstack', release, annotations)).toBeUndefined();
});
