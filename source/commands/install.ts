import {loadKubeConfig} from '../cluster/kube-config.js';
import {lackingSecrets} from '../delivery/given-secrets.js';
import type {OnFailure} from '../engine/run.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {isOnIn, type Plan} from '../plan/plan.js';
import {mustBeWhole} from '../profile/ask.js';
import {locateProfile} from '../profile/locate.js';
import {type LoadedProfile, loadProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {ask, canAsk, isYes} from './asking.js';
import {begin} from './begin.js';
import {catalogueOf} from './catalogue.js';
import {profileToPlan} from './cluster-profile.js';
import {type ClusterOptions, type ClusterSession, openCluster} from './cluster-session.js';
import {deliveryJob} from './delivery-drive.js';
import {realPath} from './paths.js';
import {loadedFrom, readSavedPlan} from './saved-plan.js';
import {hasScreens, type OnScreens, type Streams, say} from './streams.js';
import {warningLines} from './warnings.js';

export interface InstallOptions extends ClusterOptions, OnScreens {
  readonly profile?: string;
  readonly charts?: string;
  readonly yes?: boolean;
  /** A saved plan, which is applied instead of the profile's. */
  readonly plan?: string;
  /** Sets right what other hands changed. */
  readonly correct?: boolean;
  readonly onFailure?: OnFailure;
}

/**
 * Installs a profile on a cluster; on one that `rehearsal up` made, nobody has to be asked. What the profile leaves to be asked
 * is asked on screens.
 */
export const install = async (options: InstallOptions, streams: Streams): Promise<ExitCode> => {
  const {charts, output, ascii, yes = false, correct, onFailure} = options;
  const saved = options.plan === undefined ? undefined : readSavedPlan(realPath(options.plan));
  const loaded = saved ? loadedFrom(saved) : await profileOf(options, streams);
  if (output === undefined && hasScreens(streams) && loaded.ask.length > 0) {
    const {runWizard} = await import('./wizard.js');
    const context = options.context ?? loadKubeConfig(options.kubeconfig).getCurrentContext();
    const destination = {kind: 'cluster', context} as const;
    return runWizard({cluster: options, charts, onFailure, destination, given: loaded, ascii}, streams);
  }
  mustBeWhole(loaded);
  const catalogue = catalogueOf(loaded);
  makePlan(catalogue, loaded.profile);
  const session = await openCluster(options);
  const plan = makePlan(catalogue, loaded.profile, session.rehearsal?.pace);
  const warnings = await warningsFor(session, loaded.profile, plan);
  const agree = async (): Promise<boolean> => {
    for (const line of warnings) {
      say(streams, line);
    }
    return session.rehearsal !== undefined || yes || isAgreed(plan, session);
  };
  const job = deliveryJob(session, {loaded, plan, charts, saved, correct, onFailure});
  return begin(job, {output, ascii, agree}, streams);
};

/** A rehearsal takes no disk, and stand-ins take the places of Secrets that are to be made. */
const warningsFor = async (session: ClusterSession, profile: Profile, plan: Plan): Promise<string[]> => {
  try {
    return session.rehearsal === undefined
      ? warningLines(plan, profile, await lackingSecrets(session.client, profile, isOnIn(plan)))
      : [];
  } finally {
    await session.close();
  }
};

const profileOf = async (options: InstallOptions, streams: Streams): Promise<LoadedProfile> => {
  if (options.profile !== undefined) {
    return loadProfile(locateProfile(options.profile));
  }
  const session = await openCluster(options);
  try {
    return await profileToPlan(session, undefined, streams);
  } finally {
    await session.close();
  }
};

const isAgreed = async (plan: Plan, session: ClusterSession): Promise<boolean> => {
  if (!canAsk()) {
    throw new GenestackError(
      'GS-CLI-11',
      `install would change ${session.title}, and there is no terminal to ask on.`,
      'Add --yes where nobody is to be asked.',
      exitCodes.usage,
    );
  }
  const number = plan.components.filter(component => component.enabled).length;
  return isYes(
    await ask(
      `Install ${number} components of Genestack (${plan.edition}) on ${session.title}, Kubernetes ${session.version}? [y/N] `,
    ),
  );
};
