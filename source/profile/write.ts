import {readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {packagePath} from '../assets.js';
import {replaceFile} from '../disk.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {locateProfile} from './locate.js';
import {renderProfile} from './render.js';
import type {Profile} from './schema.js';

/**
 * Writes a profile: all of it or nothing, mode 0600. A file that is there keeps its comments; a new one gets those of the
 * shipped profile of its edition.
 * @throws GenestackError GS-PRO-05 where it cannot be written; what stood there is then untouched.
 */
export const writeProfile = (file: string, profile: Profile): void => {
  try {
    const target = existing(file);
    const text = renderProfile(profile, templateFor(target, profile));
    replaceFile(target, withSchema(text, target));
  } catch (error) {
    throw new GenestackError(
      'GS-PRO-05',
      `The profile ${file} was to be written and could not be: ${messageOf(error)}.`,
      'Name a file in a folder that is there, may be written to and has room; what stood in the file is as it was.',
      exitCodes.precondition,
      {cause: error},
    );
  }
};

/** Renaming over a link would put a file in its place, so the file behind it is written. */
const existing = (file: string): string => {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
};

const templateFor = (file: string, profile: Profile): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as {code?: string}).code !== 'ENOENT') {
      throw error;
    }
    return readFileSync(locateProfile(profile.edition), 'utf8');
  }
};

/** Editors look the schema up relative to the file. */
const withSchema = (text: string, file: string): string =>
  text.replace(
    /^(# yaml-language-server: \$schema=).*$/m,
    (_line, start: string) =>
      `${start}${path.relative(path.dirname(file), packagePath('assets/profile.schema.json'))}`,
  );
