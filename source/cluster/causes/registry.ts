import type {KindRef, KubernetesObject} from '../kubernetes-object.js';
import {admissionCauses} from './admission.js';
import {certificateCauses} from './certificates.js';
import {configurationCauses} from './configuration.js';
import {dependencyCauses} from './dependencies.js';
import {endingCauses, podEndCauses} from './endings.js';
import type {Evidence} from './evidence.js';
import {generalCauses} from './general.js';
import {imageCauses} from './images.js';
import {networkingCauses, sandboxCauses} from './networking.js';
import {nodeCauses, podNodeCauses} from './nodes.js';
import {operatorCauses} from './operators.js';
import type {CauseRecord, Found} from './record.js';
import {jobCauses, rolloutCauses} from './rollouts.js';
import {probeCauses, runningCauses} from './running.js';
import {schedulingCauses} from './scheduling.js';
import {claimCauses, mountCauses, volumeCauses} from './volumes.js';

/** All causes in the order in which they are asked, the special before the general. */
export const causes: readonly CauseRecord[] = [
  ...endingCauses,
  ...claimCauses,
  ...schedulingCauses,
  ...podNodeCauses,
  ...configurationCauses,
  ...imageCauses,
  ...runningCauses,
  ...dependencyCauses,
  ...sandboxCauses,
  ...mountCauses,
  ...probeCauses,
  ...podEndCauses,
  ...jobCauses,
  ...admissionCauses,
  ...rolloutCauses,
  ...nodeCauses,
  ...networkingCauses,
  ...certificateCauses,
  ...volumeCauses,
  ...operatorCauses,
  ...generalCauses,
];

const byCode: ReadonlyMap<string, CauseRecord> = new Map(
  causes.toReversed().map(record => [record.code, record]),
);

/** The record of a code; where two kinds of objects share one, the first. */
export const causeByCode = (code: string): CauseRecord | undefined => byCode.get(code);

const keyOf = ({apiVersion, kind}: KindRef): string =>
  `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;

const asked = new Map<string, readonly CauseRecord[]>();

const recordsFor = (object: KindRef): readonly CauseRecord[] => {
  const key = keyOf(object);
  const known = asked.get(key);
  if (known !== undefined) return known;
  const records = causes.filter(({kinds}) => kinds.includes(key) || (kinds.includes('*') && key !== '/Pod'));
  asked.set(key, records);
  return records;
};

/** The first record that is true of an object, with what it found. */
export const recognise = (
  object: KubernetesObject,
  evidence: Evidence,
): {readonly record: CauseRecord; readonly found: Found} | undefined => {
  for (const record of recordsFor(object)) {
    const found = record.recognise(object, evidence);
    if (found !== undefined) return {record, found};
  }
  return undefined;
};
