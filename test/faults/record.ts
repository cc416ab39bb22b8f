import {appendFileSync} from 'node:fs';
import type {Check, Form, HowToCarryOut, Outcome} from './check.js';
import {randomOf} from './random.js';

const {GENESTACK_FAULTS: settingsText = '{}'} = process.env;

/** How the command hands on what it was asked for; nothing of it is there in `npm test`. */
export interface Asked {
  readonly form?: Form;
  readonly seed?: number;
  /** Of every check, at most. */
  readonly minutes?: number;
  /** Names of checks; all where absent. */
  readonly only?: readonly string[];
  /** Gets a JSON line of every outcome. */
  readonly results?: string;
}

const asked = JSON.parse(settingsText) as Asked;
const form: Form = asked.form ?? 'short';
/** The same in every `npm test`, so that a failure can be had again. */
const usualSeed = 20_261_125;
const seed = asked.seed ?? usualSeed;

/** Each check has chance of its own, so that one can be repeated without the others. */
const ownSeed = (name: string): number =>
  [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), seed) | 0;

export const settings = {
  form,
  /** Whether a check may end before it has counted all of its runs. */
  isBounded: asked.minutes !== undefined,
  timeout: form === 'long' ? 3_600_000 : 600_000,
  /** What has no short form is none of it, unless it is asked for by name. */
  isWanted: ({name, runs}: Pick<Check, 'name' | 'runs'>): boolean =>
    asked.only?.includes(name) ?? runs[form] > 0,
  of: ({name}: {readonly name: string}): HowToCarryOut => ({
    form,
    seed,
    minutes: asked.minutes,
    random: randomOf(ownSeed(name)),
    tell: record,
  }),
};

/** Tells the command, where there is one. */
const record = (outcome: Outcome): void => {
  if (asked.results !== undefined) appendFileSync(asked.results, `${JSON.stringify(outcome)}\n`);
};
