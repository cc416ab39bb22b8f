import type {Catalogue, Component} from '../catalogue/schema.js';
import type {OnFailure} from '../engine/run.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import type {ComponentChange} from '../plan/changes.js';
import {makePlan} from '../plan/make-plan.js';
import {onlyOf} from '../plan/only.js';
import {componentWarnings} from '../plan/warnings.js';
import {profileFrom} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {listed} from '../report/ascii.js';
import {changeLines} from '../report/change-lines.js';
import {ask, canAsk, isYes} from './asking.js';
import {begin} from './begin.js';
import {catalogueOf} from './catalogue.js';
import {profileOfCluster, writeBack} from './cluster-profile.js';
import {type ClusterOptions, type ClusterSession, openCluster} from './cluster-session.js';
import {compared} from './compared.js';
import {deliveryJob} from './delivery-drive.js';
import {namedComponent} from './named-component.js';
import {withoutComponents} from './remove.js';
import {type OnScreens, type Streams, say} from './streams.js';
import {spoken} from './talk.js';

export interface AddOptions extends ClusterOptions, OnScreens {
  readonly profile?: string;
  readonly charts?: string;
  readonly yes?: boolean;
  readonly onFailure?: OnFailure;
  /** Components. */
  readonly targets: readonly string[];
}

/** Sections of the profile that say what a component cannot guess. */
const askedSections: Readonly<Record<string, 'ironic' | 'metal3'>> = {ironic: 'ironic', metal3: 'metal3'};

/**
 * Installs components beside those that are there, with what they need; what is there is left alone, except what the answer changes
 * and is told before.
 * @throws GenestackError GS-ADD-01 (exit 2) where another answer decides on one, GS-ADD-02 (exit 2) where it asks something and nobody
 * can be asked, GS-ADD-03 (exit 2) where it would change a cluster and nobody can be asked; what planning throws.
 */
export const add = async (options: AddOptions, streams: Streams): Promise<ExitCode> => {
  const session = await openCluster(options);
  try {
    const loaded = await profileOfCluster(session, options.profile);
    const catalogue = catalogueOf(loaded);
    for (const name of options.targets) {
      mustBeChosenByName(namedComponent(catalogue, name));
    }
    const after = await answered(withComponents(loaded.profile, options.targets), loaded.profile, options);
    const pace = session.rehearsal?.pace;
    const plan = makePlan(catalogue, after, pace);
    const subject = {catalogue, charts: options.charts, isToBeApplied: true};
    const now = await compared(session, {...subject, profile: after, plan}, spoken(streams));
    const before = profileBefore(catalogue, loaded.profile, options.targets);
    const todo = await consequences(session, now.changes, {...subject, profile: before}, pace);
    for (const line of changeLines(todo)) {
      say(streams, line);
    }
    const coming = onlyOf(plan, new Set([...todo.map(({component}) => component), ...options.targets]));
    for (const line of session.rehearsal === undefined ? componentWarnings(coming) : []) {
      say(streams, line);
    }
    if (todo.length > 0 && !(await isAgreed(session, options))) {
      say(streams, 'Nothing was changed.');
      return exitCodes.interrupted;
    }
    const names = withCarried(
      catalogue,
      new Set([...todo.map(({component}) => component), ...options.targets]),
    );
    const part = onlyOf(plan, names);
    const job = deliveryJob(session, {
      loaded: {profile: after, file: loaded.file},
      plan: part,
      charts: options.charts,
      onFailure: options.onFailure,
      recorded: {profile: after, plan},
    });
    const exitCode = await begin(job, {output: options.output, ascii: options.ascii}, streams);
    if (exitCode === exitCodes.done) {
      writeBack(loaded, after, streams);
    }
    return exitCode;
  } finally {
    await session.close();
  }
};

const withComponents = (profile: Profile, names: readonly string[]): Profile => ({
  ...profile,
  components: {...profile.components, ...Object.fromEntries(names.map(name => [name, true]))},
});

const mustBeChosenByName = ({name, when, delivery}: Component): void => {
  if (when !== undefined) {
    throw new GenestackError(
      'GS-ADD-01',
      `${name} was to be added, and it is on or off by ${listed(Object.keys(when))} of the profile.`,
      'Change that in the profile, see with "genestack plan" what follows, and install.',
      exitCodes.usage,
    );
  }
  if (delivery.kind === 'checked') {
    throw new GenestackError(
      'GS-ADD-01',
      `${name} was to be added, and it is only checked, not delivered.`,
      'Bring it with the tool that made the cluster.',
      exitCodes.usage,
    );
  }
};

/** The profile with what the added components ask; what the profile says already is not asked again. */
const answered = async (
  profile: Profile,
  before: Profile,
  {targets}: Pick<AddOptions, 'targets'>,
): Promise<Profile> => {
  const sections = targets
    .filter(name => before.components[name] !== true)
    .flatMap(name => askedSections[name] ?? []);
  let result = profile;
  for (const section of new Set(sections)) {
    const keys = Object.entries(profile[section]).filter(([, value]) => typeof value === 'string');
    if (!canAsk()) {
      throw new GenestackError(
        'GS-ADD-02',
        `${section} asks for ${listed(
          keys.map(([key]) => `${section}.${key}`),
          9,
        )}, and there is no terminal to ask on.`,
        `Say them in the profile, with ${section}: true under components, and install that.`,
        exitCodes.usage,
      );
    }
    const answers: Record<string, string> = {};
    for (const [key, value] of keys) {
      answers[key] = (await ask(`${section}.${key} [${String(value)}]: `)) || String(value);
    }
    result = {...result, [section]: {...result[section], ...answers}};
  }
  return sections.length === 0
    ? result
    : profileFrom(Buffer.from(JSON.stringify(result)), 'the answers').profile;
};

/**
 * Without what is added, also where an addition that was cut off has written it into the record already: what that left undone of
 * what they need is to be done because of them.
 */
const profileBefore = (catalogue: Catalogue, profile: Profile, names: readonly string[]): Profile => {
  const without = withoutComponents(profile, names);
  try {
    makePlan(catalogue, without);
    return without;
  } catch (error) {
    if (!(error instanceof GenestackError)) throw error;
    // Something that is on needs them, so that they are no addition.
    return profile;
  }
};

/** What is to do because of the addition, and would not be without it. */
const consequences = async (
  session: ClusterSession,
  changes: readonly ComponentChange[],
  before: Omit<Parameters<typeof compared>[1], 'plan'>,
  pace: number | undefined,
): Promise<readonly ComponentChange[]> => {
  const todo = changes.filter(({action}) => action === 'create' || action === 'change');
  if (todo.every(({action}) => action === 'create')) {
    return todo;
  }
  const plan = makePlan(before.catalogue, before.profile, pace);
  const quiet = {say() {}, building() {}};
  const then = await compared(session, {...before, plan}, quiet);
  const known = new Set(
    then.changes.filter(({action}) => action === 'change').map(({component}) => component),
  );
  return todo.filter(({component}) => !known.has(component));
};

/** With those that come with the release of another. */
const withCarried = ({components}: Catalogue, names: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([
    ...names,
    ...[...components.values()]
      .filter(({delivery}) => delivery.kind === 'deliveredBy' && names.has(delivery.component))
      .map(({name}) => name),
  ]);

const isAgreed = async (session: ClusterSession, {yes = false, targets}: AddOptions): Promise<boolean> => {
  if (yes || (session.rehearsal !== undefined && !canAsk())) {
    return true;
  }
  if (!canAsk()) {
    throw new GenestackError(
      'GS-ADD-03',
      `${listed(targets)} would be added to ${session.title}, and there is no terminal to ask on.`,
      'Add --yes where nobody is to be asked.',
      exitCodes.usage,
    );
  }
  return isYes(await ask(`Do this on ${session.title}? [y/N] `));
};
