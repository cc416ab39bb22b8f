import {isDeepStrictEqual} from 'node:util';
import {stringify} from 'yaml';
import {packageVersion} from '../assets.js';
import type {Client} from '../cluster/client.js';
import {
  type ClusterRecord,
  deleteRecord,
  type RecordedComponent,
  readRecord,
  unwritten,
  writeRecord,
} from '../cluster/record.js';
import {digestOf} from '../delivery/digest.js';
import {learnedFrom} from '../engine/learned.js';
import type {Receipt} from '../engine/receipt.js';
import type {RunState} from '../engine/state.js';
import type {GenestackError} from '../errors.js';
import type {Learned} from '../plan/learned.js';
import {type Plan, parseStepId} from '../plan/plan.js';
import type {Profile} from '../profile/schema.js';
import {asGenestackError} from './streams.js';

export interface Recorded {
  readonly run: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly profile: Profile;
  readonly plan: Plan;
}

export interface Recording {
  /** Writes how it ended, where that differs from what stands there; what kept it from being written is returned. */
  end(receipt: Receipt, state: RunState): Promise<GenestackError | undefined>;
}

/** Seconds for which the API is waited for when all that is left is to write down how it went; the second where somebody wants to leave. */
const usualPatience = {endSeconds: 60, leavingSeconds: 10};

/** Writes into the cluster what is about to be done there, so that another machine can go on; what is there already is not touched. */
export const beginRecord = async (
  client: Client,
  recorded: Recorded,
  signal: AbortSignal,
  patience = usualPatience,
): Promise<Recording> => {
  const found = await readRecord(client, signal);
  const begun = recordOfBeginning(recorded, found);
  if (begun !== undefined) {
    await writeRecord(client, begun, signal);
  }
  return {
    async end(receipt, state) {
      const over = recordOfEnd(recorded, receipt, state, begun ?? found);
      return over && lastWords(signal, patience, end => writeRecord(client, over, end));
    },
  };
};

/** Of a teardown: when everything is gone, the record goes too. */
export const withoutRecord = (client: Pick<Client, 'delete'>, signal: AbortSignal): Recording => ({
  end: async ({outcome}) =>
    outcome === 'succeeded' ? lastWords(signal, usualPatience, end => deleteRecord(client, end)) : undefined,
});

/** Does what is left to do in the cluster, in bounded time; what kept it from being done is returned. */
const lastWords = async (
  leaving: AbortSignal,
  {endSeconds, leavingSeconds}: typeof usualPatience,
  work: (end: AbortSignal) => Promise<void>,
): Promise<GenestackError | undefined> => {
  const end = new AbortController();
  const endIn = (seconds: number): void => {
    setTimeout(
      () => end.abort(unwritten(`the API server did not answer for ${seconds} s`)),
      seconds * 1000,
    ).unref();
  };
  const hurry = (): void => endIn(leavingSeconds);
  endIn(endSeconds);
  if (leaving.aborted) {
    hurry();
  }
  leaving.addEventListener('abort', hurry, {once: true});
  try {
    await work(end.signal);
    return undefined;
  } catch (error) {
    return asGenestackError(error);
  } finally {
    leaving.removeEventListener('abort', hurry);
  }
};

/** Estimates are left out: they follow what was measured, and change nothing in what is done. */
export const planDigest = ({components, steps}: Plan): string =>
  digestOf(
    components.filter(({enabled}) => enabled),
    steps.map(({id, needs}) => ({id, needs})),
  );

/** The record of a run that has begun; undefined where the one that is there says the same. */
export const recordOfBeginning = (
  recorded: Recorded,
  known: ClusterRecord | undefined,
): ClusterRecord | undefined => {
  const now: ClusterRecord = {
    ...wantedOf(recorded),
    outcome: 'unfinished',
    finishedAt: null,
    components: known?.components ?? {},
  };
  const isKnown = known !== undefined && isSame({...known, outcome: 'unfinished'}, now);
  return isKnown ? undefined : now;
};

/** The record of a run that is over; undefined where the one that is there says the same. */
export const recordOfEnd = (
  recorded: Recorded,
  {outcome, components, time}: Receipt,
  state: RunState,
  known: ClusterRecord | undefined,
): ClusterRecord | undefined => {
  const learned = learnedFrom(state);
  const now: ClusterRecord = {
    ...wantedOf(recorded),
    outcome,
    finishedAt: time,
    components: withoutGone({
      ...known?.components,
      ...Object.fromEntries(
        components.map(({name, state: told, version, standIn}) => {
          const {seconds = null, unchanged = false} = state.components[name] ?? {};
          const before = known?.components[name];
          const isThere = told === 'ready' || told === 'verified';
          const component: RecordedComponent = {
            state: told,
            version,
            standIn,
            // What was left alone took no time, and what has failed took another.
            seconds: isThere && !unchanged ? seconds : (before?.seconds ?? null),
            ...stepsOf(name, isThere && !unchanged, learned, before),
          };
          return [name, component];
        }),
      ),
    }),
  };
  return known !== undefined && isSame(known, now) ? undefined : now;
};

const stepsOf = (
  name: string,
  isNew: boolean,
  learned: Learned,
  before: RecordedComponent | undefined,
): Pick<RecordedComponent, 'steps'> => {
  const own = Object.entries(learned).filter(([id]) => parseStepId(id).component === name);
  const steps = isNew ? Object.fromEntries(own) : before?.steps;
  return steps === undefined || Object.keys(steps).length === 0 ? {} : {steps};
};

const withoutGone = (components: ClusterRecord['components']): ClusterRecord['components'] =>
  Object.fromEntries(Object.entries(components).filter(([, {state}]) => state !== 'gone'));

const wantedOf = ({run, startedAt, profile, plan}: Recorded) => ({
  program: packageVersion(),
  run,
  startedAt,
  edition: plan.edition,
  profile: stringify(profile),
  planDigest: planDigest(plan),
});

const isSame = (a: ClusterRecord, b: ClusterRecord): boolean => isDeepStrictEqual(contentOf(a), contentOf(b));

/** When it was told, and by which run, is no difference. */
const contentOf = ({run: _run, startedAt: _startedAt, finishedAt: _finishedAt, ...content}: ClusterRecord) =>
  JSON.parse(JSON.stringify(content)) as unknown;
