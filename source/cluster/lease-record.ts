import {ApiError} from './api-error.js';
import type {Client} from './client.js';
import {type Driver, type Holder, identityOf, parseIdentity} from './driver.js';
import type {KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {anySignal} from './signals.js';

/** The Lease by which one driver holds a cluster. */
export const leaseRef = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'genestack-driver',
} as const satisfies ObjectRef;

/** What a lease is good for after it was last renewed, where nobody says otherwise. */
export const usualSeconds = 20;
/** A foreign record may say what it likes; nobody waits longer for it. */
const longestSeconds = 120;
const requestMilliseconds = 5000;

/** A signal of one request: five seconds, and that of who asks. */
export const limited = (signal?: AbortSignal): AbortSignal =>
  anySignal(signal, AbortSignal.timeout(requestMilliseconds));

/** Who drives the cluster now or was left in its Lease; undefined where nobody is, or it is not ours to read. */
export const readHolder = async (client: Pick<Client, 'read'>): Promise<Holder | undefined> =>
  holderOf(await client.read(leaseRef));

/** Undefined where there is none, or its holder is another program. Pure. */
export const holderOf = (lease: KubernetesObject | undefined): Holder | undefined => {
  const driver = parseIdentity(String(lease?.spec?.holderIdentity ?? ''));
  return driver && {...driver, since: String(lease?.spec?.acquireTime ?? '')};
};

export const isOf = (driver: Driver, {spec}: KubernetesObject): boolean =>
  spec?.holderIdentity === identityOf(driver);

/** Milliseconds of silence after which a record stands for nobody. */
export const goodFor = ({spec}: KubernetesObject): number => {
  const seconds = Number(spec?.leaseDurationSeconds);
  return (seconds > 0 ? Math.min(seconds, longestSeconds) : usualSeconds) * 1000;
};

/** Whether another wrote it meanwhile, or made it. */
export const isTaken = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

export interface LeaseTerms {
  readonly now: () => Date;
  readonly durationSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes it ours, or renews it. It carries the resourceVersion that was read, so that of two takers one gets a 409.
 * @param known as it was read; undefined where there is none.
 * @throws ApiError, or a GenestackError where no answer came.
 */
export const writeLease = async (
  client: Client,
  driver: Driver,
  {now, durationSeconds, signal}: LeaseTerms,
  known: KubernetesObject | undefined,
): Promise<KubernetesObject> => {
  const {apiVersion, kind, name, namespace} = leaseRef;
  // A MicroTime of the API has six digits.
  const at = now()
    .toISOString()
    .replace(/(\.\d{3})Z$/, '$1000Z');
  const version = known?.metadata.resourceVersion;
  const lease: KubernetesObject = {
    apiVersion,
    kind,
    metadata: {name, namespace, ...(version !== undefined && {resourceVersion: version})},
    spec: {
      holderIdentity: identityOf(driver),
      leaseDurationSeconds: durationSeconds,
      acquireTime: known !== undefined && isOf(driver, known) ? known.spec.acquireTime : at,
      renewTime: at,
    },
  };
  const options = {signal: limited(signal)};
  return known === undefined ? client.create(lease, options) : client.patch(leaseRef, lease, options);
};
