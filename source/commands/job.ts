import {createHash} from 'node:crypto';
import path from 'node:path';
import {z} from 'zod';
import type {Subject} from '../attachment/protocol.js';
import {readCatalogue} from '../catalogue/read.js';
import type {Catalogue} from '../catalogue/schema.js';
import {type OnFailure, onFailures} from '../engine/run.js';
import {dataKinds} from '../plan/data-kinds.js';
import {makePlan} from '../plan/make-plan.js';
import {type Plan, planSchema} from '../plan/plan.js';
import type {LoadedProfile} from '../profile/read.js';
import {profileSchema} from '../profile/schema.js';
import {rehearsalFolder} from '../rehearsal/folders.js';
import {injectionSchema} from '../rehearsal/injections.js';
import {overridesFolder, placed} from './catalogue.js';
import {kubeconfigFile, realPath, shownPath} from './paths.js';
import {removalOf} from './rehearsal.js';
import {savedPlanSchema} from './saved-plan.js';

const choices = {
  profile: profileSchema,
  /** The file it was read from or written to. */
  profileFile: z.string(),
  /** Folder of overrides; absolute, as every path here. */
  overrides: z.string().optional(),
  /** Folder of charts as .tgz. */
  charts: z.string().optional(),
  onFailure: z.enum(onFailures).optional(),
};

/** What an engine is started to do; it holds choices and no secret. */
export const jobSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('deliver'),
    ...choices,
    /** What is done: it was shown, and agreed to. */
    plan: planSchema,
    /** The saved plan that it must still be. */
    saved: savedPlanSchema.optional(),
    /** Sets right what other hands changed. */
    correct: z.boolean().optional(),
    /** Kinds of data that a removal takes along. */
    purge: z.array(z.enum(dataKinds)).optional(),
    /** What the record in the cluster says of it; null where nothing is left to be told of. */
    recorded: z.strictObject({profile: profileSchema, plan: planSchema}).nullable().optional(),
    kubeconfig: z.string().optional(),
    context: z.string(),
    /** UID of the cluster's kube-system. */
    cluster: z.string(),
    /** The rehearsal that the cluster is, if it is one. */
    rehearsal: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('rehearse'),
    ...choices,
    name: z.string(),
    nodes: z.number().optional(),
    pace: z.number(),
    keep: z.boolean(),
    /** One of that name that was made for other nodes or networks is taken down first. */
    replaces: z.boolean(),
    /** What it is made to fail by. */
    injections: z.array(injectionSchema).optional(),
  }),
]);
export type Job = z.output<typeof jobSchema>;
export type DeliverJob = Extract<Job, {kind: 'deliver'}>;
export type RehearseJob = Extract<Job, {kind: 'rehearse'}>;

/** What an engine reads from its standard input. */
export const orderSchema = z.strictObject({
  run: z.string(),
  /** Where it listens. */
  socket: z.string(),
  /** A sentence that everybody has to know who looks on. */
  warning: z.string().nullable(),
  job: jobSchema,
});
export type Order = z.output<typeof orderSchema>;

/** What of a profile that was read goes into a job. */
export const chosenBy = (
  loaded: Pick<LoadedProfile, 'profile' | 'file'>,
  charts: string | undefined,
  onFailure?: OnFailure | undefined,
): Pick<Job, keyof typeof choices> => ({
  profile: placed(loaded),
  profileFile: path.resolve(loaded.file),
  overrides: overridesFolder(loaded),
  charts: charts && path.resolve(charts),
  onFailure,
});

/** Equal where the same is wanted of a cluster: the profile, what it is filled with, and what is done. */
export const digestOf = (job: Job): string => {
  const {profile, overrides = null, charts = null} = job;
  const steps = planOf(job).steps.map(({id}) => id);
  const {correct = false, purge = []} = job.kind === 'deliver' ? job : {};
  const {injections = []} = job.kind === 'rehearse' ? job : {};
  return createHash('sha256')
    .update(JSON.stringify([profile, overrides, charts, steps, correct, purge, injections]))
    .digest('hex');
};

/** Of the pace that is asked for. */
const planOf = (job: Job): Plan =>
  job.kind === 'deliver' ? job.plan : makePlan(catalogueOfJob(job), job.profile, job.pace);

/** The catalogue that a job is done with. */
export const catalogueOfJob = ({overrides}: Job): Catalogue => readCatalogue(undefined, overrides);

/** The folder of the rehearsal that it brings up or installs on. */
export const rehearsalOf = (job: Job): string | undefined => {
  const name = job.kind === 'rehearse' ? job.name : job.rehearsal;
  return name === undefined ? undefined : rehearsalFolder(process.env, name);
};

/** What screens have to know of it before its first step. */
export const subjectOf = (job: Job): Subject => {
  const isRehearsal = job.kind === 'rehearse';
  const removes = isRehearsal ? (job.keep ? job.name : undefined) : job.rehearsal;
  return {
    type: 'subject',
    plan: planOf(job),
    place: isRehearsal ? 'rehearsal' : job.context,
    files: {
      profile: shownPath(realPath(job.profileFile)),
      kubeconfig: isRehearsal ? null : shownPath(kubeconfigFile(job.kubeconfig)),
    },
    isKept: !isRehearsal || job.keep,
    removal: removes === undefined ? null : removalOf(removes),
    overrides: job.overrides ?? null,
  };
};
