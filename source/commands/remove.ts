import type {Catalogue} from '../catalogue/schema.js';
import {type Belonging, readBelongings} from '../delivery/belongings.js';
import {followersOf} from '../delivery/follows.js';
import {heldComponents} from '../delivery/removals.js';
import {type Going, goingOf, leftovers} from '../delivery/what-goes.js';
import type {OnFailure} from '../engine/run.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {type DataKind, dataKinds} from '../plan/data-kinds.js';
import {makePlan} from '../plan/make-plan.js';
import {goingWith, isRemovable, makeRemoval, neededBy, nodeRolesComponent} from '../plan/make-removal.js';
import type {Profile} from '../profile/schema.js';
import {listed} from '../report/ascii.js';
import {ask, canAsk, isYes} from './asking.js';
import {begin} from './begin.js';
import {catalogueOf} from './catalogue.js';
import {type ClusterProfile, profileOfCluster, writeBack} from './cluster-profile.js';
import {type ClusterOptions, type ClusterSession, openCluster} from './cluster-session.js';
import {deliveryJob} from './delivery-drive.js';
import {namedComponent} from './named-component.js';
import {type OnScreens, type Streams, say} from './streams.js';
import {dataQuestion, fateOf, followersLines, type Survey, survey, surveyLines} from './survey.js';

export interface RemovalOptions extends ClusterOptions, OnScreens {
  readonly profile?: string;
  /** All its data goes with it. */
  readonly purge?: boolean;
  readonly yes?: boolean;
  readonly onFailure?: OnFailure;
}

export interface RemoveOptions extends RemovalOptions {
  /** Components. */
  readonly targets: readonly string[];
}

/**
 * Takes components away and whatever only they needed; their data stays unless its kind is named.
 * @throws GenestackError GS-REM-01 (exit 2) where something that stays needs one of them, GS-REM-02 (exit 2) where nobody can be
 * asked; what planning without them throws.
 */
export const remove = async (options: RemoveOptions, streams: Streams): Promise<ExitCode> => {
  const session = await openCluster(options);
  return closing(session, async () => {
    const loaded = await profileOfCluster(session, options.profile);
    const catalogue = catalogueOf(loaded);
    const {profile} = loaded;
    for (const name of options.targets) {
      mustBeRemovable(catalogue, name);
    }
    const {held, belongings, left} = await heldNow(session, catalogue);
    const enabled = makePlan(catalogue, profile).components.filter(one => one.enabled);
    // What is off in the profile and not taken away yet still needs what it needs.
    mustNotBeNeeded(
      neededBy(catalogue, [...new Set([...enabled.map(({name}) => name), ...held.all])], options.targets),
    );
    const without = withoutComponents(profile, options.targets);
    const wanted = new Set(
      makePlan(catalogue, without)
        .components.filter(one => one.enabled)
        .map(({name}) => name),
    );
    const names = goingWith(catalogue, options.targets, {wanted, held: held.all, left});
    const going = goingOf(names, held.all);
    return takeAway(session, {loaded, catalogue, belongings, going, after: without}, options, streams);
  });
};

/**
 * Takes a whole cloud away, the last that was needed first, data that earlier removals left, and what was given to nodes. Releases
 * that no run of ours made are a person's and stay.
 */
export const teardown = async (options: RemovalOptions, streams: Streams): Promise<ExitCode> => {
  const session = await openCluster(options);
  return closing(session, async () => {
    const loaded = await profileOfCluster(session, options.profile);
    const catalogue = catalogueOf(loaded);
    const {held, belongings, left} = await heldNow(session, catalogue);
    const names = [...held.all, ...left, nodeRolesComponent].filter(name => !held.others.has(name));
    if (held.others.size > 0) {
      say(streams, `Left alone, because no run of Genestack installed it: ${listed([...held.others], 12)}.`);
    }
    const going = goingOf(names, held.all);
    return takeAway(session, {loaded, catalogue, belongings, going, after: undefined}, options, streams);
  });
};

/** What the cluster holds of the catalogue, and of which components it has only data left. */
const heldNow = async ({client}: ClusterSession, catalogue: Catalogue) => {
  const held = await heldComponents(client, catalogue);
  const belongings = await readBelongings(client, catalogue);
  return {held, belongings, left: leftovers(catalogue, belongings, held.all)};
};

interface Taking {
  readonly loaded: ClusterProfile;
  readonly catalogue: Catalogue;
  readonly belongings: readonly Belonging[];
  readonly going: Going;
  /** The profile without them; undefined where nothing of it is installed any more. */
  readonly after: Profile | undefined;
}

const takeAway = async (
  session: ClusterSession,
  {loaded, catalogue, belongings, going, after}: Taking,
  options: RemovalOptions,
  streams: Streams,
): Promise<ExitCode> => {
  const {profile} = loaded;
  const names = [...going.going];
  const found = survey(catalogue, belongings, going);
  const followers = (after === undefined ? [] : followersOf(catalogue, profile, after)).filter(
    name => going.staying.has(name) || name === nodeRolesComponent,
  );
  const all = new Set<DataKind>(options.purge ? dataKinds : []);
  for (const line of [...surveyLines(found, all), ...followersLines(followers)]) {
    say(streams, line);
  }
  const purge = await agreedPurge(session, found, names, options);
  if (purge === undefined) {
    say(streams, 'Nothing was changed.');
    return exitCodes.interrupted;
  }
  const plan = makeRemoval(catalogue, profile, names, session.rehearsal?.pace);
  const recorded = after === undefined ? null : {profile: after, plan: makePlan(catalogue, after)};
  const {output, ascii, onFailure} = options;
  const job = deliveryJob(session, {loaded, plan, purge: [...purge], recorded, onFailure});
  const exitCode = await begin(job, {output, ascii}, streams);
  if (exitCode === exitCodes.done && after !== undefined) {
    writeBack(loaded, after, streams);
    for (const line of followersLines(followers)) {
      say(streams, line);
    }
  }
  return exitCode;
};

/** Which data goes; undefined where the answer was no. */
const agreedPurge = async (
  session: ClusterSession,
  {data}: Survey,
  names: readonly string[],
  {purge = false, yes = false}: RemovalOptions,
): Promise<ReadonlySet<DataKind> | undefined> => {
  if (yes || (session.rehearsal !== undefined && !canAsk())) {
    return new Set(purge ? dataKinds : []);
  }
  if (!canAsk()) {
    throw new GenestackError(
      'GS-REM-02',
      `${listed(names)} would be taken from ${session.title}, and there is no terminal to ask on.`,
      'Add --yes where nobody is to be asked: data stays then, and goes with --purge.',
      exitCodes.usage,
    );
  }
  const named = new Set<DataKind>(purge ? dataKinds : []);
  for (const [kind, objects] of purge ? [] : data) {
    if ((await ask(dataQuestion(kind, objects))) === kind) {
      named.add(kind);
    }
  }
  const question = `Take ${listed(names)} from ${session.title}, ${fateOf([...data.keys()], named)}? [y/N] `;
  return isYes(await ask(question)) ? named : undefined;
};

const closing = async (session: ClusterSession, work: () => Promise<ExitCode>): Promise<ExitCode> => {
  try {
    return await work();
  } finally {
    await session.close();
  }
};

const mustBeRemovable = (catalogue: Catalogue, name: string): void => {
  const component = namedComponent(catalogue, name);
  if (!isRemovable(component) || component.name === nodeRolesComponent) {
    const {delivery} = component;
    throw new GenestackError(
      'GS-REM-03',
      `${name} was to be removed, and ${delivery.kind === 'deliveredBy' ? `it comes with ${delivery.component}` : 'it is only checked, not delivered'}.`,
      delivery.kind === 'deliveredBy'
        ? `Remove ${delivery.component}, or turn ${name} off in its values.`
        : 'Take it away with the tool that brought it.',
      exitCodes.usage,
    );
  }
};

const mustNotBeNeeded = (needers: ReadonlyMap<string, readonly string[]>): void => {
  if (needers.size > 0) {
    const [[first, names] = ['', []]] = needers;
    throw new GenestackError(
      'GS-REM-01',
      `${[...needers].map(([name, others]) => `${name} is needed by ${listed(others, 12)}`).join('; ')}.`,
      `Remove ${names.length === 1 ? names[0] : 'those'} first, or together: genestack remove ${[first, ...names].join(' ')}.`,
      exitCodes.usage,
    );
  }
};

/** Off by name: what the edition requires stays required, and planning says so. */
export const withoutComponents = (profile: Profile, names: readonly string[]): Profile => ({
  ...profile,
  components: {...profile.components, ...Object.fromEntries(names.map(name => [name, false]))},
});
