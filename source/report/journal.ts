import {z} from 'zod';
import {initialState, type RunState, reduce} from '../engine/state.js';
import {exitCodes, GenestackError} from '../errors.js';
import {errorSchema, eventSchema, planSchema, receiptSchema} from './schemas.js';

/** Raised when a reader of before could misunderstand a journal. */
export const journalVersion = 2;

const time = z.iso.datetime();

/** What a terminal would obey: nothing of it is ever written, but a file may have been changed since. */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(obeyed, '') : value;

export const beginningSchema = z.strictObject({
  type: z.literal('begins'),
  time,
  version: z.int().positive(),
  /** It names folders: it is never a path. */
  run: z.string().regex(/^\w[\w-]{0,62}$/),
  /** Of the program that wrote it. */
  program: z.string(),
  pid: z.int().positive(),
  /** Clock ticks after boot: with pid and boot it names one process for good. */
  startTime: z.string(),
  bootId: z.string(),
  cluster: z.strictObject({
    /** UID of kube-system: contexts are renamed, this is not. */
    uid: z.string(),
    title: z.string(),
    simulatedNodes: z.int().nonnegative(),
  }),
  plan: planSchema,
  standIns: z.array(z.string()),
});

/** One line of a run's journal.jsonl. */
export const journalRecordSchema = z.discriminatedUnion('type', [
  beginningSchema,
  /** Written and synced before a step touches anything. */
  z.strictObject({type: z.literal('act'), time, step: z.string()}),
  /** A helm that works on a release: written and synced before it is started, and again when it has a pid. */
  z.strictObject({
    type: z.literal('helm'),
    time,
    component: z.string(),
    namespace: z.string(),
    release: z.string(),
    /** The one that it is to make, or to take away. */
    revision: z.int().positive(),
    /** With its start time, in clock ticks after boot; null before it is started. */
    pid: z.int().positive().nullable(),
    startTime: z.string().nullable(),
  }),
  z.strictObject({type: z.literal('event'), event: eventSchema}),
  z.strictObject({type: z.literal('tool-line'), time, component: z.string(), line: z.string()}),
  z.strictObject({type: z.literal('trouble'), time, error: errorSchema}),
  z.strictObject({type: z.literal('ends'), time, receipt: receiptSchema}),
]);

export type JournalRecord = z.output<typeof journalRecordSchema>;
export type JournalBeginning = z.output<typeof beginningSchema>;

/** A journal that was read. */
export interface Journal {
  readonly beginning: JournalBeginning;
  /** What came after, in order. */
  readonly records: readonly Exclude<JournalRecord, JournalBeginning>[];
}

/**
 * Reads the text of a journal. A line that was not brought to its end, or was overwritten, is left out: power may be lost at any
 * byte, and what is whole still tells.
 * @throws GenestackError GS-RUN-01 (it does not say what began), GS-RUN-02 (a newer program wrote it).
 */
export const parseJournal = (text: string, file: string): Journal => {
  const [first, ...rest] = text.split('\n').flatMap(line => {
    try {
      return line === '' ? [] : [JSON.parse(line, plain) as unknown];
    } catch {
      return [];
    }
  });
  const version = z.looseObject({version: z.number()}).safeParse(first);
  if (version.success && version.data.version > journalVersion) {
    throw new GenestackError(
      'GS-RUN-02',
      `${file} was read, and a newer genestack wrote it (version ${version.data.version}, this one knows ${journalVersion}).`,
      'Take the release of the program that wrote it, or a newer one.',
      exitCodes.precondition,
    );
  }
  const beginning = beginningSchema.safeParse(first);
  if (!beginning.success) {
    throw new GenestackError(
      'GS-RUN-01',
      `${file} was read, and does not say with which plan the run began.`,
      'Nothing can be shown of that run; its receipt, where there is one, lies beside it.',
      exitCodes.precondition,
    );
  }
  const records = rest.flatMap(line => {
    const record = journalRecordSchema.safeParse(line);
    return record.success && record.data.type !== 'begins' ? [record.data] : [];
  });
  return {beginning: beginning.data, records};
};

/** The state that a journal's events lead to. */
export const stateOf = ({beginning, records}: Journal): RunState =>
  records.reduce(
    (state, record) => (record.type === 'event' ? reduce(state, record.event) : state),
    initialState(beginning.plan, beginning.standIns),
  );
