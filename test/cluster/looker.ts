import {readFileSync} from 'node:fs';
import {vi} from 'vitest';
import type {Client} from '../../source/cluster/client.js';
import type {WatchedKind} from '../../source/monitor/kinds.js';
import {endingKubeconfig, makeAccount} from '../helpers/ending-token.js';

const user = 'system:serviceaccount:default:looker';

/** Makes a service account that may no more than `view`. */
export const createLooker = (client: Client): Promise<void> => makeAccount(client, 'looker', 'view');

/** The looker's kubeconfig after that of the administrator, with a token that ends with the Secret of that name. */
export const lookerConfig = (client: Client, kubeconfig: string, secret: string): Promise<string> =>
  endingKubeconfig(client, kubeconfig, {account: 'looker', secret});

export interface Audited {
  readonly user: {readonly username: string};
  readonly verb: string;
  readonly requestURI: string;
  readonly responseStatus?: {readonly code?: number};
}

/** Where the audit log ends now. */
export const auditEnd = (auditLog: string): number => readFileSync(auditLog, 'utf8').length;

/** What the looker asked since then. */
export const askedByLooker = (auditLog: string, since: number): Audited[] =>
  readFileSync(auditLog, 'utf8')
    .slice(since)
    .split('\n')
    .filter(line => line.includes(user) && line.endsWith('}'))
    .map(line => JSON.parse(line) as Audited)
    .filter(({user: {username}}) => username === user);

/** `/api/v1/nodes` of a request. */
export const pathOf = ({requestURI}: Audited): string => requestURI.split('?')[0] as string;

export const refusals = (all: readonly Audited[]): string[] =>
  all.filter(({responseStatus}) => responseStatus?.code === 403).map(pathOf);

export const writes = (all: readonly Audited[]): Audited[] =>
  all.filter(({verb}) => !['get', 'list', 'watch'].includes(verb));

/** Where the API lists operators' kinds that have a version v1. */
export const pathsOf = (kinds: readonly WatchedKind[]): string[] =>
  kinds.map(({group, plural}) => `/apis/${group}/v1/${plural}`);

/** Makes definitions of kinds in a version v1 that takes anything, and waits until they are served. */
export const define = async (client: Client, kinds: readonly WatchedKind[]): Promise<void> => {
  for (const {group, kind, plural} of kinds) {
    await client.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `${plural}.${group}`,
        // The API server takes no group of Kubernetes' own without it.
        annotations: {'api-approved.kubernetes.io': 'unapproved, of a test'},
      },
      spec: {
        group,
        scope: 'Namespaced',
        names: {kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List`},
        versions: [
          {
            ...{name: 'v1', served: true, storage: true},
            schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
          },
        ],
      },
    });
  }
  await vi.waitFor(() => Promise.all(pathsOf(kinds).map(path => client.request('GET', path))), {
    timeout: 60_000,
    interval: 200,
  });
};
