import {z} from 'zod';
import {exitCodes, GenestackError} from '../errors.js';
import {ApiError} from './api-error.js';
import type {Client} from './client.js';
import {fieldManager} from './field-manager.js';
import type {KubernetesObject, ObjectRef} from './kubernetes-object.js';
import {sanitiseLine} from './sanitise.js';
import {throughOutage} from './through-outage.js';

/** Raised when a reader of before could misunderstand a record. */
export const recordVersion = 1;

export const recordRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'kube-system',
  name: 'genestack-record',
} as const satisfies ObjectRef;

const recordedComponentSchema = z.looseObject({
  /** A state of the engine; `ready` and `verified` are those that are there. */
  state: z.string(),
  /** Of its chart; null where it has none. */
  version: z.string().nullable(),
  standIn: z.boolean(),
  /** From the begin of its apply until it was ready, of the run that last changed it; null where none was seen to the end. */
  seconds: z.number().nonnegative().nullable(),
  /** The same by step, `keystone/apply`. */
  steps: z.record(z.string(), z.number().nonnegative()).optional(),
});

const recordSchema = z.looseObject({
  /** Of the program that wrote it. */
  program: z.string(),
  /** The run that last changed something. */
  run: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** `unfinished`: begun, and nobody wrote how it ended. */
  outcome: z.enum(['succeeded', 'failed', 'interrupted', 'unfinished']),
  edition: z.string(),
  /** Stands for components, their versions and steps of the plan. */
  planDigest: z.string(),
  components: z.record(z.string(), recordedComponentSchema),
});

/** What Genestack keeps in the cluster of what it did there, without any secret. */
export interface ClusterRecord extends z.output<typeof recordSchema> {
  /** A whole profile as YAML, with every default filled in. */
  readonly profile: string;
}
export type RecordedComponent = z.output<typeof recordedComponentSchema>;

/**
 * @returns undefined where there is none, or nothing that can be read as one.
 * @throws GenestackError GS-K8S-43 (exit 3) where a newer program wrote it.
 */
export const readRecord = async (
  client: Pick<Client, 'read'>,
  signal?: AbortSignal,
): Promise<ClusterRecord | undefined> => {
  const data = (await client.read(recordRef, {signal}))?.data as Record<string, string> | undefined;
  const version = Number(data?.version);
  if (version > recordVersion) {
    throw new GenestackError(
      'GS-K8S-43',
      `The record of this cluster (ConfigMap ${recordRef.namespace}/${recordRef.name}) was read, and a newer genestack wrote it (version ${sanitiseLine(String(data?.version), 20)}, this one knows ${recordVersion}).`,
      'Take the release of the program that wrote it, or a newer one.',
      exitCodes.precondition,
    );
  }
  try {
    const {data: record} = recordSchema.safeParse(JSON.parse(data?.['record.json'] ?? ''));
    return record && {...record, profile: data?.['profile.yaml'] ?? ''};
  } catch {
    return undefined;
  }
};

/**
 * Outages are waited out until the signal.
 * @throws GenestackError GS-K8S-44 where the API refuses it; the signal's reason.
 */
export const writeRecord = async (
  client: Pick<Client, 'apply'>,
  {profile, ...record}: ClusterRecord,
  signal?: AbortSignal,
): Promise<void> => {
  const {apiVersion, kind, ...metadata} = recordRef;
  const map: KubernetesObject = {
    apiVersion,
    kind,
    metadata,
    data: {
      version: String(recordVersion),
      'record.json': JSON.stringify(record, undefined, 2),
      'profile.yaml': profile,
    },
  };
  await throughOutages(() => client.apply(map, {fieldManager, force: true, signal}), signal);
};

/** Deletes what is kept of a cluster on which nothing is left; throws as `writeRecord` does. */
export const deleteRecord = (client: Pick<Client, 'delete'>, signal?: AbortSignal): Promise<void> =>
  throughOutages(() => client.delete(recordRef, {signal}), signal);

const throughOutages = async (write: () => Promise<unknown>, signal?: AbortSignal): Promise<void> => {
  try {
    await throughOutage(write, signal);
  } catch (error) {
    throw error instanceof ApiError ? unwritten(error.message, error) : error;
  }
};

/** GS-K8S-44, exit 1. @param why without a full stop. */
export const unwritten = (why: string, cause?: unknown): GenestackError =>
  new GenestackError(
    'GS-K8S-44',
    `The record of this cluster (ConfigMap ${recordRef.namespace}/${recordRef.name}) was to be brought up to date and could not be: ${why}.`,
    'What was done is there all the same, and stands in the journal and the receipt of this run; the next run writes the record anew.',
    exitCodes.failed,
    {cause},
  );
