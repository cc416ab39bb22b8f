import {expect, test} from 'vitest';
import {checkProfile} from '../../source/profile/checks.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {pathText} from '../../source/profile/problem.js';
import type {Profile} from '../../source/profile/schema.js';
import {set} from './documents.js';

const both =
  (...changes: ((profile: Profile) => void)[]) =>
  (profile: Profile) => {
    for (const change of changes) {
      change(profile);
    }
  };

test.each<[string, (profile: Profile) => void]>([
  ['network.provider.interface', set('network.provider.interface', 'eth0')],
  ['ironic.interface', set('ironic.interface', 'eth0')],
  ['domain', set('domain', 'cloud.cluster.local')],
  ['domain', both(set('domain', 'a.k8s.example'), set('clusterDomain', 'k8s.example'))],
  ['network.loadBalancer.peers', set('network.loadBalancer.mode', 'bgp')],
  ['network.provider.vlanRanges[1]', set('network.provider.vlanRanges', ['1:4094', '200:100'])],
  ['certificates.email', set('certificates.issuer', 'acme-http01')],
  ['certificates.dns01', set('certificates', {issuer: 'acme-dns01', email: 'a@b.example'})],
  ['storage.existingClass', set('storage.classes', 'existing')],
  ['storage.ceph.replicas', both(set('storage.classes', 'ceph'), set('storage.ceph.devices', 'all'))],
  ['storage.ceph.devices', both(set('storage.classes', 'ceph'), set('storage.ceph.replicas', 1))],
  ['storage.multiAttach', set('storage.multiAttach', 'ceph')],
  ['storage.existingMultiAttachClass', set('storage.multiAttach', 'existing')],
  ['storage.nfs.size', both(set('storage.multiAttach', 'nfs'), set('glance.size', '136Gi'))],
  [
    'storage.existingClass',
    both(
      set('storage.multiAttach', 'nfs'),
      set('storage.classes', 'existing'),
      set('storage.existingClass', 'general-multi-attach'),
    ),
  ],
  ['database.replicas', both(set('nodes.controlPlane.count', 1), set('messaging.replicas', 1))],
  ['storage.ceph.monitors', set('storage.block', 'external-ceph')],
  ['nodes.storage.count', set('nodes.storage.count', 0)],
  ['nodes.compute.count', set('nodes.compute.names', ['a'])],
  [
    'nodes.compute.count',
    both(set('nodes.hyperconverged', true), set('nodes.network.count', 3), set('nodes.storage.count', 3)),
  ],
])('%s is named where it does not go with the rest', (path, change) => {
  const profile = defaultProfile('flex');
  expect(checkProfile(profile)).toEqual([]);
  change(profile);
  expect(checkProfile(profile).map(finding => pathText(finding.path))).toEqual([path]);
});

test.each<[string, (profile: Profile) => void]>([
  ['nfs beside TopoLVM', set('storage.multiAttach', 'nfs')],
  ['nfs for images of nine tenths', both(set('storage.multiAttach', 'nfs'), set('glance.size', '0.13Ti'))],
  [
    'another class of the cluster beside TopoLVM',
    both(set('storage.multiAttach', 'existing'), set('storage.existingMultiAttachClass', 'shared')),
  ],
])('%s goes with the rest', (_what, change) => {
  const profile = defaultProfile('flex');
  change(profile);
  expect(checkProfile(profile)).toEqual([]);
});

test.each(['nfs', 'none'] as const)('%s beside classes of Ceph goes with the rest', multiAttach => {
  const profile = defaultProfile('enterprise');
  set('storage.multiAttach', multiAttach)(profile);
  expect(checkProfile(profile)).toEqual([]);
});
