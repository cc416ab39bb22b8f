import {exitCodes, GenestackError, messageOf} from '../errors.js';
import type {ApiError} from './api-error.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {goodFor, holderOf, leaseRef, usualSeconds} from './lease-record.js';
import {sanitiseLine} from './sanitise.js';

/** `ada on bmc-1 (pid 4711), since 2026-11-25 19:30:27 UTC`. */
export const whoIs = (lease: KubernetesObject): string => {
  const holder = holderOf(lease);
  const who = holder
    ? `${holder.user} on ${holder.host} (pid ${holder.pid})`
    : String(lease.spec?.holderIdentity || 'one without a name');
  return `${sanitiseLine(who, 200)}, since ${timeOf(lease)}`;
};

const timeOf = ({spec}: KubernetesObject): string =>
  `${sanitiseLine(String(spec?.acquireTime), 40).slice(0, 19).replace('T', ' ')} UTC`;

/** GS-K8S-40, exit 4. @param lease undefined where it is gone. @param why a sentence that is added. */
export const heldBy = (lease: KubernetesObject | undefined, why?: string): GenestackError => {
  const duration = (lease === undefined ? usualSeconds * 1000 : goodFor(lease)) / 1000;
  return new GenestackError(
    'GS-K8S-40',
    `Another driver holds this cluster: ${lease === undefined ? 'one that has just ended' : whoIs(lease)}.${why === undefined ? '' : ` ${why}`}`,
    `Wait for it to end, or end it there; its lease runs out ${duration} s after it is gone.`,
    exitCodes.driven,
  );
};

/** GS-K8S-42, exit 3. */
export const refused = (error: ApiError): GenestackError =>
  new GenestackError(
    'GS-K8S-42',
    `The Lease ${leaseRef.namespace}/${leaseRef.name}, by which one driver holds a cluster, cannot be taken: ${messageOf(error)}`,
    'Use an identity that may get, create, update, patch and delete Leases there; the role cluster-admin may.',
    exitCodes.precondition,
    {cause: error},
  );
