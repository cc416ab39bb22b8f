import path from 'node:path';
import {readCatalogue} from '../catalogue/read.js';
import type {Catalogue} from '../catalogue/schema.js';
import type {LoadedProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';

/** The folder of overrides that a profile names, which is relative to its file. */
export const overridesFolder = ({
  profile,
  file,
}: Pick<LoadedProfile, 'profile' | 'file'>): string | undefined =>
  profile.overrides === undefined ? undefined : path.resolve(path.dirname(file), profile.overrides);

/** The profile as it is kept in another place than its file, from where a relative path would lead elsewhere. */
export const placed = (loaded: Pick<LoadedProfile, 'profile' | 'file'>): Profile => {
  const overrides = overridesFolder(loaded);
  return overrides === undefined ? loaded.profile : {...loaded.profile, overrides};
};

/**
 * What is shipped, with what the profile's overrides change and add.
 * @throws GenestackError as `readCatalogue` does.
 */
export const catalogueOf = (loaded: Pick<LoadedProfile, 'profile' | 'file'>): Catalogue =>
  readCatalogue(undefined, overridesFolder(loaded));
