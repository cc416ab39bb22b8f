import {readRecord} from '../cluster/record.js';
import {learnedFrom} from '../engine/learned.js';
import type {RunState} from '../engine/state.js';
import type {Learned} from '../plan/learned.js';
import {durationsFile} from '../settings/durations.js';
import type {ClusterSession} from './cluster-session.js';

type Place = Pick<ClusterSession, 'client' | 'uid' | 'rehearsal'>;

/** A rehearsal is another cluster every time, and like all of its pace. */
const placeOf = ({uid, rehearsal}: Place): string =>
  rehearsal === undefined ? uid : `rehearsal ${rehearsal.pace}`;

/** How long steps took here: as this user has seen it, else as the cluster's record says, whoever drove. */
export const learnedOf = async (place: Place): Promise<Learned> => {
  const record = await readRecord(place.client);
  const recorded = Object.values(record?.components ?? {}).map(({steps = {}}) => steps);
  return {...Object.assign({}, ...recorded), ...durationsFile(process.env, () => {}).read(placeOf(place))};
};

/** Keeps what a run has taught. */
export const learn = (place: Place, state: RunState, tell: (sentence: string) => void): void => {
  const learned = learnedFrom(state);
  if (Object.keys(learned).length > 0) {
    durationsFile(process.env, tell).write(placeOf(place), learned);
  }
};
