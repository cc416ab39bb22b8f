import {execFile} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';

const run = promisify(execFile);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  mkdirSync(join(folder, 'bin'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

/** A program that the script's image has and this machine does not: notes how it is called, then does `body`. */
const program = (name: string, body = ''): void =>
  writeFileSync(join(folder, 'bin', name), `#!/bin/bash\necho "${name} $*" >> ${folder}/called\n${body}\n`, {
    mode: 0o755,
  });

/** Runs a script of a component, its absolute folders being in the temporary one. */
const runScript = (component: string, script: string, environment: Readonly<Record<string, string>>) => {
  const text = readFileSync(
    packagePath(`assets/components/${component}/kustomize/resources/${script}`),
    'utf8',
  ).replace(/(?<=[\s"'=])\/(?=(scratch|etc\/tgt|proc\/net)\b)/g, `${folder}/`);
  return run('bash', ['-c', text], {
    env: {...process.env, ...environment, PATH: `${folder}/bin:${process.env.PATH}`},
  });
};

const called = (): string[] => readFileSync(join(folder, 'called'), 'utf8').trim().split('\n');

const agents = (...hosts: string[]): void =>
  program(
    'openstack',
    `case "$*" in
      'network agent list'*) printf '%s\\n' ${hosts.join(' ')} ;;
      'port show'*json*) echo '{"fixed_ips": [{"ip_address": "172.16.29.7"}]}' ;;
      'image show'*) echo owner ;;
      'security group rule'*) ;;
      *show*) exit 1 ;;
      *create*) all="$*"; name=\${all% --format*}; echo "id-of-\${name##* }" ;;
    esac`,
  );

const octavia = async (node: string): Promise<string[]> => {
  mkdirSync(join(folder, 'scratch'));
  writeFileSync(join(folder, 'scratch', 'nodes'), `${node}\n`);
  await runScript('octavia-preconf', 'cloud.sh', {MANAGEMENT_CIDR: '172.16.29.0/24', IMAGE_URL: 'x'});
  return called()
    .filter(line => line.startsWith('openstack port create'))
    .map(line => `${/--host \S+/.exec(line)} ${/octavia-\S+/.exec(line)}`);
};

test.each([
  ['net-1', ['net-10', 'net-1'], 'net-1'],
  ['net-1.example.com', ['ctl-1.example.com', 'net-1.example.com'], 'net-1.example.com'],
  ['net-1', ['net-1.example.com'], 'net-1.example.com'],
  ['net-1.example.com', ['net-1'], 'net-1'],
])("Octavia's ports of node %s are bound to what Neutron calls it of %j", async (node, hosts, host) => {
  agents(...hosts);
  expect(await octavia(node)).toEqual([
    `--host ${host} octavia-health-manager-port-net-1`,
    `--host ${host} octavia-worker-port-net-1`,
  ]);
  expect(called()).toContain(`openstack port set --host ${host} id-of-octavia-worker-port-net-1`);
  expect(readFileSync(join(folder, 'scratch', 'octavia.conf'), 'utf8')).toContain('172.16.29.7:5555');
});

test('a node that Neutron has no agent on is named, and the Job fails so that it is tried again', async () => {
  agents('ctl-1');
  await expect(octavia('net-1')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Neutron knows no agent on node net-1 yet: ctl-1'),
  });
});

test('tgtd is given all targets of Cinder again before it is ready, and ends with its container', async () => {
  mkdirSync(join(folder, 'etc', 'tgt'), {recursive: true});
  program('tgtd', 'sleep 0.2');
  program('tgtadm');
  program('tgt-admin');
  await runScript('iscsi-tgtd', 'target.sh', {HELPER: 'tgtadm', NODE_ADDRESS: '10.0.0.7'});
  expect(readFileSync(join(folder, 'etc', 'tgt', 'targets.conf'), 'utf8')).toBe(
    'include /var/lib/cinder/volumes/*\n',
  );
  expect(called().filter(line => !/^tgtd |--op show/.test(line))).toEqual([
    'tgtadm --lld iscsi --mode sys --op update --name State --value offline',
    'tgt-admin --ignore-errors --execute',
    'tgtadm --lld iscsi --mode sys --op update --name State --value ready',
  ]);
});

test('a compute node on which no iscsid listens is told what to install', async () => {
  mkdirSync(join(folder, 'proc', 'net'), {recursive: true});
  const sockets = (line: string) => writeFileSync(join(folder, 'proc', 'net', 'unix'), `${line}\n`);
  sockets('Num RefCount Protocol Flags Type St Inode Path');
  await expect(runScript('iscsi-tgtd', 'initiator.sh', {})).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('install open-iscsi'),
  });
  sockets('0000000000000000: 00000002 00000000 00010000 0001 01 19 @ISCSIADM_ABSTRACT_NAMESPACE');
  await expect(runScript('iscsi-tgtd', 'initiator.sh', {})).resolves.toMatchObject({stdout: ''});
});
