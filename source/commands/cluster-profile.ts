import {isDeepStrictEqual} from 'node:util';
import {packagePath} from '../assets.js';
import {type ClusterRecord, readRecord} from '../cluster/record.js';
import {exitCodes, GenestackError} from '../errors.js';
import {locateProfile} from '../profile/locate.js';
import {type LoadedProfile, loadProfile, profileFrom} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {writeProfile} from '../profile/write.js';
import {youngerKeys} from '../profile/younger-keys.js';
import type {InstalledFacts} from '../ui/ports.js';
import {placed} from './catalogue.js';
import type {ClusterSession} from './cluster-session.js';
import {realPath, shownPath} from './paths.js';
import {type Streams, say} from './streams.js';

/** What a cluster was installed from. */
export interface ClusterProfile {
  readonly profile: Profile;
  /** Where its relative paths begin. */
  readonly file: string;
  /** Whether the file is there and a person's own: then it follows what is changed. */
  readonly isOwn: boolean;
}

/** Where the wizard writes unless it is told otherwise. */
const usualFile = './genestack.yaml';

/**
 * The profile that a cluster was installed from: the one that is named, else what the cluster's record says.
 * @throws GenestackError GS-CLI-18 (exit 2) where none is known.
 */
export const profileOfCluster = async (
  {client, title}: Pick<ClusterSession, 'client' | 'title'>,
  named: string | undefined,
): Promise<ClusterProfile> => {
  if (named !== undefined) {
    const {profile, file} = loadProfile(locateProfile(named));
    return {profile, file, isOwn: !file.startsWith(packagePath('profiles'))};
  }
  const record = await readRecord(client);
  const file = realPath(usualFile);
  if (record === undefined) {
    throw new GenestackError(
      'GS-CLI-18',
      `The profile that ${title} was installed from is not known: the cluster has no record of one, and none is named.`,
      'Name it: --profile FILE.',
      exitCodes.usage,
    );
  }
  const {profile} = recordedProfile(record);
  const own = profileOfFile(file, profile);
  return {profile: own ?? profile, file, isOwn: own !== undefined};
};

/** What is planned where none is named and the cluster has no record. */
const usualProfile = 'flex';

/** The profile that is named, else what the cluster was installed from, else Flex. */
export const profileToPlan = async (
  session: Pick<ClusterSession, 'client'> | undefined,
  named: string | undefined,
  streams: Streams,
): Promise<LoadedProfile> => {
  const record = named === undefined && session ? await readRecord(session.client) : undefined;
  if (record === undefined) {
    return loadProfile(locateProfile(named ?? usualProfile));
  }
  say(streams, 'Takes the profile that the cluster was installed from; another is named with --profile.');
  const loaded = recordedProfile(record);
  return {...loaded, file: realPath(usualFile)};
};

/** The record as screens know it; null where its profile cannot be taken by this program. */
export const installedFacts = (record: ClusterRecord): InstalledFacts | null => {
  try {
    const {profile} = recordedProfile(record);
    const components = Object.entries(record.components).map(([name, {state}]) => ({name, state}));
    return {profile, time: record.finishedAt ?? record.startedAt, outcome: record.outcome, components};
  } catch {
    return null;
  }
};

const recordedProfile = ({profile}: ClusterRecord): ReturnType<typeof profileFrom> =>
  profileFrom(Buffer.from(profile), 'the record in the cluster', {beneath: youngerKeys});

/** What the usual file says, with its own paths, where that is what the record says. */
const profileOfFile = (file: string, recorded: Profile): Profile | undefined => {
  try {
    const {profile} = loadProfile(file);
    return isDeepStrictEqual(placed({profile, file}), placed({profile: recorded, file}))
      ? profile
      : undefined;
  } catch {
    return undefined;
  }
};

/** Lets the file follow what was changed. */
export const writeBack = ({file, isOwn}: ClusterProfile, profile: Profile, streams: Streams): void => {
  if (isOwn) {
    writeProfile(file, profile);
    say(streams, `The profile follows: ${shownPath(file)}`);
  } else {
    say(streams, 'The record in the cluster holds the changed profile; no file of yours was changed.');
  }
};
