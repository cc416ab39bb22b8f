import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {makePlan} from '../../source/plan/make-plan.js';
import {locateProfile, shippedProfiles} from '../../source/profile/locate.js';
import {readProfile} from '../../source/profile/read.js';

/** Row, Flex, Enterprise: R required, O optional. */
const matrix: readonly (readonly [string, string])[] = [
  ['Kubernetes', 'RR'],
  ['Kubernetes Dashboard', 'RR'],
  ['Cert-Manager', 'RR'],
  ['MetaLB (L2/L3)', 'RR'],
  ['Core DNS', 'RR'],
  ['Ingress Controller (Nginx)', 'RR'],
  ['Kube-Proxy (IPVS)', 'RR'],
  ['Calico', 'OR'],
  ['Kube-OVN', 'RO'],
  ['Helm', 'RR'],
  ['Kustomize', 'RR'],
  ['openVswitch (Helm)', 'OR'],
  ['Galera (Operator)', 'RR'],
  ['rabbitMQ (Operator)', 'RR'],
  ['memcacheD (Operator)', 'RR'],
  ['Ceph Rook', 'OR'],
  ['iscsi/tgtd', 'RO'],
  ['Keystone (Helm)', 'RR'],
  ['Glance (Helm)', 'RR'],
  ['Cinder (Helm)', 'RR'],
  ['Nova (Helm)', 'RR'],
  ['Neutron (Helm)', 'RR'],
  ['Placement (Helm)', 'RR'],
  ['Horizon (Helm)', 'RR'],
  ['Skyline (Helm)', 'OO'],
  ['Heat (Helm)', 'RR'],
  ['Designate (Helm)', 'OR'],
  ['Barbican (Helm)', 'RR'],
  ['Octavia (Helm)', 'RR'],
  ['Ironic (Helm)', 'OR'],
  ['metal3.io', 'OR'],
  ['Prometheus', 'RR'],
  ['Thanos', 'RR'],
  ['Alertmanager', 'RR'],
  ['Grafana', 'RR'],
  ['Node Exporter', 'RR'],
  ['redfish Exporter', 'RR'],
  ['OpenStack Exporter', 'RR'],
  ['MongoDB', 'OR'],
  ['Aodh (Helm)', 'OR'],
  ['Ceilometer (Helm)', 'OR'],
  ['Masakari (Helm)', 'OR'],
];
const later = ['MongoDB', 'Aodh (Helm)', 'Ceilometer (Helm)', 'Masakari (Helm)'];
const cell = {required: 'R', optional: 'O', support: '-'};

const catalogue = readCatalogue();
const rows = [...catalogue.components.values()].filter(component => component.row !== null);

test('every row of the matrix is there with its cells, and no other', () => {
  const cells = rows.map(({row, editions}) => [row, cell[editions.flex] + cell[editions.enterprise]]);
  expect(cells.sort()).toEqual(matrix.map(row => [...row]).sort());
});

test('the last four rows are of a later stage, all others of the first', () => {
  expect(
    rows
      .filter(({stage}) => stage === 'later')
      .map(({row}) => row)
      .sort(),
  ).toEqual(later.sort());
});

test('every row is on in one of the shipped profiles', () => {
  const on = new Set(
    shippedProfiles().flatMap(name =>
      makePlan(catalogue, readProfile(locateProfile(name)))
        .components.filter(component => component.enabled)
        .map(component => component.row),
    ),
  );
  expect(matrix.map(([row]) => row).filter(row => !on.has(row))).toEqual([]);
});
