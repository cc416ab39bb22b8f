import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf} from '../readiness/verdict.js';
import {objectName} from './evidence.js';
import type {CauseRecord} from './record.js';

const day = 86_400_000;
/** cert-manager takes a moment when the time of a renewal has come. */
const graceMilliseconds = 3_600_000;
/** A certificate that cert-manager has not renewed by then will hardly be. */
const soonDays = 14;

const issuerOf = ({metadata, spec}: KubernetesObject) => {
  const {kind = 'Issuer', name = '', group = 'cert-manager.io'} = spec?.issuerRef ?? {};
  return {
    apiVersion: `${group}/v1`,
    kind: String(kind),
    namespace: kind === 'Issuer' ? metadata.namespace : undefined,
    name: String(name),
  };
};

const timeOf = (text: unknown): number => Date.parse(String(text ?? ''));

export const certificateCauses: readonly CauseRecord[] = [
  {
    code: 'GS-CRT-06',
    title: 'A certificate has ended',
    kinds: ['cert-manager.io/Certificate'],
    recognise: ({status}, {now}) =>
      timeOf(status?.notAfter) < now ? {facts: {end: String(status.notAfter)}} : undefined,
    clause: 'ended on {end}',
    remedy: 'See why it was not renewed: its issuer, then its CertificateRequest.',
    command: 'kubectl -n {namespace} describe certificate {name}',
    about: 'Clients refuse an ended certificate. cert-manager renews in the last third of its time.',
  },
  {
    code: 'GS-CRT-01',
    title: 'A certificate names an issuer that does not exist',
    kinds: ['cert-manager.io/Certificate'],
    recognise: (object, evidence) => {
      const issuer = issuerOf(object);
      const isMissing = evidence.sees(issuer) && evidence.get(issuer) === undefined;
      return isMissing && conditionOf(object.status, 'Ready')?.status !== 'True'
        ? {facts: {issuer: `${issuer.kind} ${issuer.name}`}}
        : undefined;
    },
    clause: 'is not issued: {issuer} does not exist',
    root: '{issuer}',
    remedy: 'Make the issuer, or name one that is there; the certificates section of the profile makes them.',
    command: 'kubectl get clusterissuers,issuers -A',
    about:
      'An Issuer is of one namespace, a ClusterIssuer of all; a certificate says which of the two it means.',
  },
  {
    code: 'GS-CRT-03',
    title: 'A certificate could not be issued',
    kinds: ['cert-manager.io/Certificate'],
    recognise: ({status}) => {
      const issuing = conditionOf(status, 'Issuing');
      return issuing?.status === 'False' && issuing.reason === 'Failed'
        ? {facts: {because: issuing.message ?? ''}}
        : undefined;
    },
    clause: 'is a certificate that could not be issued: {because}',
    remedy:
      'Read its CertificateRequest and, with ACME, its Order and Challenge. It is tried again after an hour.',
    command: 'kubectl -n {namespace} get certificaterequests,orders,challenges',
    about:
      'cert-manager waits longer after each failure, up to 32 hours; kubectl cert-manager renew tries at once.',
  },
  {
    code: 'GS-CRT-05',
    title: 'A certificate ends soon and was not renewed',
    kinds: ['cert-manager.io/Certificate'],
    recognise: ({status}, {now}) => {
      const left = timeOf(status?.notAfter) - now;
      const isOverdue = !(timeOf(status?.renewalTime) + graceMilliseconds > now);
      return left < soonDays * day && isOverdue
        ? {facts: {days: String(Math.max(0, Math.floor(left / day)))}}
        : undefined;
    },
    clause: 'ends in {days} days and was not renewed',
    remedy: 'See why it is not renewed: its issuer, then its CertificateRequest.',
    command: 'kubectl -n {namespace} describe certificate {name}',
    nature: 'coming',
    about: 'Its time of renewal is past, so that something keeps cert-manager from it.',
  },
  {
    code: 'GS-CRT-02',
    title: 'An issuer cannot issue',
    kinds: ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'],
    recognise: ({status}) => {
      const ready = conditionOf(status, 'Ready');
      return ready?.status === 'False'
        ? {facts: {because: `${ready.reason ?? ''}: ${ready.message ?? ''}`}}
        : undefined;
    },
    clause: 'is an issuer that cannot issue: {because}',
    remedy: 'An ACME issuer needs the way to its server; a CA issuer needs its Secret.',
    command: 'kubectl get clusterissuers,issuers -A',
    about: 'All certificates of this issuer wait for it.',
  },
  {
    code: 'GS-CRT-04',
    title: 'An ACME challenge is not met',
    kinds: ['acme.cert-manager.io/Challenge'],
    recognise: ({spec, status}) =>
      status?.state === 'valid'
        ? undefined
        : {
            facts: {
              domain: String(spec?.dnsName ?? ''),
              type: String(spec?.type ?? ''),
              because: String(status?.reason || status?.state || 'pending'),
            },
          },
    clause: 'proves {domain} by {type} and has not yet: {because}',
    root: 'domain {domain}',
    remedy:
      'HTTP-01 wants port 80 of the domain open from outside to the gateway, DNS-01 the record at the provider.',
    command: 'kubectl -n {namespace} describe challenge {name}',
    about: 'The ACME server asks for a token under the domain, over the public network, before it signs.',
  },
];

/** A certificate that is not issued for a reason of its issuer's hangs on that. */
export const issuerName = (certificate: KubernetesObject): string => {
  const {namespace, kind, name} = issuerOf(certificate);
  return objectName({kind, metadata: {name, ...(namespace !== undefined && {namespace})}});
};
