import {createInterface} from 'node:readline/promises';
import {readCatalogue} from '../catalogue/read.js';
import type {Catalogue} from '../catalogue/schema.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import type {Plan} from '../plan/plan.js';
import {locateProfile} from '../profile/locate.js';
import {readProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {type ClusterOptions, type ClusterSession, openCluster} from './cluster-session.js';
import {deliver} from './deliver.js';
import {type Drive, drivePrinted} from './drive.js';
import {type Output, type Streams, say} from './streams.js';

export interface InstallOptions extends ClusterOptions {
  readonly profile: string;
  readonly charts?: string;
  readonly yes?: boolean;
  readonly output: Output;
}

/** Installs a profile on a cluster; on one that `rehearsal up` made, nobody has to be asked. */
export const install = async (options: InstallOptions, streams: Streams): Promise<ExitCode> => {
  const catalogue = readCatalogue();
  const profile = readProfile(locateProfile(options.profile));
  makePlan(catalogue, profile);
  const session = await openCluster(options);
  const plan = makePlan(catalogue, profile, session.rehearsal?.pace);
  try {
    if (session.rehearsal === undefined && !options.yes && !(await isAgreed(plan, session))) {
      say(streams, 'Nothing was changed.');
      await session.close();
      return exitCodes.interrupted;
    }
  } catch (error) {
    await session.close();
    throw error;
  }
  const drive = installDrive(session, {catalogue, profile, plan, charts: options.charts});
  return drivePrinted(drive, options.output, streams);
};

export interface Installation {
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly plan: Plan;
  readonly charts?: string | undefined;
}

/** Installs on a cluster that was met; its session is left to the hands. */
export const installDrive =
  (session: ClusterSession, installation: Installation): Drive =>
  async ({listener, signal, leave}) => {
    try {
      const charts = installation.charts ?? (session.rehearsal?.charts || undefined);
      return await deliver({...installation, session, charts, isKept: true, signal}, listener);
    } finally {
      await leave(session);
    }
  };

const isAgreed = async (plan: Plan, session: ClusterSession): Promise<boolean> => {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new GenestackError(
      'GS-CLI-11',
      `install would change ${session.title}, and there is no terminal to ask on.`,
      'Add --yes where nobody is to be asked.',
      exitCodes.usage,
    );
  }
  const number = plan.components.filter(component => component.enabled).length;
  const asking = createInterface({input: process.stdin, output: process.stderr});
  // Ctrl-C and the end of input close it, and the question would wait for ever.
  const closed = new Promise<string>(resolve => asking.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([
      closed,
      asking.question(
        `Install ${number} components of Genestack (${plan.edition}) on ${session.title}, Kubernetes ${session.version}? [y/N] `,
      ),
    ]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
};
