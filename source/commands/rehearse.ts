import type {Catalogue} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import type {OnFailure} from '../engine/run.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {mustBeWhole} from '../profile/ask.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import {type Injection, injectionsRef, writeInjections} from '../rehearsal/injections.js';
import {dealNodes} from '../rehearsal/nodes.js';
import {readSituations} from '../rehearsal/situations/read.js';
import {begin} from './begin.js';
import {catalogueOf} from './catalogue.js';
import {openCluster} from './cluster-session.js';
import {deliver} from './deliver.js';
import type {Drive} from './drive.js';
import {fittedTo} from './fitted-profile.js';
import {injectionOf} from './injected.js';
import {catalogueOfJob, chosenBy, type RehearseJob} from './job.js';
import {bringUp, type RehearsalOptions, shapeOf, takeDown, withoutAnother} from './rehearsal.js';
import {hasScreens, type OnScreens, type Streams} from './streams.js';
import type {Talk} from './talk.js';

export interface RehearseOptions extends Omit<RehearsalOptions, 'output'>, OnScreens {
  readonly keep?: boolean;
  readonly onFailure?: OnFailure;
  /** `CAUSE[:COMPONENT]`, what it is made to fail by. */
  readonly inject?: readonly string[];
}

/**
 * Brings a rehearsal up, installs the profile on it, and takes it down unless it shall stay. What the profile leaves to be asked
 * is asked on screens.
 */
export const rehearse = async (options: RehearseOptions, streams: Streams): Promise<ExitCode> => {
  const {name, pace, nodes, charts, keep = false, onFailure, output, ascii, inject = []} = options;
  const loaded = loadProfile(locateProfile(options.profile));
  if (output === undefined && hasScreens(streams) && loaded.ask.length > 0) {
    if (inject.length > 0) {
      throw new GenestackError(
        'GS-REH-17',
        `A failure was to be injected, and ${loaded.file} leaves answers to be asked: ${loaded.ask.join(', ')}.`,
        'Take a profile that is whole; what it installs decides what can fail.',
        exitCodes.usage,
      );
    }
    const {runWizard} = await import('./wizard.js');
    const rehearsal = {name, pace, keep, ...(nodes !== undefined && {nodes})};
    const destination = {kind: 'rehearsal'} as const;
    return runWizard({rehearsal, charts, onFailure, destination, given: loaded, ascii}, streams);
  }
  mustBeWhole(loaded);
  const catalogue = catalogueOf(loaded);
  const plan = makePlan(catalogue, loaded.profile, pace);
  const enabled = [...new Set(plan.steps.map(({component}) => component))];
  const injections = injectionsOf(inject, catalogue, enabled);
  const job = {
    kind: 'rehearse',
    ...chosenBy(loaded, charts, onFailure),
    ...{name, nodes, pace, keep, replaces: false, injections},
  } as const;
  return begin(job, {output, ascii}, streams);
};

const injectionsOf = (
  texts: readonly string[],
  catalogue: Catalogue,
  enabled: readonly string[],
): Injection[] => {
  const situations = texts.length === 0 ? new Map() : readSituations();
  return texts.map(text => injectionOf(text, situations, catalogue, enabled));
};

/** Makes a rehearsal that is up fail by this and by nothing of before. */
const inject = async (
  client: Client,
  injections: readonly Injection[],
  listener: Pick<Talk, 'say'>,
  kubeconfig: string,
): Promise<void> => {
  await writeInjections(client, injections);
  const situations = readSituations();
  for (const {situation, component} of injections) {
    const {code = '', about = ''} = situations.get(situation) ?? {};
    listener.say(`Injected ${code}${component === '' ? '' : ` into ${component}`}: ${about}.`);
  }
  if (injections.length > 0)
    listener.say(
      `It ends with: kubectl --kubeconfig ${kubeconfig} -n ${injectionsRef.namespace} delete configmap ${injectionsRef.name}`,
    );
};

/** Brings a rehearsal up and installs on it; it is taken down at the end unless it shall stay or somebody else installs on it. */
export const rehearsalDrive =
  (job: RehearseJob): Drive =>
  async ({listener, signal, ...hands}) => {
    const {name, nodes, pace, keep, charts, overrides, onFailure} = job;
    const {profile, fitted} =
      nodes === undefined
        ? {profile: job.profile, fitted: []}
        : fittedTo(job.profile, dealNodes(shapeOf(job.profile), nodes));
    let kubeconfig: string | undefined;
    let isDrivenByAnother = false;
    try {
      if (job.replaces) {
        await withoutAnother(name, profile, listener);
      }
      listener.say(`The rehearsal "${name}" comes up.`);
      if (fitted.length > 0) {
        listener.say(
          `With --nodes ${nodes} there are fewer nodes than the profile counts: ${fitted.join(', ')}.`,
        );
      }
      const terms = {name, pace, overrides, ...(nodes && {nodes}), ...(charts && {charts})};
      const record = await bringUp(terms, profile, listener, signal);
      kubeconfig = record.kubeconfig;
      listener.say(`Its API server answers at ${record.server}, with ${record.nodes} simulated nodes.`);
      const session = await openCluster({kubeconfig});
      try {
        const catalogue = catalogueOfJob(job);
        const plan = makePlan(catalogue, profile, record.pace);
        await inject(session.client, job.injections ?? [], listener, kubeconfig);
        const exitCode = await deliver(
          {...hands, signal, session, catalogue, profile, plan, charts, isKept: keep, onFailure},
          listener,
        );
        isDrivenByAnother = exitCode === exitCodes.driven;
        return exitCode;
      } finally {
        await session.close();
      }
    } catch (error) {
      isDrivenByAnother ||= error instanceof GenestackError && error.exitCode === exitCodes.driven;
      throw error;
    } finally {
      if (isDrivenByAnother) {
        listener.say(`The rehearsal "${name}" is left to whoever installs on it; take another --name.`);
      } else if (keep && kubeconfig !== undefined) {
        listener.say(`The rehearsal stays up: kubectl --kubeconfig ${kubeconfig} get pods -A`);
      } else {
        await takeDown(name, listener);
      }
    }
  };
