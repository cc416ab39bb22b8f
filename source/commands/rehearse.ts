import {readCatalogue} from '../catalogue/read.js';
import {politeInterrupt} from '../engine/interrupt.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {locateProfile} from '../profile/locate.js';
import {readProfile} from '../profile/read.js';
import {openCluster} from './cluster-session.js';
import {deliver} from './deliver.js';
import {bringUp, type RehearsalOptions, takeDown} from './rehearsal.js';
import {type Streams, say} from './streams.js';

export interface RehearseOptions extends RehearsalOptions {
  readonly keep?: boolean;
}

/** Brings a rehearsal up, installs the profile on it, and takes it down unless it shall stay. */
export const rehearse = async (options: RehearseOptions, streams: Streams): Promise<ExitCode> => {
  const catalogue = readCatalogue();
  const profile = readProfile(locateProfile(options.profile));
  makePlan(catalogue, profile, options.pace);
  const interrupt = politeInterrupt(process);
  let kubeconfig: string | undefined;
  try {
    const record = await bringUp(options, profile, streams, interrupt.signal);
    kubeconfig = record.kubeconfig;
    const session = await openCluster({kubeconfig});
    try {
      return await deliver({
        session,
        catalogue,
        profile,
        plan: makePlan(catalogue, profile, record.pace),
        charts: options.charts,
        output: options.output,
        streams,
        isKept: options.keep === true,
        signal: interrupt.signal,
      });
    } finally {
      await session.client.close();
    }
  } catch (error) {
    if (!interrupt.signal.aborted) {
      throw error;
    }
    return exitCodes.interrupted;
  } finally {
    if (options.keep && kubeconfig !== undefined) {
      say(streams, `The rehearsal stays up: kubectl --kubeconfig ${kubeconfig} get pods -A`);
    } else {
      await takeDown(options.name, streams);
    }
    interrupt.stop();
  }
};
