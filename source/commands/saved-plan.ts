import {closeSync, fsyncSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {z} from 'zod';
import {packageVersion} from '../assets.js';
import type {Comparison} from '../delivery/compare.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {type Plan, planSchema} from '../plan/plan.js';
import type {LoadedProfile} from '../profile/read.js';
import {profileSchema} from '../profile/schema.js';
import type {ClusterSession} from './cluster-session.js';
import {planDigest} from './recording.js';

/** Raised when a program of before could misunderstand a saved plan. */
const version = 1;

export const savedPlanSchema = z.strictObject({
  type: z.literal('saved-plan'),
  version: z.literal(version),
  /** Of the program that saved it. */
  program: z.string(),
  time: z.iso.datetime(),
  cluster: z.strictObject({uid: z.string(), title: z.string()}),
  /** The file that the profile was read from: its folder of overrides is relative to it. */
  profileFile: z.string(),
  profile: profileSchema,
  plan: planSchema,
  /** By component, digests of what was there and of what was wanted. */
  basis: z.record(z.string(), z.string()),
});
export type SavedPlan = z.output<typeof savedPlanSchema>;

export interface Savable extends Pick<SavedPlan, 'profile' | 'profileFile' | 'plan'> {
  readonly session: ClusterSession;
  readonly basis: Comparison['basis'];
  /** ISO 8601. */
  readonly time: string;
}

/**
 * Writes a plan that can be applied later, mode 0600; it holds choices and digests, and no secret.
 * @throws GenestackError GS-PLAN-10 (exit 3) where the file is there already or cannot be written.
 */
export const savePlan = (file: string, {session, ...rest}: Savable): void => {
  const saved: SavedPlan = {
    type: 'saved-plan',
    version,
    program: packageVersion(),
    cluster: {uid: session.uid, title: session.title},
    ...rest,
    basis: {...rest.basis},
  };
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeFileSync(descriptor, `${JSON.stringify(saved)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new GenestackError(
      'GS-PLAN-10',
      `The plan was to be saved in ${file} and could not be: ${messageOf(error)}.`,
      'Name a file that is not there yet, in a folder that may be written to.',
      exitCodes.precondition,
    );
  }
};

/**
 * Reads a saved plan.
 * @throws GenestackError GS-PLAN-11 (exit 2) where the file is none, GS-PLAN-12 (exit 3) where another version of the program
 * saved it.
 */
export const readSavedPlan = (file: string): SavedPlan => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw notOne(file, messageOf(error));
  }
  const by = z.looseObject({type: z.literal('saved-plan'), program: z.string()}).safeParse(value);
  if (by.success && by.data.program !== packageVersion()) {
    throw new GenestackError(
      'GS-PLAN-12',
      `${file} was saved by genestack ${by.data.program}, and this is ${packageVersion()}: it may install other versions.`,
      'Save the plan again with "genestack plan --save", look at it, and apply that.',
      exitCodes.precondition,
    );
  }
  const parsed = savedPlanSchema.safeParse(value);
  if (!parsed.success) {
    throw notOne(file, 'it is no plan that "genestack plan --save" wrote');
  }
  return parsed.data;
};

/** The profile of a saved plan, as if it had been read from its file. */
export const loadedFrom = ({profile, profileFile}: SavedPlan): LoadedProfile => ({
  profile,
  file: profileFile,
  isGiven: () => true,
  ask: [],
  given: [],
});

const notOne = (file: string, why: string): GenestackError =>
  new GenestackError(
    'GS-PLAN-11',
    `The saved plan ${file} was read and cannot be taken: ${why}.`,
    'Save one with "genestack plan --kubeconfig … --save FILE".',
    exitCodes.usage,
  );

/** What refuses to go on where it is not the saved plan that would be applied. */
export const agreedBy =
  (saved: SavedPlan, {uid, title}: Pick<ClusterSession, 'uid' | 'title'>, plan: Plan) =>
  ({basis}: Comparison): void =>
    mustBeAsSaved(saved, {uid, title, plan, basis});

/**
 * Whether what was planned would still be planned.
 * @throws GenestackError GS-PLAN-13 (exit 3) where it is another cluster, GS-PLAN-14 (exit 3) where it or what would be installed has
 * changed since.
 */
export const mustBeAsSaved = (
  saved: SavedPlan,
  now: {
    readonly uid: string;
    readonly title: string;
    readonly plan: Plan;
    readonly basis: Comparison['basis'];
  },
): void => {
  if (now.uid !== saved.cluster.uid) {
    throw new GenestackError(
      'GS-PLAN-13',
      `The plan was saved for ${saved.cluster.title}, and ${now.title} is another cluster.`,
      'Name the cluster that it was made for, or save a plan for this one.',
    );
  }
  const names = new Set([...Object.keys(saved.basis), ...Object.keys(now.basis)]);
  const moved = [...names].filter(name => saved.basis[name] !== now.basis[name]);
  if (moved.length > 0 || planDigest(saved.plan) !== planDigest(now.plan)) {
    throw new GenestackError(
      'GS-PLAN-14',
      `The plan was saved ${saved.time.slice(0, 19).replace('T', ' ')} UTC, and since then ${moved.length > 0 ? moved.join(', ') : 'the catalogue'} changed: it is not what would be applied now.`,
      'Save the plan again with "genestack plan --save", look at what differs, and apply that.',
    );
  }
};
