import {loadKubeConfig} from '../cluster/kube-config.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import type {Plan} from '../plan/plan.js';
import {mustBeWhole} from '../profile/ask.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import {ask, canAsk, isYes} from './asking.js';
import {catalogueOf} from './catalogue.js';
import {type ClusterOptions, type ClusterSession, openCluster} from './cluster-session.js';
import {type Delivery, deliver} from './deliver.js';
import {type Drive, drivePrinted} from './drive.js';
import {kubeconfigFile, realPath, shownPath} from './paths.js';
import {removalOf} from './rehearsal.js';
import {agreedBy, loadedFrom, readSavedPlan} from './saved-plan.js';
import {hasScreens, type OnScreens, type Streams, say} from './streams.js';

export interface InstallOptions extends ClusterOptions, OnScreens {
  readonly profile: string;
  readonly charts?: string;
  readonly yes?: boolean;
  /** A saved plan, which is applied instead of the profile's. */
  readonly plan?: string;
  /** Sets right what other hands changed. */
  readonly correct?: boolean;
}

/**
 * Installs a profile on a cluster; on one that `rehearsal up` made, nobody has to be asked. What the profile leaves to be asked
 * is asked on screens.
 */
export const install = async (options: InstallOptions, streams: Streams): Promise<ExitCode> => {
  const {charts, output, ascii, yes = false, correct} = options;
  const saved = options.plan === undefined ? undefined : readSavedPlan(realPath(options.plan));
  const loaded = saved ? loadedFrom(saved) : loadProfile(locateProfile(options.profile));
  const isOnScreens = output === undefined && hasScreens(streams);
  if (isOnScreens && loaded.ask.length > 0) {
    const {runWizard} = await import('./wizard.js');
    const context = options.context ?? loadKubeConfig(options.kubeconfig).getCurrentContext();
    const destination = {kind: 'cluster', context} as const;
    return runWizard({cluster: options, charts, destination, given: loaded, ascii}, streams);
  }
  mustBeWhole(loaded);
  const {profile} = loaded;
  const catalogue = catalogueOf(loaded);
  makePlan(catalogue, profile);
  const session = await openCluster(options);
  const plan = makePlan(catalogue, profile, session.rehearsal?.pace);
  try {
    if (session.rehearsal === undefined && !yes && !(await isAgreed(plan, session))) {
      say(streams, 'Nothing was changed.');
      await session.close();
      return exitCodes.interrupted;
    }
  } catch (error) {
    await session.close();
    throw error;
  }
  const agree = saved && agreedBy(saved, session, plan);
  const drive = installDrive(session, {catalogue, profile, plan, charts, correct, agree});
  if (!isOnScreens) {
    return drivePrinted(drive, output ?? 'lines', streams);
  }
  const {watchOnScreens} = await import('./watch.js');
  const files = {profile: loaded.file, kubeconfig: shownPath(kubeconfigFile(options.kubeconfig))};
  return watchOnScreens(
    drive,
    {
      catalogue,
      plan,
      place: session.context,
      files,
      isKept: true,
      removal: session.rehearsal ? removalOf(session.rehearsal.name) : null,
      ascii,
    },
    streams,
  );
};

export interface Installation
  extends Pick<Delivery, 'catalogue' | 'profile' | 'plan' | 'agree' | 'correct' | 'purge' | 'recorded'> {
  readonly charts?: string | undefined;
}

/** Installs on a cluster that was met; its session is left to the hands. */
export const installDrive =
  (session: ClusterSession, installation: Installation): Drive =>
  async ({listener, signal, intentions, leave}) => {
    try {
      const charts = installation.charts ?? (session.rehearsal?.charts || undefined);
      return await deliver({...installation, session, charts, isKept: true, signal, intentions}, listener);
    } finally {
      await leave(session);
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
