import {readdirSync} from 'node:fs';
import path from 'node:path';
import {packagePath} from '../assets.js';
import {exitCodes, GenestackError} from '../errors.js';
import {didYouMean} from './did-you-mean.js';
import {quoted} from './problem.js';

const ending = '.yaml';

/** Names of the profiles that the package ships: the folder is the registry. */
export const shippedProfiles = (folder = packagePath('profiles')): string[] =>
  readdirSync(folder)
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort();

/**
 * `--profile NAME|FILE` → path of a file: with `/` or ending in `.yaml` it is a file (that may not be there), else a shipped one.
 * @throws GenestackError GS-PRO-03 where no shipped profile has the name.
 */
export const locateProfile = (nameOrFile: string, folder = packagePath('profiles')): string => {
  if (nameOrFile.includes('/') || nameOrFile.includes(path.sep) || nameOrFile.endsWith(ending)) {
    return nameOrFile;
  }
  const names = shippedProfiles(folder);
  if (names.includes(nameOrFile)) {
    return path.join(folder, `${nameOrFile}${ending}`);
  }
  const near = didYouMean(nameOrFile, names);
  throw new GenestackError(
    'GS-PRO-03',
    `A shipped profile called ${quoted(nameOrFile)} was looked for, and there is none${near === undefined ? '' : `; did you mean ${near}?`}`,
    `Take one of ${names.join(', ')}, or name a file with a / in it or with the ending .yaml.`,
    exitCodes.usage,
  );
};
