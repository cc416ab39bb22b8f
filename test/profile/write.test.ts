import {readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {defaultProfile} from '../../source/profile/defaults.js';
import {locateProfile} from '../../source/profile/locate.js';
import {readProfile} from '../../source/profile/read.js';
import {renderProfile} from '../../source/profile/render.js';
import {writeProfile} from '../../source/profile/write.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {head, load} from './documents.js';

const text = `# mine\n${head}# the networks\nnetwork:\n  mtu: 1500 # as the switches have it\n  # two\n  dnsServers:\n    - 8.8.8.8 # one\n    - 1.1.1.1\n  loadBalancer: {external: [10.74.8.99/32]}\ncomponents: {skyline: true}\nredfish:\n  hosts: [bmc-1] # one\n`;

test('Nothing is rewritten where nothing changed', () => {
  expect(renderProfile(load(text).profile, text)).toBe(text);
});

test('What changed is rewritten in its place, with comments and layout kept; what was not named is added only where it differs', () => {
  const {profile} = load(text);
  const rewritten = renderProfile(
    {
      ...profile,
      name: 'other',
      network: {
        ...profile.network,
        mtu: 9000,
        dnsServers: ['9.9.9.9'],
        loadBalancer: {...profile.network.loadBalancer, external: ['10.74.9.1/32']},
      },
      nova: {...profile.nova, virtualization: 'qemu'},
      components: {heat: true},
      redfish: {...profile.redfish, hosts: ['bmc-1', 'bmc-2']},
    },
    text,
  );
  expect(rewritten).toBe(
    `# mine\n${head}# the networks\nnetwork:\n  mtu: 9000 # as the switches have it\n  # two\n  dnsServers:\n    - 9.9.9.9\n  loadBalancer: {external: [10.74.9.1/32]}\ncomponents: {heat: true}\nredfish:\n  hosts: [bmc-1, bmc-2] # one\nname: other\nnova:\n  virtualization: qemu\n`,
  );
});

test.each(['flex', 'enterprise', 'hyperconverged'])('%s survives being written bare and read again', name => {
  const profile = readProfile(locateProfile(name));
  expect(load(renderProfile(profile)).profile).toEqual(profile);
});

test('What would follow from an answer is written where it is answered otherwise', () => {
  const asked = `${head}storage: {classes: ceph, ceph: {devices: all}}\nnodes: {storage: {count: 3}}\n`;
  const {profile} = load(asked);
  expect(profile.storage.multiAttach).toBe('ceph');
  expect(renderProfile(profile, asked)).toContain('classes: ceph');
  const otherwise = {...profile, storage: {...profile.storage, multiAttach: 'none' as const}};
  expect(load(renderProfile(otherwise, asked)).profile).toEqual(otherwise);
});

test('The disks that the wizard shows are in the file that it writes', () => {
  const profile = defaultProfile('enterprise');
  expect(renderProfile(profile)).toMatch(/ceph:\n +devices: all\n/);
  expect(load(renderProfile(profile)).profile).toEqual(profile);
});

test('A new file is private and has the comments of the shipped profile of its edition', () => {
  const file = path.join(temporaryFolder('write'), 'mine.yaml');
  const profile = {...load(head).profile, name: 'mine'};
  writeProfile(file, profile);
  expect(readProfile(file).name).toBe('mine');
  expect(readFileSync(file, 'utf8')).toContain('# Name of the OpenStack region.');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [, schema = ''] = /\$schema=(.*)/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(statSync(path.resolve(path.dirname(file), schema)).isFile()).toBe(true);
  expect(readdirSync(path.dirname(file))).toEqual(['mine.yaml']);
});

test('A link stays a link, and what it leads to is written', () => {
  const folder = temporaryFolder('write');
  writeFileSync(path.join(folder, 'real.yaml'), text, {mode: 0o644});
  symlinkSync('real.yaml', path.join(folder, 'link.yaml'));
  writeProfile(path.join(folder, 'link.yaml'), {...load(text).profile, name: 'mine'});
  expect(readProfile(path.join(folder, 'real.yaml')).name).toBe('mine');
  expect(statSync(path.join(folder, 'real.yaml')).mode & 0o777).toBe(0o600);
});

test('A folder that is not there is a sentence, and nothing is left behind', () => {
  expect(() => writeProfile('/nowhere/at/all.yaml', load(head).profile)).toThrow(
    expect.objectContaining({code: 'GS-PRO-05', exitCode: 3}),
  );
});
