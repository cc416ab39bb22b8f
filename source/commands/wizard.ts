import {readCatalogue} from '../catalogue/read.js';
import type {OnFailure} from '../engine/run.js';
import type {ExitCode} from '../errors.js';
import type {LoadedProfile} from '../profile/read.js';
import type {Destination} from '../ui/ports.js';
import {openWizard} from '../ui/wizard/open-wizard.js';
import type {Elsewhere} from '../ui/wizard/wizard-state.js';
import {catalogueOf, placed} from './catalogue.js';
import type {ClusterOptions} from './cluster-session.js';
import {shownPath} from './paths.js';
import {type RehearsalTerms, usualRehearsal} from './rehearsal.js';
import {showScreens} from './screens.js';
import {type Streams, say} from './streams.js';
import {realWorld} from './world.js';

export interface WizardOptions {
  readonly cluster?: ClusterOptions;
  readonly rehearsal?: Partial<RehearsalTerms> & {readonly keep?: boolean};
  readonly charts?: string | undefined;
  readonly onFailure?: OnFailure | undefined;
  /** Where it goes, when that is known. */
  readonly destination?: Destination;
  /** A profile that leaves sections to be asked: only those are. */
  readonly given?: LoadedProfile;
  readonly profileFile?: string | undefined;
  readonly ascii?: boolean | undefined;
}

/** Asks on screens, writes the profile, and does what was asked for. */
export const runWizard = async (options: WizardOptions, streams: Streams): Promise<ExitCode> => {
  const {cluster = {}, charts, onFailure, destination, ascii} = options;
  const given = options.given && {...options.given, profile: placed(options.given)};
  const catalogue = given ? catalogueOf(given) : readCatalogue();
  const rehearsal = {
    ...usualRehearsal,
    keep: true,
    ...options.rehearsal,
    overrides: given?.profile.overrides,
    ...(charts !== undefined && {charts}),
  };
  const {world, run, close} = realWorld(
    {
      ...{catalogue, cluster, rehearsal, charts, onFailure},
      profileFile: options.profileFile ?? './genestack.yaml',
    },
    sentence => say(streams, sentence),
  );
  const wizard = openWizard({
    catalogue,
    contexts: world.contexts(),
    servers: world.servers.progress(),
    draft: given === undefined && destination === undefined ? world.drafts.read() : null,
    remembered: world.remembered.read(),
    profileFile: shownPath(world.profiles.suggest()),
    destination,
    given: given && {profile: given.profile, paths: given.given, ask: given.ask},
  });
  const goOn = async (elsewhere: Elsewhere): Promise<ExitCode> => {
    const {kind, context} = elsewhere;
    const there = {...cluster, context, ascii: ascii ?? false};
    return kind === 'monitor'
      ? (await import('./monitor.js')).monitor(there, streams)
      : (await import('./remove.js')).remove({...there, targets: elsewhere.targets}, streams);
  };
  return showScreens({world, start: {wizard}, run, close, ascii, goOn}, streams);
};
