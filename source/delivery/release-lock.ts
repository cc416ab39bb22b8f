import {setTimeout as sleep} from 'node:timers/promises';
import {isFinished} from '../cluster/finished-jobs.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {StepContext} from '../engine/backend.js';
import {exitCodes, GenestackError} from '../errors.js';
import {
  hookJobsOf,
  isWorkedOn,
  labelRelease,
  type Release,
  readRelease,
  unlockRelease,
} from '../tools/releases.js';
import {clusterLabel} from '../tools/running-helms.js';
import type {World} from './world.js';

/** The label on a release's Secret that holds the digest of chart, values and overlay. */
export const digestLabel = 'gs-digest';
/** The label that names the run that wrote it. */
const runLabel = 'gs-run';
/** Helm hands a revision's labels on to the next one, whoever makes it: only with its own revision is a stamp ours. */
const revisionLabel = 'gs-revision';
/** The label with the revision that a run of ours takes away. */
const removedLabel = 'gs-removed';
/** The label that stands for the processes which see each other: a helm of such a one that is not seen is gone. */
const placeLabel = 'gs-place';

type Name = Pick<Release, 'namespace' | 'name'>;
type Locks = Pick<World, 'client' | 'run' | 'place' | 'cluster' | 'helms' | 'graceSeconds'>;

/** What the next revision of a release is labelled with, to be known as ours; all fit a label's 63 characters. */
export const stampOf = (
  {run, place, cluster}: Pick<World, 'run' | 'place' | 'cluster'>,
  last: Release | undefined,
  digest: string,
): Record<string, string> => ({
  [runLabel]: run,
  [revisionLabel]: String((last?.revision ?? 0) + 1),
  [placeLabel]: place,
  [clusterLabel]: cluster,
  [digestLabel]: digest,
});

/** Says of the release's newest revision that it is a run of ours which takes it away: Helm writes no label of its own then. */
export const stampRemoval = ({client, run, place}: Locks, release: Release): Promise<void> =>
  labelRelease(client, release, {
    [runLabel]: run,
    [placeLabel]: place,
    [removedLabel]: String(release.revision),
  });

/** Whether a run of ours ever made a revision of it: Helm hands labels on. */
export const isStamped = (labels: Readonly<Record<string, string>>): boolean => runLabel in labels;

/** Whether this very revision was made by a run of ours, and not by a person's helm after it. */
export const isOurs = ({labels, revision}: Release): boolean =>
  isStamped(labels) && labels[revisionLabel] === String(revision);

/** Whether what works on it, or did, is a run of ours: a person may also take away what we have installed. */
const isWorkOfOurs = (release: Release): boolean =>
  release.status === 'uninstalling'
    ? release.labels[removedLabel] === String(release.revision)
    : isOurs(release);

const askAgainMilliseconds = 500;

/**
 * The release as it is when no helm works on it. A helm that an earlier run left here is asked to end and waited for; what a
 * gone one left pending is set to failed. That of another machine counts as gone when it has written nothing for the time of
 * grace and no hook Job runs that it would wait for: its driver has lost the cluster to us.
 * @throws GenestackError GS-HELM-18 where it is not ours and somebody may be working on it; it is not touched then.
 */
export const freeRelease = async (
  locks: Locks,
  name: Name,
  {signal, report, note}: Pick<StepContext, 'signal' | 'report' | 'note'>,
): Promise<Release | undefined> => {
  const {client, helms, place, graceSeconds} = locks;
  const begun = performance.now();
  let known:
    | {readonly version: string; readonly since: number; readonly hook?: string | undefined}
    | undefined;
  let asked: readonly number[] = [];
  for (;;) {
    signal.throwIfAborted();
    const running = helms.find(name);
    const isOver = performance.now() - begun > graceSeconds * 1000;
    for (const pid of running) {
      if (isOver || !asked.includes(pid)) {
        helms.end(pid, isOver ? 'SIGKILL' : 'SIGTERM');
      }
    }
    asked = running;
    if (running.length === 0) {
      const found = await readRelease(client, name.namespace, name.name);
      if (found === undefined || !isWorkedOn(found)) {
        return found;
      }
      if (!isWorkOfOurs(found)) {
        throw lockedByAnother(found);
      }
      if (known?.version !== found.secret) {
        known = {version: found.secret, since: performance.now()};
      }
      const isHere = found.labels[placeLabel] === place;
      let isSilent = performance.now() - known.since >= graceSeconds * 1000;
      if (isSilent && !isHere) {
        // Helm writes nothing while it waits for a hook, which may take longer than any grace.
        const hook = await runningHook(client, name, signal);
        isSilent = hook === undefined;
        known = {...known, hook, ...(!isSilent && {since: performance.now()})};
      }
      if (isHere || isSilent) {
        await unlockRelease(client, name.namespace, name.name);
        note(`the release was left ${found.status} by an earlier run and is gone on from`);
        continue;
      }
      report({
        ready: 0,
        desired: 0,
        waitsFor: waitsForSilence(found, graceSeconds, known.hook),
      });
    } else {
      report({
        ready: 0,
        desired: 0,
        waitsFor: `a helm (pid ${running.join(', ')}) that an earlier run left, to end`,
      });
    }
    await sleep(askAgainMilliseconds, undefined, {signal}).catch(() => signal.throwIfAborted());
  }
};

/** The name of a hook Job of the release that has not come to its end. */
const runningHook = async (
  client: Locks['client'],
  {namespace, name}: Name,
  signal: AbortSignal,
): Promise<string | undefined> => {
  for (const ref of await hookJobsOf(client, namespace, name)) {
    const job = await client.read(ref, {signal});
    if (job !== undefined && !isFinished(job)) {
      return job.metadata.name;
    }
  }
  return undefined;
};

const waitsForSilence = ({labels}: Release, graceSeconds: number, hook: string | undefined): string => {
  const helm = `the helm of run ${sanitiseLine(labels[runLabel] ?? '', 63)} on another machine`;
  return hook === undefined
    ? `${helm} to be silent for ${graceSeconds} s`
    : `${helm}, whose hook Job ${sanitiseLine(hook, 253)} runs; where that machine is gone, delete the Job`;
};

const lockedByAnother = ({namespace, name, status, revision, changedAt}: Release): GenestackError =>
  new GenestackError(
    'GS-HELM-18',
    `Release ${namespace}/${name} is ${status} (revision ${revision}) since ${changedAt ?? 'a time that it does not say'}, and no run of Genestack began that: somebody's helm works on it, or was cut off.`,
    `Let that helm end, then retry. If it is gone, choose: "helm rollback ${name} --namespace ${namespace}" takes back what it did; where it was the first revision, "helm uninstall ${name} --namespace ${namespace}" removes it.`,
    exitCodes.failed,
  );
