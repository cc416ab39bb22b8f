import path from 'node:path';
import type {OnFailure} from '../engine/run.js';
import type {LoadedProfile} from '../profile/read.js';
import {placed} from './catalogue.js';
import {type ClusterSession, openCluster} from './cluster-session.js';
import {deliver} from './deliver.js';
import type {Drive} from './drive.js';
import {catalogueOfJob, chosenBy, type DeliverJob} from './job.js';
import {agreedBy} from './saved-plan.js';

export interface Asked extends Pick<DeliverJob, 'plan' | 'saved' | 'correct' | 'purge' | 'recorded'> {
  readonly loaded: Pick<LoadedProfile, 'profile' | 'file'>;
  /** Folder of charts as .tgz; a rehearsal knows its own. */
  readonly charts?: string | undefined;
  readonly onFailure?: OnFailure | undefined;
}

/** What an engine needs to know to carry a plan out on a cluster that was met. */
export const deliveryJob = (
  {options: {kubeconfig}, context, uid, rehearsal}: ClusterSession,
  {loaded, charts, onFailure, recorded, ...asked}: Asked,
): DeliverJob => ({
  kind: 'deliver',
  ...chosenBy(loaded, charts ?? (rehearsal?.charts || undefined), onFailure),
  ...asked,
  recorded: recorded && {...recorded, profile: placed({...recorded, file: loaded.file})},
  kubeconfig: kubeconfig && path.resolve(kubeconfig),
  context,
  cluster: uid,
  rehearsal: rehearsal?.name,
});

/** Carries the plan of a job out on a cluster that is there. */
export const deliveryDrive =
  (job: DeliverJob): Drive =>
  async ({listener, signal, ...hands}) => {
    const {kubeconfig, context, charts, profile, plan, saved, purge, correct, recorded, onFailure} = job;
    const options = {...(kubeconfig !== undefined && {kubeconfig}), context};
    // Whoever started it has met the cluster.
    const session = await openCluster(options, process.env, {
      cluster: job.cluster,
      signal,
      say: listener.say,
    });
    try {
      return await deliver(
        {
          ...hands,
          ...{signal, session, catalogue: catalogueOfJob(job), profile, plan, charts, isKept: true},
          agree: saved && agreedBy(saved, session, plan),
          purge: purge && new Set(purge),
          ...{correct, recorded, onFailure},
        },
        listener,
      );
    } finally {
      await session.close();
    }
  };
