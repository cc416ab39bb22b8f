import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readProfile} from '../../source/profile/read.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {head, load, problemsOf, refusal} from './documents.js';

/** What Ceph may take has no default. */
const disks = 'storage: {ceph: {devices: all}}\n';

test('A file of three lines becomes a whole profile with the defaults of its edition', () => {
  expect(load(head).profile).toMatchObject({network: {plugin: 'kube-ovn'}, storage: {block: 'iscsi'}});
  expect(load(`${head.replace('flex', 'enterprise')}${disks}`).profile).toMatchObject({
    network: {plugin: 'calico'},
    storage: {classes: 'ceph', block: 'ceph'},
  });
});

test('Maps are merged with the defaults, lists replace them, an empty key counts as not given', () => {
  const {profile, isGiven} = load(
    `${head}network:\n  mtu: 9000\n  dnsServers: [9.9.9.9]\nstorage:\nredfish:\n  hosts:\n`,
  );
  expect(profile.network).toMatchObject({mtu: 9000, dnsServers: ['9.9.9.9'], interface: 'eth0'});
  expect(profile.storage.block).toBe('iscsi');
  expect([
    isGiven(['network', 'mtu']),
    isGiven(['network', 'interface']),
    isGiven(['redfish', 'hosts']),
  ]).toEqual([true, false, false]);
});

test.each([
  ['edition: enterprise', 1],
  ['edition: enterprise\nstorage: {ceph: {devices: }}', 4],
  ['edition: flex\nnodes: {storage: {count: 3}}\nstorage: {block: ceph}', 5],
])('%j takes no disk, since it names none, and is told how to', (said, line) => {
  expect(problemsOf(`${head.replace('edition: flex\n', '')}${said}\n`)).toEqual([
    expect.stringMatching(
      new RegExp(`^mine\\.yaml:${line}:\\d+ storage\\.ceph\\.devices: is missing; .*\\{list: .* or all for`),
    ),
  ]);
});

test("A domain of one's own takes the name server along, but not one that was given", () => {
  const mine = `${head}domain: cloud.example.org\n`;
  expect(load(mine).profile.designate.nameServers).toEqual(['ns1.cloud.example.org']);
  expect(load(`${mine}designate: {nameServers: [a.example.net]}\n`).profile.designate.nameServers).toEqual([
    'a.example.net',
  ]);
});

test.each([
  ['edition: flex', 'nfs'],
  ['edition: flex\nstorage: {classes: ceph, ceph: {devices: all}}', 'ceph'],
  ['edition: enterprise\nstorage: {ceph: {devices: all}}', 'ceph'],
  ['edition: enterprise\nstorage: {classes: topolvm, ceph: {devices: all}}', 'nfs'],
  ['edition: enterprise\nstorage: {multiAttach: none, ceph: {devices: all}}', 'none'],
])('%j has volumes on several nodes by %s', (said, multiAttach) => {
  const text = `${head.replace('edition: flex\n', '')}${said}\nnodes: {storage: {count: 3}}\n`;
  expect(load(text).profile.storage.multiAttach).toBe(multiAttach);
});

test('Each problem is told with file, line, column, path, what is wrong and what would be right', () => {
  const text = `${head}name: 12\nnetwork:\n  plugin: calicoo\n  mtu: big\n  interface: a-very-long-interface\nnodes: [1]\n`;
  expect(problemsOf(text)).toEqual([
    'mine.yaml:4:1 name: is 12 and must be a text: put it in quotes',
    'mine.yaml:6:3 network.plugin: is "calicoo" and must be one of kube-ovn, calico; did you mean calico?',
    'mine.yaml:7:3 network.mtu: is "big" and must be a number',
    'mine.yaml:8:3 network.interface: is "a-very-long-interface" and must be the name of a Linux network interface, 15 characters at most, e.g. eth0 or bond0.100',
    'mine.yaml:9:1 nodes: is a list and must be a map of keys',
  ]);
  expect(refusal(text)).toMatchObject({code: 'GS-PRO-01', exitCode: 2, problems: {length: 5}});
});

test('An unknown key is answered with the one that was meant, wherever that one belongs', () => {
  expect(problemsOf(`${head}netwrk: {}\npodCIDR: x\nnetwork:\n  pod_cidr: 10.0.0.0/8\n  zzz: 1\n`)).toEqual([
    'mine.yaml:4:1 netwrk: is no key here; did you mean network?',
    'mine.yaml:5:1 podCIDR: is no key here; did you mean network.podCIDR?',
    'mine.yaml:7:3 network.pod_cidr: is no key here; did you mean podCIDR?',
    expect.stringContaining('mine.yaml:8:3 network.zzz: is no key here; there are plugin, interface'),
  ]);
});

test('What says which format and edition it is has no default', () => {
  expect(problemsOf('name: x\n').map(line => line.replace(/^\S+ /, ''))).toEqual([
    'apiVersion: is missing; must be genestack.io/v1alpha1',
    'kind: is missing; must be Profile',
    'edition: is missing; must be one of flex, enterprise',
  ]);
});

test.each([
  ['nothing', '', 'is empty'],
  ['a list', '[]', 'is no map of keys'],
  ['a key twice', `${head}name: a\nname: b\n`, 'mine.yaml:5:1 name: is there twice'],
  ['__proto__', `${head}__proto__: {edition: enterprise}\n`, '__proto__: is no key'],
  ['a merge key', `${head}x: &x {mtu: 1}\nnetwork: {<<: *x}\n`, 'is no key here'],
  ['two documents', `${head}---\n${head}`, 'multiple documents'],
  ['broken YAML', `${head}a: [\n`, 'is not YAML here'],
  ['a NUL', `${head}name: a\0b\n`, 'mine.yaml:4:8 has the control character'],
  ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x61]), 'is not text in UTF-8'],
  ['nesting without end', `${head}name: ${'['.repeat(10_000)}`, 'is nested deeper'],
  ['a list of lists of lists', '- '.repeat(10_000), 'is nested deeper'],
  ['a file too large', `#${'x'.repeat(300_000)}`, 'is larger than 256 KiB'],
  [
    'aliases that multiply',
    `a: &a [x, x]\n${[...'bcdefghijk'].map((name, index) => `${name}: &${name} [${'*'.concat('abcdefghij'[index] ?? '', ', ').repeat(9)}]`).join('\n')}`,
    'alias count',
  ],
])('Refuses %s with a sentence', (_name, text, sentence) => {
  expect(refusal(text as string).message).toContain(sentence);
});

test('A byte order mark and lines ended as on Windows are no trouble', () => {
  expect(load(`\ufeff${head.replaceAll('\n', '\r\n')}name: mine\r\n`).profile.name).toBe('mine');
});

test('What a terminal would obey is not printed', () => {
  const message = refusal(`${head}name: "\\e]0;owned\\a"\n"\\u202e\\e[2J": 1\n`).message;
  expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u0080-\u009f\u202e]/);
});

test('Names of components are looked at where they are known', () => {
  expect(problemsOf(`${head}components: {skylin: true}\n`, {componentNames: ['skyline', 'heat']})).toEqual([
    'mine.yaml:4:14 components.skylin: is no component; did you mean skyline?',
  ]);
});

test('A file that is not there, is a folder, or is a device without end is a sentence', () => {
  const folder = temporaryFolder('profile');
  expect(() => readProfile(path.join(folder, 'none.yaml'))).toThrow('there is no such file');
  expect(() => readProfile(folder)).toThrow('it is a folder');
  expect(() => readProfile('/dev/zero')).toThrow('is larger than');
  const file = path.join(folder, 'mine.yaml');
  writeFileSync(file, head);
  expect(readProfile(file).edition).toBe('flex');
});
