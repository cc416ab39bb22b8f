import {setTimeout as sleep} from 'node:timers/promises';
import {ApiError, isOutage} from './api-error.js';
import type {Client} from './client.js';
import {type Driver, isSamePlace} from './driver.js';
import {type DriverLease, keepLease, type LeaseWorld} from './kept-lease.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {heldBy, refused, whoIs} from './lease-errors.js';
import {
  goodFor,
  holderOf,
  isOf,
  isTaken,
  leaseRef,
  limited,
  usualSeconds,
  writeLease,
} from './lease-record.js';

export interface LeaseOptions {
  readonly signal?: AbortSignal | undefined;
  /** Hears, as sentences, whom it waits for and whose place it takes. */
  readonly tell?: (sentence: string) => void;
  /** Seconds that a lease is good for after it was last renewed; 20 where absent. */
  readonly durationSeconds?: number;
}

const pauseMilliseconds = 1000;

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
      // The answer to a write of ours that was done may have been lost.
      const isOurs = found !== undefined && isOf(driver, found);
      const silence = world.elapsed() - silentSince;
      const isRenewed =
        watched !== undefined &&
        (found?.metadata.uid !== watched.metadata.uid ||
          found?.metadata.resourceVersion !== watched.metadata.resourceVersion);
      if (
        found === undefined ||
        isOurs ||
        isGone ||
        (watched !== undefined && !isRenewed && silence >= goodFor(found))
      ) {
        const sentAt = world.elapsed();
        const lease = await writeLease(client, driver, {now: world.now, durationSeconds, signal}, found);
        if (found !== undefined && !isOurs) {
          tell(
            `The driver's place is taken over from ${whoIs(found)}, ${isGone ? 'whose process is gone' : `who was silent for ${Math.round(silence / 1000)} s`}.`,
          );
        }
        return keepLease(client, driver, world, {durationSeconds, lease, renewedAt: sentAt});
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
        const found = await client.read(leaseRef, {signal: limited(signal)}).catch(() => undefined);
        if (found !== undefined && !isOf(driver, found)) {
          throw heldBy(found);
        }
      } else if (isOutage(error)) {
        // It could not renew either, as long as the API did not answer.
        silentSince = world.elapsed();
      } else {
        throw error instanceof ApiError ? refused(error) : error;
      }
    }
    await sleep(pauseMilliseconds, undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
  }
};
