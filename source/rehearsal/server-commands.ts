import {join} from 'node:path';
import {Address4, Address6} from 'ip-address';
import type {apiUsers} from './credentials.js';
import type {Files} from './folders.js';
import type {Servers} from './pins.js';
import type {Command} from './processes.js';

/** The ports of one rehearsal, all on 127.0.0.1. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly api: number;
  readonly kubelet: number;
}

export interface ServerSettings {
  readonly files: Files;
  readonly ports: Ports;
  readonly serviceCIDR: string;
  readonly podCIDR: string;
  /** How often kwok has been started: it forgets the addresses it gave, so each start takes another block. */
  readonly generation: number;
}

/** The servers in the order of their start; the API must answer before those after it are started. */
export const controlPlane = ['etcd', 'kube-apiserver'] as const;
export const controllers = ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const;
export type StartedServer = (typeof controlPlane | typeof controllers)[number];

/** What is started and with which options. No option holds a secret. */
export const serverCommands = (
  servers: Servers,
  settings: ServerSettings,
): Readonly<Record<StartedServer, Command>> => {
  const command = (name: StartedServer, args: readonly string[]): Command => ({
    name,
    path: servers[name],
    args,
  });
  return {
    etcd: command('etcd', etcdArguments(settings)),
    'kube-apiserver': command('kube-apiserver', apiArguments(settings)),
    'kube-controller-manager': command('kube-controller-manager', controllerManagerArguments(settings)),
    'kube-scheduler': command('kube-scheduler', schedulerArguments(settings)),
    kwok: command('kwok', kwokArguments(settings)),
  };
};

const etcdArguments = ({files, ports}: ServerSettings): string[] => {
  const file = (name: string): string => join(files.certificates, name);
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=rehearsal',
    `--data-dir=${files.etcd}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=rehearsal=${peer}`,
    ...['', 'peer-'].flatMap(side => [
      `--${side}cert-file=${file('etcd.crt')}`,
      `--${side}key-file=${file('etcd.key')}`,
      `--${side}trusted-ca-file=${file('etcd-ca.crt')}`,
    ]),
    '--client-cert-auth',
    '--peer-client-cert-auth',
    '--enable-grpc-gateway=false',
    '--log-level=warn',
    // A rehearsal may lose its last second to a power cut; waiting for the disk costs more than that.
    '--unsafe-no-fsync',
  ];
};

const apiArguments = ({files, ports, serviceCIDR}: ServerSettings): string[] => {
  const file = (name: string): string => join(files.certificates, name);
  return [
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    '--anonymous-auth=false',
    `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
    `--etcd-cafile=${file('etcd-ca.crt')}`,
    `--etcd-certfile=${file('etcd-client.crt')}`,
    `--etcd-keyfile=${file('etcd-client.key')}`,
    `--kubelet-certificate-authority=${file('ca.crt')}`,
    `--kubelet-client-certificate=${file('kubelet-client.crt')}`,
    `--kubelet-client-key=${file('kubelet-client.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${file('service-accounts.pub')}`,
    `--service-account-signing-key-file=${file('service-accounts.key')}`,
    `--service-cluster-ip-range=${serviceCIDR}`,
    // An endpoint on loopback is refused by the API itself.
    '--endpoint-reconciler-type=none',
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    // No server stands behind a webhook here, and each would fail every write it watches.
    '--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook',
    `--audit-policy-file=${files.auditPolicy}`,
    `--audit-log-path=${files.auditLog}`,
    `--encryption-provider-config=${files.encryption}`,
    '--profiling=false',
  ];
};

/** Their own limits are made for clusters that many share. */
const generousLimits = ['--kube-api-qps=500', '--kube-api-burst=1000'];

const controllerManagerArguments = ({files, podCIDR, serviceCIDR}: ServerSettings): string[] => {
  const file = (name: string): string => join(files.certificates, name);
  return [
    `--kubeconfig=${files.controllerManagerKubeconfig}`,
    // It serves nobody, so it needs no port.
    '--secure-port=0',
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--root-ca-file=${file('ca.crt')}`,
    `--service-account-private-key-file=${file('service-accounts.key')}`,
    `--cluster-cidr=${podCIDR}`,
    `--service-cluster-ip-range=${serviceCIDR}`,
    '--profiling=false',
    ...generousLimits,
  ];
};

const schedulerArguments = ({files}: ServerSettings): string[] => [
  `--kubeconfig=${files.schedulerKubeconfig}`,
  '--secure-port=0',
  '--leader-elect=false',
  '--profiling=false',
  ...generousLimits,
];

const kwokArguments = ({files, ports, podCIDR, generation}: ServerSettings): string[] => [
  `--kubeconfig=${files.kwokKubeconfig}`,
  `--config=${files.kwokConfig}`,
  '--manage-all-nodes=true',
  '--node-ip=127.0.0.1',
  `--node-port=${ports.kubelet}`,
  `--server-address=127.0.0.1:${ports.kubelet}`,
  `--tls-cert-file=${join(files.certificates, 'kubelet.crt')}`,
  `--tls-private-key-file=${join(files.certificates, 'kubelet.key')}`,
  // Without a lease of its own a node is taken for dead and keeps its taint.
  '--node-lease-duration-seconds=40',
  `--cidr=${addressBlock(podCIDR, generation)}`,
];

const blocks = 16;

/** The block of pod addresses of one start: a sixteenth of the network, the whole of it where that leaves too few. */
export const addressBlock = (cidr: string, generation: number): string => {
  const first = cidr.split(',')[0]?.trim() ?? '';
  const v4 = !first.includes(':');
  const network = v4 ? new Address4(first) : new Address6(first);
  const bits = v4 ? 32 : 128;
  const prefix = network.subnetMask + Math.log2(blocks);
  if (bits - prefix < 8) return first;
  const start = network.startAddress().bigInt() + BigInt(generation % blocks) * 2n ** BigInt(bits - prefix);
  const address = v4 ? Address4.fromBigInt(start) : Address6.fromBigInt(start);
  return `${address.correctForm()}/${prefix}`;
};

/** Everything is written down, once per request, without bodies. */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{level: 'Metadata'}],
};

/** `key` is 32 bytes in base64. */
export const encryptionConfiguration = (key: string) => ({
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'EncryptionConfiguration',
  resources: [{resources: ['secrets'], providers: [{secretbox: {keys: [{name: 'rehearsal', secret: key}]}}]}],
});

export const contextOf = (name: string): string => `genestack-rehearsal-${name}`;

/** A kubeconfig with everything embedded; `file` reads a file of the certificates as text. */
export const kubeconfigOf = (
  name: string,
  server: string,
  user: keyof typeof apiUsers,
  file: (name: string) => string,
) => {
  const context = contextOf(name);
  const data = (fileName: string): string => Buffer.from(file(fileName)).toString('base64');
  const userName = `${context}-${user}`;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name: context, cluster: {server, 'certificate-authority-data': data('ca.crt')}}],
    users: [
      {
        name: userName,
        user: {
          'client-certificate-data': data(`${user}.crt`),
          'client-key-data': data(`${user}.key`),
        },
      },
    ],
    contexts: [{name: context, context: {cluster: context, user: userName}}],
    'current-context': context,
  };
};

/** The address that the service `kubernetes` gets: the first of the (first) service network. */
export const firstAddress = (cidr: string): string => {
  const first = cidr.split(',')[0]?.trim() ?? '';
  const network = first.includes(':') ? new Address6(first) : new Address4(first);
  return network.startAddressExclusive().correctForm();
};
