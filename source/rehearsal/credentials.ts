import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type CertificateRequest, createAuthority} from '../certificates.js';

/** Who the API server knows, by the name of the files. Each has a certificate of its own, so that the audit log tells them apart. */
export const apiUsers = {
  admin: {user: 'genestack-admin', groups: ['system:masters']},
  simulation: {user: 'genestack-simulation', groups: ['system:masters']},
  kwok: {user: 'kwok', groups: ['system:masters']},
  'controller-manager': {user: 'system:kube-controller-manager', groups: []},
  scheduler: {user: 'system:kube-scheduler', groups: []},
} as const;
export type ApiUser = keyof typeof apiUsers;

const loopback = {names: ['localhost'], addresses: ['127.0.0.1']};

/** Signed by the authority of the cluster; `kubernetes…` are the names by which a pod would ask. */
const clusterCertificates = (serviceAddress: string): Readonly<Record<string, CertificateRequest>> => ({
  apiserver: {
    commonName: 'kube-apiserver',
    usages: ['server'],
    names: [
      ...loopback.names,
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
    ],
    addresses: [...loopback.addresses, serviceAddress],
  },
  kubelet: {commonName: 'kwok', usages: ['server'], ...loopback},
  'kubelet-client': {commonName: 'kube-apiserver-kubelet-client', usages: ['client']},
  ...Object.fromEntries(
    Object.entries(apiUsers).map(([file, {user, groups}]) => [
      file,
      {commonName: user, organizations: groups, usages: ['client']} satisfies CertificateRequest,
    ]),
  ),
});

/** An authority apart: a client of the API must not be one of its store. */
const etcdCertificates: Readonly<Record<string, CertificateRequest>> = {
  etcd: {commonName: 'etcd', usages: ['server', 'client'], ...loopback},
  'etcd-client': {commonName: 'kube-apiserver', usages: ['client']},
};

/**
 * Makes every certificate and key of a rehearsal in the folder (`NAME.crt`, `NAME.key`), which appears whole or
 * not at all; what is there already is kept. The authorities' keys are never written.
 */
export const makeCredentials = async (folder: string, serviceAddress: string): Promise<void> => {
  if (existsSync(folder)) return;
  const making = `${folder}.making`;
  rmSync(making, {recursive: true, force: true});
  mkdirSync(making, {mode: 0o700});
  const write = (file: string, text: string): void => writeFileSync(join(making, file), text, {mode: 0o600});
  const sets = [
    ['ca', 'genestack rehearsal', clusterCertificates(serviceAddress)],
    ['etcd-ca', 'genestack rehearsal etcd', etcdCertificates],
  ] as const;
  for (const [file, commonName, requests] of sets) {
    const authority = await createAuthority(commonName);
    write(`${file}.crt`, authority.certificate);
    for (const [name, request] of Object.entries(requests)) {
      const {certificate, key} = await authority.issue(request);
      write(`${name}.crt`, certificate);
      write(`${name}.key`, key);
    }
  }
  const accounts = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  write('service-accounts.key', accounts.privateKey.export({type: 'pkcs8', format: 'pem'}) as string);
  write('service-accounts.pub', accounts.publicKey.export({type: 'spki', format: 'pem'}) as string);
  write('secrets.key', randomBytes(32).toString('base64'));
  renameSync(making, folder);
};
