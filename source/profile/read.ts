import {closeSync, openSync, readSync} from 'node:fs';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {poolRange} from './address-range.js';
import {type AskSection, findingsBeside, mustBeWhole} from './ask.js';
import {checkProfile} from './checks.js';
import {complete, isPlain, leavesOf, merge} from './complete.js';
import {findingsOf} from './findings.js';
import {mostBytes, type Parsed, parseProfile} from './parse.js';
import {type Finding, type Path, type Problem, ProfileError} from './problem.js';
import {type Profile, profileFileSchema} from './schema.js';
import {findSecrets} from './secret-keys.js';

/** A profile with its defaults filled in, and what of it the file itself says. */
export interface LoadedProfile {
  readonly file: string;
  readonly profile: Profile;
  /** Whether the file says it, rather than the edition's defaults. */
  isGiven(path: Path): boolean;
  /** Paths of the values that the file says, `network.podCIDR`; a list is one value. */
  readonly given: readonly string[];
  /** What it leaves to be asked; the profile holds defaults there, or what the file says in spite of it. */
  readonly ask: readonly AskSection[];
}

export interface ReadOptions {
  /** Names that `components` may use; any where absent, since the plan judges them too. */
  readonly componentNames?: readonly string[];
  /** What holds where the file says nothing, before the defaults of its edition do. */
  readonly beneath?: object | undefined;
}

/**
 * Reads a profile and fills the defaults of its edition in.
 * @throws ProfileError GS-PRO-01 (something is wrong; every problem with line and column), GS-PRO-02 (a secret is in it);
 * GenestackError GS-PRO-04 (the file cannot be read). Exit code 2.
 */
export const readProfile = (file: string, options: ReadOptions = {}): Profile =>
  loadProfile(file, options).profile;

/**
 * As `readProfile`, where nobody can be asked.
 * @throws what `readProfile` throws; GenestackError GS-PRO-06 (exit 2) where it leaves something to be asked.
 */
export const readWholeProfile = (file: string, options: ReadOptions = {}): Profile => {
  const loaded = loadProfile(file, options);
  mustBeWhole(loaded);
  return loaded.profile;
};

/** As `readProfile`, and says which of it the file gave. */
export const loadProfile = (file: string, options: ReadOptions = {}): LoadedProfile =>
  profileFrom(readBytes(file), file, options);

/** As `loadProfile`, of bytes that are at hand; `file` is the name that problems are told with. */
export const profileFrom = (bytes: Uint8Array, file: string, options: ReadOptions = {}): LoadedProfile => {
  const parsed = parseProfile(bytes);
  if (!('value' in parsed)) {
    throw invalid(file, parsed);
  }
  const secrets = findSecrets(parsed.keys, parsed.value);
  if (secrets.length > 0) {
    throw new ProfileError(
      'GS-PRO-02',
      file,
      located(parsed, secrets),
      'Take it out, and treat it as known to others if the file was shared. Passwords and keys live in Secrets of the cluster only: Genestack makes those it needs, and of those you make a profile gives the name, in a key such as secretName.',
    );
  }
  if (!isPlain(parsed.value)) {
    const message =
      parsed.value === null || parsed.value === undefined
        ? 'is empty; begin with apiVersion, kind and edition, or copy a file of profiles/'
        : 'is no map of keys; begin with apiVersion, kind and edition';
    throw invalid(file, [{line: 1, column: 1, path: [], message}]);
  }

  const completed = withAskedEdition(complete(merge(options.beneath, parsed.value)));
  const checked = profileFileSchema.safeParse(completed);
  if (!checked.success) {
    throw invalid(file, located(parsed, findingsOf(checked.error.issues, completed)));
  }
  const {ask = [], ...profile} = checked.data;
  const findings = findingsBeside(ask, checkProfile(profile, options.componentNames));
  if (findings.length > 0) {
    throw invalid(file, located(parsed, findings));
  }
  return {
    file,
    profile: tidied(profile),
    isGiven: givenIn(parsed.value),
    given: leavesOf(parsed.value),
    ask: [...new Set(ask)],
  };
};

/** Whoever is asked for the edition begins with Flex. */
const withAskedEdition = (document: unknown): unknown =>
  isPlain(document) &&
  !Object.hasOwn(document, 'edition') &&
  Array.isArray(document.ask) &&
  document.ask.includes('edition')
    ? {...document, edition: 'flex'}
    : document;

const invalid = (file: string, problems: readonly Problem[]): ProfileError =>
  new ProfileError(
    'GS-PRO-01',
    file,
    problems,
    'Mend the lines that are named, then look again with "genestack profile check". The files in profiles/ show every key and what it may be.',
  );

const located = (parsed: Parsed, findings: readonly Finding[]): Problem[] =>
  findings
    .map(finding => ({...finding, ...parsed.positionOf(finding.path)}))
    .sort((a, b) => a.line - b.line || a.column - b.column);

const tidied = (profile: Profile): Profile => {
  const {loadBalancer} = profile.network;
  const whole = {
    ...profile,
    network: {
      ...profile.network,
      loadBalancer: {
        ...loadBalancer,
        external: loadBalancer.external.map(poolRange),
        internal: loadBalancer.internal.map(poolRange),
      },
    },
  };
  // Keys that were written with nothing behind them are not there at all.
  return JSON.parse(JSON.stringify(whole)) as Profile;
};

const givenIn =
  (document: unknown) =>
  (path: Path): boolean => {
    let value = document;
    for (const part of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) {
        return false;
      }
      value = (value as Record<string | number, unknown>)[part];
    }
    return value !== null && value !== undefined;
  };

/** Never more than the limit, so that a device or a huge file cannot fill the memory. */
const readBytes = (file: string): Uint8Array => {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(mostBytes + 1);
      let length = 0;
      for (let count = 1; count > 0 && length < buffer.length; length += count) {
        count = readSync(descriptor, buffer, length, buffer.length - length, null);
      }
      return buffer.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new GenestackError(
      'GS-PRO-04',
      `The profile ${file} was opened and could not be read: ${reasonOf(error)}.`,
      'Give --profile a file that is there and may be read, or the name of a shipped profile such as flex.',
      exitCodes.usage,
      {cause: error},
    );
  }
};

const reasonOf = (error: unknown): string => {
  const code = (error as {code?: string}).code;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'this user may not read it',
    EISDIR: 'it is a folder',
  };
  return (code !== undefined && reasons[code]) || messageOf(error);
};
