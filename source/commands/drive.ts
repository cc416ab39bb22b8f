import {type Intentions, makeIntentions} from '../engine/intentions.js';
import {politeInterrupt} from '../engine/interrupt.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {ClusterSession} from './cluster-session.js';
import type {Listener} from './listener.js';
import {printed} from './printed.js';
import type {Output, Streams} from './streams.js';

export interface Hands {
  readonly listener: Listener;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** What a person wants while it runs. */
  readonly intentions: Intentions;
  /** Takes over a cluster that is there afterwards: closes the session now, or when nobody looks at it any more. */
  leave(session: ClusterSession): Promise<void>;
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

/** Drives and prints what happens, as lines or JSON. */
export const drivePrinted = async (drive: Drive, output: Output, streams: Streams): Promise<ExitCode> => {
  const interrupt = politeInterrupt(process);
  const {signal} = interrupt;
  try {
    return await outcomeOf(
      drive({
        listener: printed(output, streams),
        signal,
        intentions: makeIntentions(),
        leave: session => session.close(),
      }),
      signal,
    );
  } finally {
    interrupt.stop();
  }
};
