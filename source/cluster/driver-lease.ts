import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {ApiError, isOutage} from './api-error.js';
import type {Client} from './client.js';
import {type Driver, type Holder, identityOf, isSamePlace, parseIdentity} from './driver.js';
import type {KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {sanitiseLine} from './sanitise.js';

export interface DriverLease {
  /** Aborted with a GS-K8S-40 when another has the lease: whoever drives then starts nothing more. */
  readonly lost: AbortSignal;
  /**
   * Resolves while the lease is known to be ours; after a pause or an outage it is renewed first, however long that takes.
   * @throws the reason of `lost`; the signal's when aborted.
   */
  confirm(signal?: AbortSignal): Promise<void>;
  /** Gives it back, where it is still ours. Never throws: what stays runs out. */
  release(): Promise<void>;
}

export interface LeaseWorld {
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets and that counts while the machine sleeps. */
  readonly elapsed: () => number;
  /** Whether a process with this start time is alive here. */
  readonly isAlive: (pid: number, startTime: string) => boolean;
}

export interface LeaseOptions {
  readonly signal?: AbortSignal | undefined;
  /** Hears, as sentences, whom it waits for and whose place it takes. */
  readonly tell?: (sentence: string) => void;
  /** Seconds that a lease is good for after it was last renewed; 20 where absent. */
  readonly durationSeconds?: number;
}

const leaseRef = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'genestack-driver',
} as const satisfies ObjectRef;

const usualSeconds = 20;
/** A foreign record may say what it likes; nobody waits longer for it. */
const longestSeconds = 120;
const requestMilliseconds = 5000;
const pauseMilliseconds = 1000;

/** Who drives the cluster now or was left in its Lease; undefined where nobody is, or it is not ours to read. */
export const readHolder = async (client: Pick<Client, 'read'>): Promise<Holder | undefined> =>
  holderOf(await client.read(leaseRef));

/**
 * Takes the one driver's place of a cluster and keeps it until released. That of a process of this boot that is gone is
 * taken at once; any other is watched for as long as its lease is good, by the own clock: one that is renewed meanwhile
 * stays, one that is silent is taken. Outages of the API are waited out and do not count.
 *
 * @throws GenestackError GS-K8S-40 (exit 4) where another driver holds it, 42 (exit 3) where the API refuses the Lease.
 */
export const takeLease = async (
  client: Client,
  driver: Driver,
  world: LeaseWorld,
  options: LeaseOptions = {},
): Promise<DriverLease> => {
  const {signal, tell = () => {}, durationSeconds = usualSeconds} = options;
  let watched: KubernetesObject | undefined;
  let silentSince = world.elapsed();
  let wasRenewed = false;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const found = await client.read(leaseRef, {signal: limited(signal)});
      const holder = holderOf(found);
      const isGone =
        holder !== undefined && isSamePlace(holder, driver) && !world.isAlive(holder.pid, holder.startTime);
      const silence = world.elapsed() - silentSince;
      const isRenewed =
        watched !== undefined &&
        (found?.metadata.uid !== watched.metadata.uid ||
          found?.metadata.resourceVersion !== watched.metadata.resourceVersion);
      if (
        found === undefined ||
        isGone ||
        (watched !== undefined && !isRenewed && silence >= goodFor(found))
      ) {
        const sentAt = world.elapsed();
        const lease = await write(client, driver, {world, durationSeconds, signal}, found);
        if (found !== undefined) {
          tell(
            `${takenFrom(found)}, ${isGone ? 'whose process is gone' : `who was silent for ${Math.round(silence / 1000)} s`}.`,
          );
        }
        return keep(client, driver, world, {durationSeconds, lease, renewedAt: sentAt});
      }
      if (isRenewed) {
        if (wasRenewed || holder === undefined || !isSamePlace(holder, driver)) {
          throw heldBy(found);
        }
        // One that was just killed here may still look alive, and its last renewal arrive.
        wasRenewed = true;
      }
      if (watched === undefined) {
        watched = found;
        silentSince = world.elapsed();
        tell(
          `This cluster may have a driver: ${whoIs(found)}. It is watched for up to ${goodFor(found) / 1000} s; if it is silent, its place is taken.`,
        );
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (isTaken(error)) {
        throw heldBy(await client.read(leaseRef).catch(() => undefined));
      }
      if (!isOutage(error)) {
        throw error instanceof ApiError ? refused(error) : error;
      }
      // It could not renew either, as long as the API did not answer.
      silentSince = world.elapsed();
    }
    await sleep(pauseMilliseconds, undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
  }
};

interface Taken {
  readonly durationSeconds: number;
  readonly lease: KubernetesObject;
  /** By `elapsed`, before it was sent. */
  readonly renewedAt: number;
}

const keep = (client: Client, driver: Driver, world: LeaseWorld, taken: Taken): DriverLease => {
  const {durationSeconds} = taken;
  const lost = new AbortController();
  let current: KubernetesObject | undefined = taken.lease;
  let {renewedAt} = taken;
  let renewing: Promise<void> | undefined;

  // The rest of the time is for what was begun in good faith to reach the API.
  const isKnown = (): boolean => world.elapsed() - renewedAt < durationSeconds * 600;

  /** So late another may have had it and given it back: what is there now may be another's work. */
  const isOver = (): boolean => world.elapsed() - renewedAt >= durationSeconds * 1000;

  const lose = (found: KubernetesObject | undefined): void =>
    lost.abort(
      heldBy(found, 'This driver was paused or cut off for longer than its lease, and starts nothing more.'),
    );

  const renewOnce = async (): Promise<void> => {
    if (current === undefined && isOver()) {
      lose(undefined);
      return;
    }
    const sentAt = world.elapsed();
    try {
      current = await write(client, driver, {world, durationSeconds}, current);
      renewedAt = sentAt;
    } catch (error) {
      if (!isTaken(error) && !(error instanceof ApiError && error.status === 404)) {
        return;
      }
      // The answer to a renewal that was done may have been lost, and then the version is our own.
      const found = await client.read(leaseRef, {signal: limited()});
      if (found === undefined ? isOver() : !isOf(driver, found)) {
        lose(found);
      }
      current = found;
    }
  };

  const renew = (): Promise<void> => {
    renewing ??= renewOnce()
      .catch(() => {})
      .finally(() => {
        renewing = undefined;
      });
    return renewing;
  };

  const timer = setInterval(() => void (lost.signal.aborted || renew()), durationSeconds * 250);
  timer.unref();
  return {
    lost: lost.signal,
    async confirm(signal) {
      for (let attempt = 0; ; attempt++) {
        lost.signal.throwIfAborted();
        signal?.throwIfAborted();
        if (isKnown()) {
          return;
        }
        if (attempt > 1) {
          await sleep(pauseMilliseconds, undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
        }
        await renew();
      }
    },
    async release() {
      clearInterval(timer);
      await renewing;
      for (let attempt = 0; attempt < 3 && current !== undefined && !lost.signal.aborted; attempt++) {
        try {
          const {uid, resourceVersion} = current.metadata;
          await client.delete(leaseRef, {preconditions: {uid, resourceVersion}, signal: limited()});
          return;
        } catch {
          const found = await client.read(leaseRef, {signal: limited()}).catch(() => current);
          current = found !== undefined && isOf(driver, found) ? found : undefined;
        }
      }
    },
  };
};

const limited = (signal?: AbortSignal): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(requestMilliseconds), ...(signal === undefined ? [] : [signal])]);

const isTaken = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

const isOf = (driver: Driver, {spec}: KubernetesObject): boolean =>
  spec?.holderIdentity === identityOf(driver);

/** Milliseconds of silence after which a record stands for nobody. */
const goodFor = ({spec}: KubernetesObject): number => {
  const seconds = Number(spec?.leaseDurationSeconds);
  return (seconds > 0 ? Math.min(seconds, longestSeconds) : usualSeconds) * 1000;
};

const holderOf = (lease: KubernetesObject | undefined): Holder | undefined => {
  const driver = parseIdentity(String(lease?.spec?.holderIdentity ?? ''));
  return driver && {...driver, since: String(lease?.spec?.acquireTime ?? '')};
};

/** Carries the resourceVersion that was read, so that of two takers one gets a 409. */
const write = async (
  client: Client,
  driver: Driver,
  {
    world,
    durationSeconds,
    signal,
  }: {world: LeaseWorld; durationSeconds: number; signal?: AbortSignal | undefined},
  known: KubernetesObject | undefined,
): Promise<KubernetesObject> => {
  const {apiVersion, kind, name, namespace} = leaseRef;
  const now = world
    .now()
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
      acquireTime: known !== undefined && isOf(driver, known) ? known.spec.acquireTime : now,
      renewTime: now,
    },
  };
  const options = {signal: limited(signal)};
  return known === undefined ? client.create(lease, options) : client.patch(leaseRef, lease, options);
};

const timeOf = ({spec}: KubernetesObject): string =>
  `${sanitiseLine(String(spec?.acquireTime), 40).slice(0, 19).replace('T', ' ')} UTC`;

/** `ada on bmc-1 (pid 4711), since 2026-11-25 19:30:27 UTC`. */
const whoIs = (lease: KubernetesObject): string => {
  const holder = holderOf(lease);
  const who = holder
    ? `${holder.user} on ${holder.host} (pid ${holder.pid})`
    : String(lease.spec?.holderIdentity || 'one without a name');
  return `${sanitiseLine(who, 200)}, since ${timeOf(lease)}`;
};

const takenFrom = (lease: KubernetesObject): string =>
  `The driver's place is taken over from ${whoIs(lease)}`;

const heldBy = (lease: KubernetesObject | undefined, why?: string): GenestackError => {
  const duration = (lease === undefined ? usualSeconds * 1000 : goodFor(lease)) / 1000;
  return new GenestackError(
    'GS-K8S-40',
    `Another driver holds this cluster: ${lease === undefined ? 'one that has just ended' : whoIs(lease)}.${why === undefined ? '' : ` ${why}`}`,
    `Wait for it to end, or end it there; its lease runs out ${duration} s after it is gone.`,
    exitCodes.driven,
  );
};

const refused = (error: ApiError): GenestackError =>
  new GenestackError(
    'GS-K8S-42',
    `The Lease ${leaseRef.namespace}/${leaseRef.name}, by which one driver holds a cluster, cannot be taken: ${messageOf(error)}`,
    'Use an identity that may get, create, update, patch and delete Leases there; the role cluster-admin may.',
    exitCodes.precondition,
    {cause: error},
  );
