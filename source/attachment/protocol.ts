import {z} from 'zod';
import type {Intention} from '../engine/intentions.js';
import {errorSchema, eventSchema, planSchema, receiptSchema} from '../report/schemas.js';

/** Raised when an engine and a screen of before could misunderstand each other. */
export const protocolVersion = 2;

/** Bytes of one line: of a screen there are only short ones, of an engine the plan is the longest. */
export const [longestOfScreen, longestOfEngine] = [16 * 1024, 16 * 1024 * 1024];

const time = z.iso.datetime();
const pid = z.int().positive();
const exitCode = z.literal([0, 1, 2, 3, 4, 10, 130]);
const error = errorSchema.extend({exitCode});
const component = z.string().max(200);

/** What an engine says of itself to whoever asks; of one that is newer what is not known here is left out. */
export const helloSchema = z.object({
  type: z.literal('hello'),
  protocol: z.int().positive(),
  /** Its version. */
  program: z.string(),
  run: z.string(),
  pid,
  /** Clock ticks after boot: with the pid it names one process for good. */
  startTime: z.string(),
  startedAt: z.string(),
  /** As the Lease names it. */
  machine: z.string(),
  /** UID of kube-system, as soon as it is known. */
  cluster: z.string().nullable(),
  /** Folder of the rehearsal that it brings up or installs on. */
  rehearsal: z.string().nullable(),
  /** Equal where the same is wanted. */
  choices: z.string(),
  /** What a logout does to it; absent where it does no harm. */
  logout: z.string().optional(),
});
export type Hello = z.output<typeof helloSchema>;

/** A screen or a reader of lines, as it names itself. */
const watcherSchema = z.object({
  pid,
  /** `pts/3`; empty where there is none. */
  tty: z.string().regex(/^[\w/.-]{0,64}$/),
});
export type Watcher = z.output<typeof watcherSchema>;

/** What a screen has to know of a run before its first step. */
export const subjectSchema = z.strictObject({
  type: z.literal('subject'),
  /** Of the pace that is asked for; what runs may have another. */
  plan: planSchema,
  /** The context's name, or `rehearsal`. */
  place: z.string(),
  files: z.strictObject({profile: z.string(), kubeconfig: z.string().nullable()}),
  isKept: z.boolean(),
  /** The command that removes a rehearsal that stays; null where it does not, or is none. */
  removal: z.string().nullable(),
  /** Folder of overrides of the profile. */
  overrides: z.string().nullable(),
});
export type Subject = z.output<typeof subjectSchema>;

const file = z.union([z.strictObject({markdown: z.string(), json: z.string()}), z.strictObject({error})]);

/** What happens, as a Listener is told it; the same to everybody, in order. */
export const toldSchema = z.discriminatedUnion('type', [
  subjectSchema,
  z.strictObject({type: z.literal('say'), sentence: z.string()}),
  z.strictObject({
    type: z.literal('building'),
    progress: z.strictObject({
      phase: z.enum(['downloading', 'compiling', 'linking']),
      done: z.number(),
      total: z.number().optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('begins'),
    cluster: z.strictObject({uid: z.string(), title: z.string(), simulatedNodes: z.int().nonnegative()}),
    /** How the cluster is reached; null is what the kubeconfig says by itself. */
    access: z.strictObject({kubeconfig: z.string().nullable(), context: z.string().nullable()}),
    plan: planSchema,
    standIns: z.array(z.string()),
  }),
  z.strictObject({type: z.literal('event'), event: eventSchema}),
  z.strictObject({type: z.literal('tool-line'), time, component: z.string(), line: z.string()}),
  z.strictObject({type: z.literal('trouble'), error}),
  z.strictObject({type: z.literal('ends'), receipt: receiptSchema, file}),
  /** The last: everything is put away. */
  z.strictObject({type: z.literal('over'), exitCode, error: error.nullable()}),
]);
export type Told = z.output<typeof toldSchema>;

const wheelSchema = z.strictObject({
  type: z.literal('wheel'),
  isOurs: z.boolean(),
  holder: watcherSchema.nullable(),
  /** Whoever is attached beside the one who is told. */
  others: z.int().nonnegative(),
});
export type WheelNews = Omit<z.output<typeof wheelSchema>, 'type'>;

/** One line of an engine. */
export const engineMessageSchema = z.discriminatedUnion('type', [
  helloSchema,
  /** Numbers rise; what a later one makes superfluous may be left out. */
  z.strictObject({type: z.literal('told'), number: z.int().positive(), told: toldSchema}),
  /** Everything before was the snapshot. */
  z.strictObject({type: z.literal('live')}),
  wheelSchema,
  /** The connection ends with it. */
  z.strictObject({type: z.literal('refused'), sentence: z.string()}),
]);
export type EngineMessage = z.output<typeof engineMessageSchema>;

export const intentionSchema = z.discriminatedUnion('type', [
  z.strictObject({type: z.literal('retry'), component}),
  z.strictObject({type: z.literal('skip'), component}),
  z.strictObject({type: z.literal('pause')}),
  z.strictObject({type: z.literal('resume')}),
  z.strictObject({type: z.literal('stop')}),
  z.strictObject({type: z.literal('abort')}),
  z.strictObject({type: z.literal('lengthen'), component}),
  z.strictObject({type: z.literal('attend')}),
  z.strictObject({type: z.literal('leave')}),
]) satisfies z.ZodType<Intention>;

/** One line of a screen; the first is `attach` or `look`, and of a newer one what is not known here is left out of it. */
export const screenMessageSchema = z.discriminatedUnion('type', [
  /** Wants the hello and nothing more. */
  z.object({type: z.literal('look'), protocol: z.int().positive()}),
  z.object({type: z.literal('attach'), protocol: z.int().positive(), watcher: watcherSchema}),
  z.strictObject({type: z.literal('wheel'), want: z.enum(['take', 'give'])}),
  z.strictObject({type: z.literal('intend'), intention: intentionSchema}),
]);
export type ScreenMessage = z.output<typeof screenMessageSchema>;
