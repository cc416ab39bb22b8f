import type {Catalogue} from '../catalogue/schema.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {mustBeWhole} from '../profile/ask.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {catalogueOf, overridesFolder} from './catalogue.js';
import {openCluster} from './cluster-session.js';
import {deliver} from './deliver.js';
import {type Drive, drivePrinted} from './drive.js';
import {bringUp, type RehearsalOptions, type RehearsalTerms, removalOf, takeDown} from './rehearsal.js';
import {hasScreens, type OnScreens, type Streams} from './streams.js';

export interface RehearseOptions extends Omit<RehearsalOptions, 'output'>, OnScreens {
  readonly keep?: boolean;
}

/**
 * Brings a rehearsal up, installs the profile on it, and takes it down unless it shall stay. What the profile leaves to be asked
 * is asked on screens.
 */
export const rehearse = async (options: RehearseOptions, streams: Streams): Promise<ExitCode> => {
  const {name, pace, nodes, charts, keep = false, output, ascii} = options;
  const loaded = loadProfile(locateProfile(options.profile));
  const isOnScreens = output === undefined && hasScreens(streams);
  if (isOnScreens && loaded.ask.length > 0) {
    const {runWizard} = await import('./wizard.js');
    const rehearsal = {name, pace, keep, ...(nodes !== undefined && {nodes})};
    const destination = {kind: 'rehearsal'} as const;
    return runWizard({rehearsal, charts, destination, given: loaded, ascii}, streams);
  }
  mustBeWhole(loaded);
  const {profile} = loaded;
  const catalogue = catalogueOf(loaded);
  const plan = makePlan(catalogue, profile, pace);
  const drive = rehearsalDrive({...options, overrides: overridesFolder(loaded)}, catalogue, profile);
  if (!isOnScreens) {
    return drivePrinted(drive, output ?? 'lines', streams);
  }
  const {watchOnScreens} = await import('./watch.js');
  const files = {profile: loaded.file, kubeconfig: null};
  return watchOnScreens(
    drive,
    {catalogue, plan, place: 'rehearsal', files, isKept: keep, removal: keep ? removalOf(name) : null, ascii},
    streams,
  );
};

export const rehearsalDrive =
  (options: RehearsalTerms & {readonly keep?: boolean}, catalogue: Catalogue, profile: Profile): Drive =>
  async ({listener, signal, intentions, leave}) => {
    let kubeconfig: string | undefined;
    let isDrivenByAnother = false;
    try {
      listener.say(`The rehearsal "${options.name}" comes up.`);
      const record = await bringUp(options, profile, listener, signal);
      kubeconfig = record.kubeconfig;
      listener.say(`Its API server answers at ${record.server}, with ${record.nodes} simulated nodes.`);
      const session = await openCluster({kubeconfig});
      try {
        const exitCode = await deliver(
          {
            session,
            catalogue,
            profile,
            plan: makePlan(catalogue, profile, record.pace),
            charts: options.charts,
            isKept: options.keep === true,
            signal,
            intentions,
          },
          listener,
        );
        isDrivenByAnother = exitCode === exitCodes.driven;
        return exitCode;
      } finally {
        await (options.keep ? leave(session) : session.close());
      }
    } catch (error) {
      isDrivenByAnother ||= error instanceof GenestackError && error.exitCode === exitCodes.driven;
      throw error;
    } finally {
      if (isDrivenByAnother) {
        listener.say(
          `The rehearsal "${options.name}" is left to whoever installs on it; take another --name.`,
        );
      } else if (options.keep && kubeconfig !== undefined) {
        listener.say(`The rehearsal stays up: kubectl --kubeconfig ${kubeconfig} get pods -A`);
      } else {
        await takeDown(options.name, listener);
      }
    }
  };
