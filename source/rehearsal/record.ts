import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {z} from 'zod';
import type {Environment} from '../base-folders.js';
import {nodeRoles} from '../catalogue/schema.js';
import {filesIn, rehearsalFolder} from './folders.js';

/** What `rehearsal up`, `status` and `down` print last. */
export const rehearsalRecordSchema = z.strictObject({
  type: z.literal('rehearsal'),
  /** `up`: every process of it runs. */
  state: z.enum(['up', 'down']),
  name: z.string(),
  /** Path of a kubeconfig with everything embedded. */
  kubeconfig: z.string(),
  /** `https://127.0.0.1:PORT`; empty when nothing was ever started under this name. */
  server: z.string(),
  /** Simulated nodes. */
  nodes: z.number().int(),
  /** Factor on every simulated duration: 1 is like life. */
  pace: z.number(),
  /** Path of the API server's log of all requests, one JSON object a line. */
  auditLog: z.string(),
  /** Holds everything of it. */
  dir: z.string(),
});
export type RehearsalRecord = z.output<typeof rehearsalRecordSchema>;

const portsSchema = z.strictObject({
  etcd: z.number(),
  etcdPeer: z.number(),
  api: z.number(),
  kubelet: z.number(),
});

const storedSchema = z.strictObject({
  name: z.string(),
  shape: z.strictObject({
    controlPlane: z.number(),
    compute: z.number(),
    network: z.number(),
    storage: z.number(),
    hyperconverged: z.boolean(),
    named: z
      .array(z.strictObject({name: z.string(), roles: z.array(z.enum(nodeRoles)).readonly()}))
      .readonly()
      .optional(),
    serviceCIDR: z.string(),
    podCIDR: z.string(),
  }),
  nodes: z.number(),
  pace: z.number(),
  seed: z.number(),
  charts: z.string(),
  overrides: z.string().default(''),
  /** Of the program that made it. */
  version: z.string(),
  ports: portsSchema.optional(),
  /** Whether a simulation belongs to it. */
  simulated: z.boolean(),
  /** How often kwok was started. */
  generation: z.number(),
  /** Nodes, planted objects and the marking ConfigMap were made. */
  complete: z.boolean(),
});

/** What is remembered of a rehearsal between two commands: rehearsal.json in its folder. */
export type Stored = z.output<typeof storedSchema>;

/** Undefined where there is none, or it was left half-written or by another version. */
export const readStored = (dir: string): Stored | undefined => {
  try {
    return storedSchema.safeParse(JSON.parse(readFileSync(filesIn(dir).record, 'utf8'))).data;
  } catch {
    return;
  }
};

export const writeStored = (dir: string, stored: Stored): void => {
  mkdirSync(dir, {recursive: true, mode: 0o700});
  const {record} = filesIn(dir);
  writeFileSync(`${record}.new`, JSON.stringify(stored), {mode: 0o600});
  renameSync(`${record}.new`, record);
};

export const serverOf = (ports: Stored['ports']): string =>
  ports === undefined ? '' : `https://127.0.0.1:${ports.api}`;

/** The record of a rehearsal as it is remembered, or of one that does not exist. */
export const recordOf = (
  environment: Environment,
  name: string,
  stored: Stored | undefined,
  state: RehearsalRecord['state'],
): RehearsalRecord => {
  const dir = rehearsalFolder(environment, name);
  const {kubeconfig, auditLog} = filesIn(dir);
  return {
    type: 'rehearsal',
    state,
    name,
    kubeconfig,
    server: serverOf(stored?.ports),
    nodes: stored?.nodes ?? 0,
    pace: stored?.pace ?? 0,
    auditLog,
    dir,
  };
};
