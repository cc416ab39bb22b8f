import {readCatalogue} from '../catalogue/read.js';
import type {Catalogue} from '../catalogue/schema.js';
import type {ExitCode} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {locateProfile} from '../profile/locate.js';
import {readProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {openCluster} from './cluster-session.js';
import {deliver} from './deliver.js';
import {type Drive, drivePrinted} from './drive.js';
import {bringUp, type RehearsalOptions, type RehearsalTerms, takeDown} from './rehearsal.js';
import type {Streams} from './streams.js';

export interface RehearseOptions extends RehearsalOptions {
  readonly keep?: boolean;
}

/** Brings a rehearsal up, installs the profile on it, and takes it down unless it shall stay. */
export const rehearse = async (options: RehearseOptions, streams: Streams): Promise<ExitCode> => {
  const catalogue = readCatalogue();
  const profile = readProfile(locateProfile(options.profile));
  makePlan(catalogue, profile, options.pace);
  return drivePrinted(rehearsalDrive(options, catalogue, profile), options.output, streams);
};

export const rehearsalDrive =
  (options: RehearsalTerms & {readonly keep?: boolean}, catalogue: Catalogue, profile: Profile): Drive =>
  async ({listener, signal, leave}) => {
    let kubeconfig: string | undefined;
    try {
      const record = await bringUp(options, profile, listener, signal);
      kubeconfig = record.kubeconfig;
      const session = await openCluster({kubeconfig});
      try {
        return await deliver(
          {
            session,
            catalogue,
            profile,
            plan: makePlan(catalogue, profile, record.pace),
            charts: options.charts,
            isKept: options.keep === true,
            signal,
          },
          listener,
        );
      } finally {
        await (options.keep ? leave(session) : session.close());
      }
    } finally {
      if (options.keep && kubeconfig !== undefined) {
        listener.say(`The rehearsal stays up: kubectl --kubeconfig ${kubeconfig} get pods -A`);
      } else {
        await takeDown(options.name, listener);
      }
    }
  };
