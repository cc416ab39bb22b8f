import {expect, test} from 'vitest';
import {defaultProfile} from '../../source/profile/defaults.js';
import {derived} from '../../source/profile/derived.js';
import {existingClasses} from '../../source/profile/derived-storage.js';
import {sizesOfProfile} from '../../source/profile/node-sizes.js';

const everything = () => true;

test('Ceph takes the disks that the profile names and no others', () => {
  const profile = defaultProfile('enterprise');
  const storageOf = (devices: typeof profile.storage.ceph.devices) =>
    derived({...profile, storage: {...profile.storage, ceph: {...profile.storage.ceph, devices}}}, everything)
      .ceph.storage;

  expect(storageOf('all')).toEqual({useAllNodes: true, useAllDevices: true});
  expect(storageOf({filter: '^sd[bc]$'})).toEqual({
    useAllNodes: true,
    useAllDevices: false,
    deviceFilter: '^sd[bc]$',
  });
  expect(storageOf({list: ['sdb', 'sdc']})).toEqual({
    useAllNodes: true,
    useAllDevices: false,
    devices: [{name: 'sdb'}, {name: 'sdc'}],
  });
});

test.each<[object, object]>([
  [
    {multiAttach: 'none'},
    {
      sharedVolume: {class: 'general', accessModes: ['ReadWriteOnce']},
      storageChecks: [{class: 'general', mode: 'ReadWriteOnce'}],
    },
  ],
  [
    {classes: 'existing', existingClass: 'fast', multiAttach: 'nfs'},
    {
      sharedVolume: {class: 'general-multi-attach', accessModes: ['ReadWriteMany']},
      storageChecks: [
        {class: 'fast', mode: 'ReadWriteOnce'},
        {class: 'general-multi-attach', mode: 'ReadWriteMany'},
      ],
    },
  ],
  [
    {classes: 'existing', existingClass: 'all', multiAttach: 'existing', existingMultiAttachClass: 'all'},
    {
      sharedVolume: {class: 'all', accessModes: ['ReadWriteMany']},
      storageChecks: [{class: 'all', mode: 'ReadWriteMany'}],
    },
  ],
])(
  'with storage %j pods share a volume of the class that several nodes mount, and each class is checked once',
  (chosen, expected) => {
    const flex = defaultProfile('flex');
    const profile = {...flex, storage: {...flex.storage, ...chosen}};
    expect(derived(profile, everything)).toMatchObject(expected);
  },
);

test('every class that is taken from the cluster is known with the key that names it', () => {
  const flex = defaultProfile('flex');
  const storage = {...flex.storage, multiAttach: 'existing' as const, existingMultiAttachClass: 'shared'};
  expect(existingClasses(flex)).toEqual([]);
  expect(existingClasses({...flex, storage})).toEqual([
    {name: 'shared', key: 'storage.existingMultiAttachClass', choice: 'storage.multiAttach'},
  ]);
});

test('a component that is off has neither a public name nor a route', () => {
  const {publicNames, routes} = derived(defaultProfile('flex'), name => name !== 'skyline');
  expect(publicNames).toContain('keystone.cloud.example.com');
  expect(publicNames).not.toContain('skyline.cloud.example.com');
  expect(routes.map(({name}) => name)).not.toContain('skyline');
});

test('with nginx, zones have a Service of their own, and the address of the ingress can be shared with it', () => {
  const profile = defaultProfile('enterprise');
  const withDns = derived(profile, everything);
  expect([withDns.dnsServices.length, withDns.ingress.nginxTrafficPolicy]).toEqual([1, 'Cluster']);
  const without = derived(profile, name => name !== 'powerdns');
  expect(without.ingress.nginxTrafficPolicy).toBe('Local');
  const envoy = {...profile, ingress: {...profile.ingress, controller: 'envoy-gateway' as const}};
  expect(derived(envoy, everything).dnsServices).toEqual([]);
});

test('pools are announced in the one way that the profile chooses', () => {
  const flex = defaultProfile('flex');
  expect(derived(flex, everything).metallb).toMatchObject({layer2: [{interfaces: []}], bgp: [], peers: []});

  const loadBalancer = {
    ...flex.network.loadBalancer,
    mode: 'bgp' as const,
    external: ['192.0.2.7'],
    peers: [{address: '192.0.2.1', asn: 64512, myAsn: 64513}],
  };
  expect(derived({...flex, network: {...flex.network, loadBalancer}}, everything).metallb).toMatchObject({
    external: ['192.0.2.7/32'],
    layer2: [],
    bgp: [{}],
    peers: [{address: '192.0.2.1', asn: 64512, myAsn: 64513, number: 1}],
  });
});

test("metal3 has the second address of its network and the ends of the profile's range", () => {
  expect(derived(defaultProfile('flex'), everything).metal3).toEqual({
    address: '172.24.7.2',
    first: '172.24.7.100',
    last: '172.24.7.200',
  });
});

test.each([
  ['galera', 3, {galera: true, replication: false, single: []}],
  ['replication', 3, {galera: false, replication: true, single: []}],
  // The operator of MariaDB refuses a topology of one server.
  ['galera', 1, {galera: false, replication: false, single: [{}]}],
  ['replication', 1, {galera: false, replication: false, single: [{}]}],
] as const)('%s of %i servers', (topology, replicas, expected) => {
  const flex = defaultProfile('flex');
  const profile = {...flex, database: {...flex.database, topology, replicas}};
  expect(derived(profile, everything).database).toMatchObject(expected);
});

test.each([
  // As nodes of 8, 16, 32 and 256 GiB say it, which keep some for the kernel.
  ['4Gi', 7.6, '512M'],
  ['4Gi', 15.4, '1024M'],
  ['4Gi', 31.2, '2048M'],
  ['4Gi', 252, '4G'],
  ['512Mi', 252, '512M'],
  ['4Gi', 1, '256M'],
  ['4Gi', undefined, '4G'],
])('of %s the database keeps, on nodes of %s GiB, %s of tables in memory', (bufferPool, gibibytes, kept) => {
  const flex = defaultProfile('flex');
  const profile = {...flex, database: {...flex.database, bufferPool}};
  const sizes = {
    ...sizesOfProfile(profile),
    memory: gibibytes === undefined ? undefined : gibibytes * 2 ** 30,
  };
  expect(derived(profile, everything, sizes).database.bufferPool).toBe(kept);
});

test.each([
  [1, 1, {topolvm: {controllers: 1}, ceph: {monitors: 1, managers: 1}}],
  [3, 2, {topolvm: {controllers: 2}, ceph: {monitors: 1, managers: 2}}],
  [9, 40, {topolvm: {controllers: 2}, ceph: {monitors: 3, managers: 2}}],
])('sizes follow the %i control-plane and %i storage nodes that are there', (control, storage, expected) => {
  const profile = defaultProfile('enterprise');
  const {count} = sizesOfProfile(profile);
  const sizes = {count: {...count, 'control-plane': control, storage}};
  expect(derived(profile, everything, sizes)).toMatchObject(expected);
});
