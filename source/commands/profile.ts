import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {componentWarnings} from '../plan/warnings.js';
import {choiceWarnings} from '../profile/choice-warnings.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile, readProfile} from '../profile/read.js';
import {showProfile} from '../profile/show.js';
import {catalogueOf} from './catalogue.js';
import {hasScreens, type Output, printResult, type Streams} from './streams.js';
import {warningLines} from './warnings.js';

export interface ProfileOptions {
  readonly target: string;
  readonly output: Output;
}

/** Reads a profile and plans it, so that what cannot be delivered is said too. */
export const profileCheck = async ({target, output}: ProfileOptions, streams: Streams): Promise<ExitCode> => {
  const file = locateProfile(target);
  const loaded = loadProfile(file);
  const {profile, ask} = loaded;
  const plan = makePlan(catalogueOf(loaded), profile);
  const components = plan.components.filter(component => component.enabled).length;
  if (output === 'json') {
    const warnings = [...choiceWarnings(profile), ...componentWarnings(plan)];
    printResult(streams, {type: 'profile', file, edition: profile.edition, components, ask, warnings});
  } else {
    streams.stdout.write(
      ask.length === 0
        ? `${file} is a whole profile of the ${profile.edition} edition: ${components} components are on.\n`
        : `${file} is a profile of the ${profile.edition} edition that leaves ${ask.join(', ')} to be asked; as it is, ${components} components are on.\n`,
    );
    for (const line of warningLines(plan, profile)) {
      streams.stdout.write(`${line}\n`);
    }
  }
  return exitCodes.done;
};

export const profileShow = async ({target, output}: ProfileOptions, streams: Streams): Promise<ExitCode> => {
  const file = locateProfile(target);
  if (output === 'json') {
    printResult(streams, readProfile(file));
  } else {
    streams.stdout.write(showProfile(file));
  }
  return exitCodes.done;
};

export interface NewProfileOptions {
  /** Where it goes; the wizard suggests one where absent. */
  readonly target?: string;
  readonly ascii?: boolean;
}

/** Asks what a profile holds, and stops when it is written. */
export const profileNew = async ({target, ascii}: NewProfileOptions, streams: Streams): Promise<ExitCode> => {
  if (!hasScreens(streams)) {
    throw new GenestackError(
      'GS-CLI-12',
      'profile new asks on a terminal, and there is none.',
      'Copy a file of profiles/ and change what differs; "genestack profile check" reads it over.',
      exitCodes.usage,
    );
  }
  const {runWizard} = await import('./wizard.js');
  return runWizard({destination: {kind: 'file'}, profileFile: target, ascii}, streams);
};
