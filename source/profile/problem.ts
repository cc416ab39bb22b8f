import {exitCodes, GenestackError} from '../errors.js';

export type Path = readonly (string | number)[];

/** Something wrong with a profile, before it is known where in the file it stands. */
export interface Finding {
  readonly path: Path;
  /** What is wrong and what would be right, as one sentence without a full stop. */
  readonly message: string;
  /** Where two values clash: the other one, and the same said of it. */
  readonly other?: Omit<Finding, 'other'>;
}

/** A finding and its place; line and column count from 1. */
export interface Problem extends Finding {
  readonly line: number;
  readonly column: number;
}

/** A profile that cannot be taken: `problems` in the order of the file, `message` with one of them per line. */
export class ProfileError extends GenestackError {
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(code: `GS-PRO-${string}`, file: string, problems: readonly Problem[], remedy: string) {
    const shown = problems.slice(0, mostShown).map(problem => `${lineOf(file, problem)}`);
    const left = problems.length - shown.length;
    super(
      code,
      `The profile cannot be taken as it is:\n${[...shown, ...(left > 0 ? [`and ${left} more`] : [])].join('\n')}`,
      remedy,
      exitCodes.usage,
    );
    this.file = file;
    this.problems = problems;
  }
}

const mostShown = 30;

const lineOf = (file: string, {line, column, path, message}: Problem): string =>
  `${file}:${line}:${column} ${path.length > 0 ? `${pathText(path)}: ` : ''}${message}`;

/** `network.loadBalancer.external[0]`. */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') {
      return `${text}[${part}]`;
    }
    const key = /^[-_A-Za-z0-9]{1,60}$/.test(part) ? part : quoted(part);
    return text === '' ? key : `${text}.${key}`;
  }, '');

/** A value from a file as it may be shown: as JSON, one line, short. */
export const quoted = (value: unknown): string => printable(JSON.stringify(value) ?? String(value), 60);

/** A text without anything that a terminal obeys, cut to a length. */
export const printable = (text: string, length: number): string =>
  (text.length > length ? `${text.slice(0, length - 1)}…` : text).replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    character => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
