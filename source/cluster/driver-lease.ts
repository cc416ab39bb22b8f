import {exitCodes, GenestackError} from '../errors.js';
import {ApiError, type Client} from './client.js';
import type {KubernetesObject, ObjectRef} from './kubernetes-object.js';

/** Who drives, readable in the Lease: `user@host pid 4711 boot 1c2d… start 8812`. */
export interface Driver {
  readonly user: string;
  readonly host: string;
  readonly bootId: string;
  readonly pid: number;
  /** Clock ticks after boot: with the pid it names one process for good (proc_pid_stat(5), field 22). */
  readonly startTime: string;
}

export interface DriverLease {
  /** Aborted when the lease is lost: whoever drives then starts nothing more. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface LeaseWorld {
  readonly now: () => Date;
  /** Whether a process with this start time is alive here. */
  readonly isAlive: (pid: number, startTime: string) => boolean;
}

const leaseRef: ObjectRef = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'genestack-driver',
};
const durationSeconds = 30;
const renewSeconds = 10;

const identityOf = (driver: Driver): string =>
  `${driver.user}@${driver.host} pid ${driver.pid} boot ${driver.bootId} start ${driver.startTime}`;

/** @returns undefined where the text is not of that form, e.g. a Lease that another program made. */
export const parseIdentity = (text: string): Driver | undefined => {
  const match =
    /^(?<user>[^@]+)@(?<host>\S+) pid (?<pid>\d+) boot (?<bootId>\S+) start (?<startTime>\S+)$/.exec(text);
  const groups = match?.groups;
  return groups && ({...groups, pid: Number(groups.pid)} as unknown as Driver);
};

/**
 * Takes the one driver's place of a cluster and keeps it until released.
 * The Lease of a process of this boot that is gone is taken over at once, any other one when it has run out.
 * @throws GenestackError GS-K8S-40 (exit 4) where another driver holds it.
 */
export const takeLease = async (client: Client, driver: Driver, world: LeaseWorld): Promise<DriverLease> => {
  const found = await client.read(leaseRef);
  if (found && isHeld(found, driver, world)) {
    throw heldBy(found);
  }
  let current = await write(client, driver, world, found);

  const lost = new AbortController();
  let failedSince: number | undefined;
  const renew = async () => {
    try {
      current = await write(client, driver, world, current);
      failedSince = undefined;
    } catch (error) {
      failedSince ??= world.now().getTime();
      const isTaken = error instanceof ApiError && (error.status === 409 || error.status === 404);
      if (isTaken || world.now().getTime() - failedSince > durationSeconds * 1000) {
        lost.abort(heldBy((await client.read(leaseRef).catch(() => undefined)) ?? current));
      }
    }
  };
  const timer = setInterval(() => void renew(), renewSeconds * 1000);
  timer.unref();
  return {
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      if (!lost.signal.aborted) {
        await client.delete(leaseRef).catch(() => {});
      }
    },
  };
};

const isHeld = ({spec}: KubernetesObject, self: Driver, world: LeaseWorld): boolean => {
  const holder = parseIdentity(String(spec?.holderIdentity ?? ''));
  if (holder && holder.bootId === self.bootId) {
    return world.isAlive(holder.pid, holder.startTime);
  }
  const renewed = Date.parse(String(spec?.renewTime ?? ''));
  return world.now().getTime() - renewed < Number(spec?.leaseDurationSeconds ?? durationSeconds) * 1000;
};

/** Carries the resourceVersion that was read, so that of two takers one gets a 409. */
const write = async (
  client: Client,
  driver: Driver,
  world: LeaseWorld,
  known: KubernetesObject | undefined,
): Promise<KubernetesObject> => {
  const {apiVersion, kind, ...metadata} = leaseRef;
  const now = world
    .now()
    .toISOString()
    .replace(/(\.\d{3})Z$/, '$1000Z');
  const identity = identityOf(driver);
  const isOwn = known?.spec?.holderIdentity === identity;
  const lease: KubernetesObject = {
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      namespace: 'kube-system',
      ...(known?.metadata.resourceVersion !== undefined && {resourceVersion: known.metadata.resourceVersion}),
    },
    spec: {
      holderIdentity: identity,
      leaseDurationSeconds: durationSeconds,
      acquireTime: isOwn ? known.spec.acquireTime : now,
      renewTime: now,
    },
  };
  try {
    return known ? await client.patch(leaseRef, lease) : await client.create(lease);
  } catch (error) {
    if (error instanceof ApiError && error.status === 409 && !isOwn) {
      throw heldBy((await client.read(leaseRef)) ?? lease);
    }
    throw error;
  }
};

const heldBy = ({spec}: KubernetesObject): GenestackError => {
  const holder = parseIdentity(String(spec?.holderIdentity ?? ''));
  const who = holder ? `${holder.user} on ${holder.host} (pid ${holder.pid})` : String(spec?.holderIdentity);
  return new GenestackError(
    'GS-K8S-40',
    `Another driver holds this cluster: ${who}, since ${String(spec?.acquireTime).slice(0, 19).replace('T', ' ')} UTC.`,
    `Wait for it to end, or end it there; its lease runs out ${durationSeconds} s after it is gone.`,
    exitCodes.driven,
  );
};
