/** The exit codes of the program, by what they mean. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  precondition: 3,
  driven: 4,
  changes: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error that a person reads: what was tried and what happened (message), what to do next (remedy),
 * a stable code (`GS-ROOM-NN`), and the exit code the program ends with.
 */
export class GenestackError extends Error {
  override readonly name = 'GenestackError';
  readonly code: `GS-${string}`;
  readonly remedy: string;
  readonly exitCode: ExitCode;

  constructor(
    code: `GS-${string}`,
    message: string,
    remedy: string,
    exitCode: ExitCode = exitCodes.precondition,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** The text of anything thrown, without its stack. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
