import {setTimeout as sleep} from 'node:timers/promises';
import {ApiError} from './api-error.js';
import type {Client} from './client.js';
import type {Driver} from './driver.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {heldBy} from './lease-errors.js';
import {isOf, isTaken, leaseRef, limited, writeLease} from './lease-record.js';
import {unlessAborted} from './signals.js';

export interface DriverLease {
  /** Aborted with a GS-K8S-40 when another has the lease: whoever drives then starts nothing more. */
  readonly lost: AbortSignal;
  /**
   * Resolves while the lease is known to be ours; after a pause or an outage it is renewed first, however long that takes.
   * @throws the reason of `lost`; the signal's when aborted.
   */
  confirm(signal?: AbortSignal): Promise<void>;
  /** Gives it back, where it is still ours, within 10 s. Never throws: what stays runs out. */
  release(): Promise<void>;
}

export interface LeaseWorld {
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets and that counts while the machine sleeps. */
  readonly elapsed: () => number;
  /** Whether a process with this start time is alive here. */
  readonly isAlive: (pid: number, startTime: string) => boolean;
}

export interface TakenLease {
  readonly durationSeconds: number;
  /** As it was written. */
  readonly lease: KubernetesObject;
  /** By `elapsed`, before it was sent. */
  readonly renewedAt: number;
}

const pauseMilliseconds = 1000;
/** Longer nobody waits for an API that is away, only to give something back that runs out by itself. */
const releaseMilliseconds = 10_000;

/** Renews a lease that was just taken four times in its duration, until it is released or lost. */
export const keepLease = (
  client: Client,
  driver: Driver,
  world: LeaseWorld,
  taken: TakenLease,
): DriverLease => {
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
      current = await writeLease(client, driver, {now: world.now, durationSeconds}, current);
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
        await (signal === undefined ? renew() : unlessAborted(renew(), signal));
      }
    },
    async release() {
      clearInterval(timer);
      await renewing;
      const end = AbortSignal.timeout(releaseMilliseconds);
      for (let attempt = 0; attempt < 3 && current !== undefined && !lost.signal.aborted; attempt++) {
        try {
          const {uid, resourceVersion} = current.metadata;
          await client.delete(leaseRef, {preconditions: {uid, resourceVersion}, signal: limited(end)});
          return;
        } catch {
          const found = await client.read(leaseRef, {signal: limited(end)}).catch(() => current);
          current = found !== undefined && isOf(driver, found) ? found : undefined;
        }
      }
    },
  };
};
