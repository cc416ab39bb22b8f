import {expect, it} from 'vitest';
import {filesIn} from '../../source/rehearsal/folders.js';
import type {Servers} from '../../source/rehearsal/pins.js';
import {
  addressBlock,
  encryptionConfiguration,
  firstAddress,
  kubeconfigOf,
  serverCommands,
} from '../../source/rehearsal/server-commands.js';

const servers = new Proxy({}, {get: (_target, name) => `/servers/${String(name)}`}) as Servers;
const settings = {
  files: filesIn('/rehearsal'),
  ports: {etcd: 1001, etcdPeer: 1002, api: 1003, kubelet: 1004},
  serviceCIDR: '10.96.0.0/16',
  podCIDR: '10.244.0.0/16',
  generation: 1,
};
const commands = serverCommands(servers, settings);

it('lets nothing listen but on loopback, and nothing without TLS', () => {
  const all = Object.values(commands).flatMap(({args}) => args);
  expect(all.filter(argument => argument.includes('http://'))).toEqual([]);
  expect(all.filter(argument => /0\.0\.0\.0/.test(argument) && !/cidr|cluster-ip/.test(argument))).toEqual(
    [],
  );
  expect(commands['kube-apiserver'].args).toContain('--bind-address=127.0.0.1');
  expect(commands.kwok.args).toContain('--server-address=127.0.0.1:1004');
  for (const name of ['kube-controller-manager', 'kube-scheduler'] as const)
    expect(commands[name].args).toContain('--secure-port=0');
  expect(commands.etcd.args).toEqual(
    expect.arrayContaining(['--client-cert-auth', '--peer-client-cert-auth']),
  );
});

it('authorises by role, keeps an audit log, encrypts Secrets and calls no webhook', () => {
  expect(commands['kube-apiserver'].args).toEqual(
    expect.arrayContaining([
      '--authorization-mode=Node,RBAC',
      '--anonymous-auth=false',
      '--audit-log-path=/rehearsal/audit.log',
      '--encryption-provider-config=/rehearsal/encryption.json',
      '--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook',
      '--service-cluster-ip-range=10.96.0.0/16',
    ]),
  );
  expect(encryptionConfiguration('k').resources[0]?.providers).not.toContainEqual({identity: {}});
});

it('gives each start of kwok pod addresses of its own', () => {
  expect(addressBlock('10.244.0.0/16', 1)).toBe('10.244.16.0/20');
  expect(addressBlock('10.244.0.0/16', 17)).toBe('10.244.16.0/20');
  expect(addressBlock('10.244.0.0/22', 3)).toBe('10.244.0.0/22');
  expect(addressBlock('fd00:1::/64,10.0.0.0/16', 2)).toBe('fd00:1:0:0:2000::/68');
  expect(firstAddress('10.96.0.0/16')).toBe('10.96.0.1');
});

it('embeds everything in a kubeconfig', () => {
  const kubeconfig = kubeconfigOf('lab', 'https://127.0.0.1:1003', 'admin', file => `content of ${file}`);
  expect(kubeconfig['current-context']).toBe('genestack-rehearsal-lab');
  const {user} = kubeconfig.users[0] as (typeof kubeconfig.users)[number];
  expect(Buffer.from(user['client-key-data'], 'base64').toString()).toBe('content of admin.key');
  expect(JSON.stringify(kubeconfig)).not.toMatch(/token|password|\.crt"/);
});
