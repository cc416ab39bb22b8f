import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import type {Catalogue} from '../catalogue/schema.js';
import {listContexts, loadKubeConfig} from '../cluster/kube-config.js';
import {lookAt} from '../cluster/look.js';
import type {OnFailure} from '../engine/run.js';
import {messageOf} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {writeProfile} from '../profile/write.js';
import {settings} from '../settings/settings.js';
import type {Job, Remembered, World} from '../ui/ports.js';
import {attachedRun} from './attached-run.js';
import {backgroundServers} from './background-servers.js';
import {reach} from './begin.js';
import {installedFacts} from './cluster-profile.js';
import {type ClusterOptions, openCluster} from './cluster-session.js';
import {compared} from './compared.js';
import {deliveryJob} from './delivery-drive.js';
import {drafts} from './drafts.js';
import {chosenBy, type Job as EngineJob} from './job.js';
import {kubeconfigFile, realPath, shownPath} from './paths.js';
import {type RehearsalTerms, removalOf} from './rehearsal.js';
import type {ScreenRun} from './screen-run.js';

/** What was said on the command line, or would be by default. */
export interface WorldTerms {
  readonly catalogue: Catalogue;
  readonly cluster: Pick<ClusterOptions, 'kubeconfig'>;
  readonly rehearsal: RehearsalTerms & {readonly keep: boolean};
  /** Folder of charts as .tgz. */
  readonly charts?: string | undefined;
  readonly onFailure?: OnFailure | undefined;
  /** Where the profile goes unless the person says otherwise. */
  readonly profileFile: string;
}

/** The world of the screens, and what is to be put away behind it. */
export interface RealWorld {
  readonly world: World;
  /** The run that was started last. */
  run(): ScreenRun | undefined;
  /** To be called when no screen is shown any more and the run has ended. */
  close(): Promise<void>;
}

const silent = {say() {}, building() {}};

/** @param tell gets sentences that no screen shows. */
export const realWorld = (terms: WorldTerms, tell: (sentence: string) => void): RealWorld => {
  const {catalogue, cluster, rehearsal, charts, onFailure} = terms;
  const servers = backgroundServers(process.env);
  const draft = drafts(process.env, tell);
  let run: ScreenRun | undefined;

  const engineJob = async ({destination, profile, profileFile}: Job): Promise<EngineJob> => {
    const loaded = {profile, file: realPath(profileFile)};
    if (destination.kind === 'cluster') {
      const session = await openCluster({...cluster, context: destination.context});
      await session.close();
      const plan = makePlan(catalogue, profile, session.rehearsal?.pace);
      return deliveryJob(session, {loaded, plan, charts, onFailure});
    }
    const {name, nodes, pace, keep} = rehearsal;
    return {
      kind: 'rehearse',
      ...chosenBy(loaded, charts, onFailure),
      name,
      nodes,
      pace,
      keep,
      replaces: true,
    };
  };

  const world: World = {
    environment: {
      nodeVersion: process.versions.node,
      homeFolder: homedir(),
      workingFolder: process.cwd(),
    },
    now: Date.now,
    contexts() {
      try {
        return {...listContexts(cluster.kubeconfig), problem: null};
      } catch (error) {
        return {current: null, contexts: [], problem: messageOf(error)};
      }
    },
    async look(context, signal) {
      const {record, ...facts} = await lookAt(loadKubeConfig(cluster.kubeconfig, context), signal);
      return {...facts, installed: record === undefined ? null : installedFacts(record)};
    },
    async compare(context, profile, signal) {
      const session = await openCluster({...cluster, context});
      try {
        const plan = makePlan(catalogue, profile, session.rehearsal?.pace);
        return (await compared(session, {catalogue, profile, plan, charts, signal}, silent)).changes;
      } finally {
        await session.close();
      }
    },
    servers: servers.servers,
    drafts: draft,
    profiles: {
      suggest: () => terms.profileFile,
      exists: file => existsSync(realPath(file)),
      write(file, profile) {
        writeProfile(realPath(file), profile);
        draft.remove();
      },
    },
    remembered: settings<Remembered>(process.env, ['destination', 'edition']),
    start(job) {
      const isRehearsal = job.destination.kind !== 'cluster';
      let reached: ReturnType<typeof reach> | undefined;
      run = attachedRun(
        {
          catalogue,
          plan: makePlan(catalogue, job.profile, isRehearsal ? rehearsal.pace : undefined),
          place: job.destination.kind === 'cluster' ? job.destination.context : 'rehearsal',
          files: {
            profile: shownPath(job.profileFile),
            kubeconfig: isRehearsal ? null : shownPath(kubeconfigFile(cluster.kubeconfig)),
          },
          isKept: !isRehearsal || rehearsal.keep,
          removal: isRehearsal && rehearsal.keep ? removalOf(rehearsal.name) : null,
          shown: shownPath,
          now: Date.now,
        },
        {
          async connect(signal) {
            // Whatever is being built goes on in the engine, which needs it and outlives the screens.
            await servers.close();
            reached = reach(await engineJob(job));
            return reached.connect(signal);
          },
          instead: async () => reached?.instead?.(),
        },
      );
      return run;
    },
  };
  return {
    world,
    run: () => run,
    async close() {
      await servers.close();
      await run?.close();
    },
  };
};
