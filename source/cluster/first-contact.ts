import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {KubeConfig} from '@kubernetes/client-node';
import {GenestackError} from '../errors.js';
import {ApiError} from './api-error.js';
import type {Client} from './client.js';
import {connectionError} from './connection-error.js';
import {sanitiseLine} from './sanitise.js';

/**
 * The version of the cluster, e.g. `v1.37.2`, asked for within the time: the one moment at which no answer is a failure.
 *
 * @throws {GenestackError} with exit code 3: GS-K8S-10 unreachable, 11 not trusted, 12 credentials refused (401),
 * 13 no right (403), 14 no credentials in time, 15 what answers is not a Kubernetes API.
 */
export const firstContact = async (
  client: Client,
  {
    milliseconds = 10_000,
    kubeConfig,
  }: {readonly milliseconds?: number; readonly kubeConfig?: KubeConfig | undefined} = {},
): Promise<{version: string}> => {
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const answer = await client.request('GET', '/version', undefined, signal);
    const version = (answer as {gitVersion?: unknown} | null)?.gitVersion;
    if (typeof version !== 'string') throw notKubernetes(client.server);
    return {version: sanitiseLine(version, 40)};
  } catch (error) {
    if (error instanceof ApiError) throw refusalOf(client.server, error, kubeConfig);
    throw signal.aborted && !(error instanceof GenestackError)
      ? connectionError(
          client.server,
          Object.assign(new Error(`no answer within ${milliseconds / 1000} s`), {code: 'TimeoutError'}),
        )
      : error;
  }
};

/** What the API's no to a first question means. */
export const refusalOf = (
  server: string,
  error: ApiError,
  kubeConfig: KubeConfig | undefined,
): GenestackError => {
  switch (error.status) {
    case 401: {
      const ended = expiry(kubeConfig);
      return new GenestackError(
        'GS-K8S-12',
        ended === undefined
          ? `the API server at ${server} refuses the kubeconfig's credentials (401 Unauthorized)`
          : `the API server at ${server} refuses the kubeconfig's client certificate: it expired on ${ended} (401 Unauthorized)`,
        'Log in anew, or fetch a fresh kubeconfig.',
        3,
        {cause: error},
      );
    }
    case 403:
      return new GenestackError(
        'GS-K8S-13',
        `the API server at ${server} knows who asks but grants no right: ${error.message}`,
        'Ask the administrator of the cluster for the role cluster-admin.',
        3,
        {cause: error},
      );
    case 404:
      return notKubernetes(server);
    default:
      return new GenestackError(
        'GS-K8S-10',
        `the API server at ${server} cannot be used: it answers ${error.status}, ${error.message}`,
        'Look at the API server itself, then try again.',
        3,
        {cause: error},
      );
  }
};

const notKubernetes = (server: string): GenestackError =>
  new GenestackError(
    'GS-K8S-15',
    `what answers at ${server} is not a Kubernetes API server`,
    "Check the kubeconfig's server address and port.",
  );

/** The day a client certificate ended, if it has: the API only says 401. */
const expiry = (kubeConfig: KubeConfig | undefined): string | undefined => {
  const user = kubeConfig?.getCurrentUser();
  try {
    const pem = user?.certData
      ? Buffer.from(user.certData, 'base64')
      : user?.certFile
        ? readFileSync(user.certFile)
        : undefined;
    if (pem === undefined) return undefined;
    const {validToDate} = new X509Certificate(pem);
    return validToDate < new Date() ? validToDate.toISOString().slice(0, 10) : undefined;
  } catch {
    return undefined;
  }
};
