import {sanitise} from '../cluster/sanitise.js';
import {type ExitCode, exitCodes, GenestackError, messageOf} from '../errors.js';
import {errorRecord} from '../report/json.js';

export type Output = 'lines' | 'json';

/** A profile may have many problems, each with its line. */
const longestMessage = 20_000;

/** Stdout carries the result, stderr the talk. */
export interface Streams {
  readonly stdout: {write(text: string): unknown; readonly isTTY?: boolean};
  readonly stderr: {write(text: string): unknown; readonly isTTY?: boolean};
}

/** Options of a verb that shows screens where it can. */
export interface OnScreens {
  /** Screens on a terminal, lines elsewhere, where nobody says. */
  readonly output?: Output | undefined;
  /** `--ascii`. */
  readonly ascii?: boolean | undefined;
}

/** Whether screens can be shown: a person sees and presses keys, and the terminal can move its cursor. */
export const hasScreens = ({stdout}: Streams): boolean =>
  process.stdin.isTTY === true && stdout.isTTY === true && process.env.TERM !== 'dumb';

export const printResult = ({stdout}: Streams, value: object): void => {
  stdout.write(`${JSON.stringify(value)}\n`);
};

export const say = ({stderr}: Streams, text: string): void => {
  stderr.write(`${text}\n`);
};

/** Anything thrown as an error that a person can read. */
export const asGenestackError = (thrown: unknown): GenestackError =>
  thrown instanceof GenestackError
    ? thrown
    : new GenestackError(
        'GS-CLI-99',
        `Something was not foreseen: ${messageOf(thrown)}.`,
        'Run it again; if it comes back, report it with this line.',
        exitCodes.failed,
        {cause: thrown},
      );

/** Prints an error as a sentence with its remedy and code, and in a JSON mode as a record too. */
export const printError = (streams: Streams, output: Output, thrown: unknown): ExitCode => {
  const error = asGenestackError(thrown);
  // Names and texts of files and of other programs are quoted in it.
  const record = errorRecord(error);
  const [message, remedy] = [record.message, record.remedy].map(text => sanitise(text, longestMessage));
  say(streams, `${message}\n${remedy} (${error.code})`);
  if (output === 'json') {
    printResult(streams, {...record, message, remedy});
  }
  return error.exitCode;
};
