import {coerce, major, parse} from 'semver';
import {GenestackError} from '../errors.js';
import type {ToolResult} from './tool.js';

/**
 * The semantic version that a program printed.
 *
 * @throws GenestackError of the given code where it printed none, or its major is not one that was tried.
 */
export const versionIn = (
  {stdout}: ToolResult,
  name: string,
  code: `GS-${string}`,
  majors: readonly number[],
): string => {
  const text = stdout.trim();
  const version = (parse(text) ?? coerce(text))?.version;
  if (version === undefined || !majors.includes(major(version)))
    throw new GenestackError(
      code,
      `${name} says that its version is '${text.slice(0, 80)}'; known are ${majors.map(known => `${known}.x`).join(' and ')}.`,
      `Put ${name} ${majors.at(0)}.x into PATH.`,
    );
  return version;
};
