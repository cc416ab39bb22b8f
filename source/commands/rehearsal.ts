import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {politeInterrupt} from '../engine/interrupt.js';
import type {ExitCode} from '../errors.js';
import {exitCodes} from '../errors.js';
import {mustBeWhole} from '../profile/ask.js';
import {locateProfile} from '../profile/locate.js';
import {namedNodes} from '../profile/node-names.js';
import {loadProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {down} from '../rehearsal/down.js';
import {rehearsalFolder} from '../rehearsal/folders.js';
import type {Shape} from '../rehearsal/nodes.js';
import {type RehearsalRecord, readStored} from '../rehearsal/record.js';
import {processStatus, status} from '../rehearsal/status.js';
import {up} from '../rehearsal/up.js';
import {overridesFolder} from './catalogue.js';
import {type Output, printResult, type Streams, say} from './streams.js';
import {spoken, type Talk} from './talk.js';

export interface NamedRehearsal {
  readonly name: string;
  readonly output: Output;
}

/** What of the options decides how a rehearsal is brought up, beside the profile. */
export interface RehearsalTerms {
  readonly name: string;
  readonly charts?: string;
  readonly nodes?: number;
  readonly pace: number;
  /** Folder of overrides of the profile. */
  readonly overrides?: string | undefined;
}

export interface RehearsalOptions extends NamedRehearsal, RehearsalTerms {
  readonly profile: string;
}

/** What whoever says nothing gets. */
export const usualRehearsal = {name: 'default', pace: 0.1} as const;

/** The command that ends it and removes every file of it. */
export const removalOf = (name: string): string =>
  `genestack rehearsal down${name === usualRehearsal.name ? '' : ` --name ${name}`}`;

/** Durations are drawn anew for another seed; the same seed makes the same rehearsal. */
const seed = 1;

export const bringUp = (
  {name, nodes, pace, charts, overrides}: RehearsalTerms,
  profile: Profile,
  talk: Talk,
  signal?: AbortSignal,
): Promise<RehearsalRecord> =>
  up({
    name,
    nodes,
    pace,
    seed,
    signal,
    overrides,
    charts: charts && path.resolve(charts),
    shape: shapeOf(profile),
    environment: process.env,
    onProgress: progress => {
      if (progress.type === 'note') {
        talk.say(progress.text);
      } else {
        talk.building(progress);
      }
    },
  });

/** What of a profile decides the nodes and networks of its rehearsal. */
export const shapeOf = ({nodes, network}: Profile, named = namedNodes(nodes)): Shape => ({
  controlPlane: nodes.controlPlane.count,
  compute: nodes.compute.count,
  network: nodes.network.count,
  storage: nodes.storage.count,
  hyperconverged: nodes.hyperconverged,
  ...(named !== undefined && {named}),
  serviceCIDR: network.serviceCIDR,
  podCIDR: network.podCIDR,
});

/** Takes a rehearsal down that was made for nodes or networks of another kind: what is installed there next would not fit. */
export const withoutAnother = async (name: string, profile: Profile, talk: Talk): Promise<void> => {
  const stored = readStored(rehearsalFolder(process.env, name));
  if (stored !== undefined && !isDeepStrictEqual(stored.shape, shapeOf(profile))) {
    talk.say(`The rehearsal "${name}" that is there has other nodes or networks and is taken down.`);
    await takeDown(name, talk);
  }
};

export const takeDown = async (name: string, talk: Talk): Promise<RehearsalRecord> =>
  down(name, process.env, {
    onWait: () => talk.say(`Another genestack works on the rehearsal "${name}"; waiting for it.`),
  });

export const rehearsalUp = async (options: RehearsalOptions, streams: Streams): Promise<ExitCode> => {
  const loaded = loadProfile(locateProfile(options.profile));
  mustBeWhole(loaded);
  const overrides = overridesFolder(loaded);
  const talk = spoken(streams);
  const wasUp = status(options.name, process.env).state === 'up';
  const interrupt = politeInterrupt(process);
  const {signal} = interrupt;
  let record: RehearsalRecord;
  try {
    record = await bringUp({...options, overrides}, loaded.profile, talk, signal);
    signal.throwIfAborted();
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    if (!wasUp) {
      await takeDown(options.name, talk);
    }
    return exitCodes.interrupted;
  } finally {
    interrupt.stop();
  }
  if (record.pace !== options.pace) {
    say(streams, `It was up already, at pace ${record.pace}; that is kept.`);
  }
  say(
    streams,
    `Rehearsal "${record.name}" is up with ${record.nodes} simulated nodes: kubectl --kubeconfig ${record.kubeconfig} get nodes`,
  );
  printResult(streams, record);
  return exitCodes.done;
};

export const rehearsalStatus = async ({name}: NamedRehearsal, streams: Streams): Promise<ExitCode> => {
  const record = status(name, process.env);
  for (const {name: server, pid, problem} of processStatus(name, process.env)) {
    say(streams, problem ?? `${server} runs as process ${pid}.`);
  }
  printResult(streams, record);
  return exitCodes.done;
};

export const rehearsalDown = async ({name}: NamedRehearsal, streams: Streams): Promise<ExitCode> => {
  const record = await takeDown(name, spoken(streams));
  say(streams, `Rehearsal "${name}" is down; nothing of it is left.`);
  printResult(streams, record);
  return exitCodes.done;
};
