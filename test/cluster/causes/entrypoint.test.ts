import {expect, test} from 'vitest';
import {dependenciesOf} from '../../../source/cluster/causes/entrypoint.js';
import {podWith} from '../../rehearsal/simulation/small-world.js';

test('services, jobs and daemon sets are of the namespace they name, else of NAMESPACE', () => {
  expect(
    dependenciesOf(
      podWith({
        DEPENDENCY_SERVICE: 'openstack:memcached,mariadb',
        DEPENDENCY_JOBS: 'keystone-db-sync',
        DEPENDENCY_DAEMONSET: 'kube-system:ovs',
        DEPENDENCY_CONTAINER: '',
      }),
    ),
  ).toEqual([
    {kind: 'Service', namespace: 'openstack', name: 'memcached'},
    {kind: 'Service', namespace: 'openstack', name: 'mariadb'},
    {kind: 'Job', namespace: 'openstack', name: 'keystone-db-sync'},
    {kind: 'DaemonSet', namespace: 'kube-system', name: 'ovs'},
  ]);
});

test('variables of variables are filled as a kubelet fills them', () => {
  expect(
    dependenciesOf(podWith({WHERE: '$(NAMESPACE)', DEPENDENCY_SERVICE: '$(WHERE):$(POD_NAME),a:$$(WHERE)'})),
  ).toEqual([
    {kind: 'Service', namespace: 'openstack', name: 'keystone-api-1'},
    {kind: 'Service', namespace: 'a', name: '$(WHERE)'},
  ]);
});

test('jobs in JSON beat the plain list', () => {
  expect(
    dependenciesOf(
      podWith({
        DEPENDENCY_JOBS: 'plain',
        DEPENDENCY_JOBS_JSON: '[{"labels":{"a":"b"}},{"name":"c","namespace":"d"}]',
      }),
    ),
  ).toEqual([
    {kind: 'Job', namespace: 'openstack', labels: {a: 'b'}},
    {kind: 'Job', namespace: 'd', name: 'c'},
  ]);
});

test('pods and custom resources come from JSON', () => {
  expect(
    dependenciesOf(
      podWith({
        DEPENDENCY_POD_JSON: '[{"labels":{"application":"neutron"},"requireSameNode":true}]',
        DEPENDENCY_CUSTOM_RESOURCE:
          '[{"apiVersion":"ceph.rook.io/v1","kind":"CephCluster","name":"ceph","fields":[{"key":"status.phase","value":"Ready"}]}]',
      }),
    ),
  ).toEqual([
    {kind: 'Pod', namespace: 'openstack', labels: {application: 'neutron'}, sameNode: true},
    {
      kind: 'CustomResource',
      apiVersion: 'ceph.rook.io/v1',
      resource: 'CephCluster',
      namespace: 'openstack',
      name: 'ceph',
      fields: [{key: 'status.phase', value: 'Ready'}],
    },
  ]);
});

test('what is malformed is left out, as the real entrypoint does', () => {
  expect(
    dependenciesOf(
      podWith({DEPENDENCY_SERVICE: 'a:b:c,:d', DEPENDENCY_POD_JSON: '{', DEPENDENCY_SOCKET: '/x'}),
    ),
  ).toEqual([]);
});
