import {setTimeout as sleep} from 'node:timers/promises';
import type {Client} from './client.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {conditionOf} from './readiness/verdict.js';

const [tries, pauseMilliseconds] = [100, 200];

/** It has come to its end, well or not. */
export const isFinished = ({status}: KubernetesObject): boolean =>
  ['Complete', 'Failed'].some(type => conditionOf(status, type)?.status === 'True');

/**
 * Deletes Jobs that have come to their end, so that they can be made anew: what they did is done, and they hold no data.
 * All of them or none: one that still runs, or is not ours, keeps the others as well.
 * @returns whether there were some and all are gone.
 */
export const deleteFinishedJobs = async (
  client: Client,
  namespace: string,
  names: readonly string[],
  isOurs: (job: KubernetesObject) => boolean,
): Promise<boolean> => {
  const refs = names.map(name => ({apiVersion: 'batch/v1', kind: 'Job', namespace, name}));
  const jobs = await Promise.all(refs.map(ref => client.read(ref)));
  if (jobs.length === 0 || !jobs.every(job => job !== undefined && isFinished(job) && isOurs(job))) {
    return false;
  }
  for (const [index, ref] of refs.entries()) {
    await client.delete(ref, {preconditions: {uid: jobs[index]?.metadata.uid}});
  }
  for (const ref of refs) {
    // The API answers before the collector has taken its pods away.
    for (let attempt = 0; (await client.read(ref)) !== undefined && attempt < tries; attempt++) {
      await sleep(pauseMilliseconds);
    }
  }
  return true;
};
