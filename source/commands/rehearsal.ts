import path from 'node:path';
import type {ExitCode} from '../errors.js';
import {exitCodes} from '../errors.js';
import {locateProfile} from '../profile/locate.js';
import {readWholeProfile} from '../profile/read.js';
import type {Profile} from '../profile/schema.js';
import {down} from '../rehearsal/down.js';
import type {RehearsalRecord} from '../rehearsal/record.js';
import {processStatus, status} from '../rehearsal/status.js';
import {up} from '../rehearsal/up.js';
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
}

export interface RehearsalOptions extends NamedRehearsal, RehearsalTerms {
  readonly profile: string;
}

/** Durations are drawn anew for another seed; the same seed makes the same rehearsal. */
const seed = 1;

export const bringUp = (
  {name, nodes, pace, charts}: RehearsalTerms,
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
    charts: charts && path.resolve(charts),
    shape: {
      controlPlane: profile.nodes.controlPlane.count,
      compute: profile.nodes.compute.count,
      network: profile.nodes.network.count,
      storage: profile.nodes.storage.count,
      hyperconverged: profile.nodes.hyperconverged,
      serviceCIDR: profile.network.serviceCIDR,
      podCIDR: profile.network.podCIDR,
    },
    environment: process.env,
    onProgress: progress => {
      if (progress.type === 'note') {
        talk.say(progress.text);
      } else {
        talk.building(progress);
      }
    },
  });

export const takeDown = async (name: string, talk: Talk): Promise<RehearsalRecord> =>
  down(name, process.env, {
    onWait: () => talk.say(`Another genestack works on the rehearsal "${name}"; waiting for it.`),
  });

export const rehearsalUp = async (options: RehearsalOptions, streams: Streams): Promise<ExitCode> => {
  const record = await bringUp(options, readWholeProfile(locateProfile(options.profile)), spoken(streams));
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
