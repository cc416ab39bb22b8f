import type {Bed} from './bed.js';
import type {Broken} from './invariants.js';
import type {Random} from './random.js';

/** How often a check provokes: `short` is part of every `npm test`, `long` is what docs/reliability.md tells. */
export type Form = 'short' | 'long';

/** One promise and how it is put to the test. */
export interface Check<World = Bed> {
  readonly name: string;
  /** What is done to the program. */
  readonly provoked: string;
  /** What must hold all the same. */
  readonly holds: string;
  /** None in the short form: it takes too long for every `npm test`. */
  readonly runs: Readonly<Record<Form, number>>;
  run(trial: Trial<World>): Promise<void>;
}

export interface Trial<World = Bed> {
  readonly world: World;
  /** How often to provoke. */
  readonly runs: number;
  readonly random: Random;
  /** One was provoked, or several; what broke counts as one failure. */
  count(broken: Broken, runs?: number, failures?: number): void;
}

/** What came of a check. */
export interface Figure {
  readonly check: string;
  readonly provoked: string;
  readonly holds: string;
  readonly runs: number;
  readonly failures: number;
  readonly seed: number;
  readonly seconds: number;
}

export interface Outcome {
  readonly figure: Figure;
  /** Sentences on what did not hold, with the number of the run. */
  readonly broken: readonly string[];
}

export interface HowToCarryOut {
  /** A check that takes longer ends with what it has counted; for ever where absent. */
  readonly minutes?: number | undefined;
  readonly form: Form;
  readonly seed: number;
  readonly random: Random;
  /** Gets what there is so far, again and again: a check that is cut short has counted all the same. */
  tell(outcome: Outcome): void;
}

class TimeIsUp extends Error {}

/** Runs a check to its end, or until its time is up, whatever breaks in it. */
export const carryOut = async <World>(
  check: Check<World>,
  world: World,
  {form, seed, random, tell, minutes = Number.POSITIVE_INFINITY}: HowToCarryOut,
): Promise<Outcome> => {
  const began = performance.now();
  const broken: string[] = [];
  let [runs, failures] = [0, 0];
  const {name, provoked, holds} = check;
  const outcome = (): Outcome => {
    const seconds = Math.round((performance.now() - began) / 1000);
    return {figure: {check: name, provoked, holds, runs, failures, seed, seconds}, broken: [...broken]};
  };
  const trial: Trial<World> = {
    world,
    runs: Math.max(1, check.runs[form]),
    random,
    count(sentences, more = 1, failed = sentences.length > 0 ? 1 : 0) {
      runs += more;
      failures += failed;
      broken.push(...sentences.map(sentence => `run ${runs}: ${sentence}`));
      tell(outcome());
      if (performance.now() - began > minutes * 60_000) throw new TimeIsUp();
    },
  };
  try {
    await check.run(trial);
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error;
  }
  return outcome();
};
