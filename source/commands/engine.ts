import {rmSync, statSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';
import {packageVersion} from '../assets.js';
import {protocolVersion, type Told} from '../attachment/protocol.js';
import {type EngineServer, serve} from '../attachment/server.js';
import {socketPath} from '../attachment/socket-path.js';
import {makeIntentions} from '../engine/intentions.js';
import type {ExitCode, GenestackError} from '../errors.js';
import {dropRun} from '../report/journal-file.js';
import {errorRecord} from '../report/json.js';
import {deliveryDrive} from './delivery-drive.js';
import {type Drive, outcomeOf} from './drive.js';
import {engineLog} from './engine-log.js';
import {digestOf, type Job, orderSchema, rehearsalOf, subjectOf} from './job.js';
import type {Listener} from './listener.js';
import {rehearsalDrive} from './rehearse.js';
import {asGenestackError} from './streams.js';
import {thisDriver, thisPlace} from './this-driver.js';

/** Whoever started it attaches at once; if he is gone already, it begins without him. */
const starterMilliseconds = 20_000;

const driveOf = (job: Job): Drive => (job.kind === 'deliver' ? deliveryDrive(job) : rehearsalDrive(job));

/**
 * The process that does the work: reads its order from standard input, tells whoever attaches, and ends when all is put away.
 * No terminal ends it; SIGTERM and SIGINT ask it to end politely.
 */
export const engine = async (): Promise<ExitCode> => {
  process.on('SIGHUP', () => {});
  const stop = new AbortController();
  const abort = (): void => stop.abort(new Error('interrupted'));
  process.on('SIGTERM', abort).on('SIGINT', abort);

  const {run, socket, warning, job} = orderSchema.parse(JSON.parse(await text(process.stdin)));
  const intentions = makeIntentions();
  const startedAt = new Date().toISOString();
  const {pid, startTime} = thisDriver(run);
  let cluster = job.kind === 'deliver' ? job.cluster : null;
  const server = await serve({
    path: socket,
    again: () => socketPath(run),
    hello: () => ({
      type: 'hello',
      protocol: protocolVersion,
      program: packageVersion(),
      ...{run, pid, startTime, startedAt, cluster},
      machine: thisPlace().machineId,
      rehearsal: rehearsalOf(job) ?? null,
      choices: digestOf(job),
      logout: warning ?? undefined,
    }),
    onIntention(intention) {
      // Before the first step there is nobody else who could end.
      if (intention.type === 'abort') {
        abort();
      } else {
        intentions.send(intention);
      }
    },
  });
  server.tell(subjectOf(job));
  if (warning !== null) {
    server.tell({type: 'say', sentence: warning});
  }
  await Promise.race([server.attended, sleep(starterMilliseconds, undefined, {ref: false})]);
  const told = telling(server);
  const listener: Listener = {
    ...told,
    begins(beginning) {
      cluster = beginning.cluster.uid;
      told.begins(beginning);
    },
  };
  let over: Extract<Told, {type: 'over'}>;
  try {
    const driving = driveOf(job)({listener, signal: stop.signal, intentions, run});
    over = {type: 'over', exitCode: await outcomeOf(driving, stop.signal), error: null};
  } catch (thrown) {
    const error = asGenestackError(thrown);
    over = {type: 'over', exitCode: error.exitCode, error: withCode(error)};
  }
  server.tell(over);
  await server.close();
  removeEmpty(run);
  return over.exitCode;
};

const withCode = (error: GenestackError) => ({...errorRecord(error), exitCode: error.exitCode});

/** What a delivery tells, as messages. */
const telling = ({tell}: EngineServer): Listener => ({
  say: sentence => tell({type: 'say', sentence}),
  building: ({phase, done, total}) =>
    tell({type: 'building', progress: {phase, done, ...(total !== undefined && {total})}}),
  begins: ({cluster, access = {kubeconfig: null, context: null}, plan, standIns}) =>
    tell({type: 'begins', cluster, access, plan, standIns: [...standIns]}),
  event: event => tell({type: 'event', event: structuredClone(event) as never}),
  toolLine: (component, line, time = new Date().toISOString()) =>
    tell({type: 'tool-line', time, component, line}),
  trouble: error => tell({type: 'trouble', error: withCode(error)}),
  ends: ({receipt, file}) =>
    tell({type: 'ends', receipt, file: 'error' in file ? {error: withCode(file.error)} : file}),
});

/** A run that ended before it began leaves nothing to look at. */
const removeEmpty = (run: string): void => {
  const log = engineLog(run);
  if (statSync(log, {throwIfNoEntry: false})?.size === 0) {
    rmSync(log);
  }
  dropRun(run);
};
