import {readFileSync} from 'node:fs';

interface Audited {
  readonly stage?: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: {readonly username: string};
  readonly objectRef?: {readonly resource?: string; readonly namespace?: string; readonly name?: string};
}

const writing = /^(create|update|patch|delete|deletecollection)$/;
/** Counted apart: they say who drives, and ask who may. */
const apart = /^(leases|events|selfsubjectaccessreviews|selfsubjectrulesreviews)$/;

/** What the API server was asked to change by the kubeconfig of the rehearsal, Helm included: `patch secrets openstack/x`. */
export const writesIn = (auditLog: string): string[] =>
  readFileSync(auditLog, 'utf8')
    .split('\n')
    .filter(line => line.includes('"username":"genestack-admin"') && line.endsWith('}'))
    .map(line => JSON.parse(line) as Audited)
    .filter(
      ({verb, requestURI, objectRef}) =>
        writing.test(verb) && !apart.test(objectRef?.resource ?? '') && !requestURI.includes('dryRun=All'),
    )
    .map(
      ({verb, objectRef}) =>
        `${verb} ${objectRef?.resource} ${objectRef?.namespace ?? ''}/${objectRef?.name ?? ''}`,
    );
