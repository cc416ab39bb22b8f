import type {Intentions} from '../engine/intentions.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {Listener} from './listener.js';

export interface Hands {
  readonly listener: Listener;
  /** Aborted when it shall end politely. */
  readonly signal: AbortSignal;
  /** What a person wants while it runs. */
  readonly intentions: Intentions;
  /** The name of the run; its folder is there. */
  readonly run: string;
}

/** Everything from the first deed to the last, tidying included; the same whoever listens. */
export type Drive = (hands: Hands) => Promise<ExitCode>;

/** What comes of a drive that throws: an interrupt says no more than that it was one. */
export const outcomeOf = async (driving: Promise<ExitCode>, signal: AbortSignal): Promise<ExitCode> => {
  try {
    return await driving;
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
    return exitCodes.interrupted;
  }
};
