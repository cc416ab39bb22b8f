import {exitCodes, GenestackError} from '../errors.js';
import type {Finding, Path} from './problem.js';

/** What a profile may leave to be asked, and the keys of its first level that are asked for with it. */
export const askSections = {
  edition: ['edition'],
  networking: ['network'],
  storage: ['storage'],
  roles: ['nodes'],
  names: ['name', 'region', 'availabilityZone', 'domain', 'certificates', 'ingress'],
  services: ['components'],
} as const;

export type AskSection = keyof typeof askSections;

export const askSectionNames = Object.keys(askSections) as AskSection[];

/** Whether what is at a path is still to be asked, so that nobody is told now that it does not fit. */
const isAsked = (ask: readonly AskSection[], [first]: Path): boolean =>
  ask.some(section => (askSections[section] as readonly unknown[]).includes(first));

/** The findings that no answer to come will mend. */
export const findingsBeside = (ask: readonly AskSection[], findings: readonly Finding[]): Finding[] =>
  findings.filter(({path, other}) => !isAsked(ask, path) && !(other && isAsked(ask, other.path)));

/**
 * Nobody can be asked here.
 * @throws GenestackError GS-PRO-06 (exit 2) where the profile leaves something to be asked.
 */
export const mustBeWhole = ({file, ask}: {readonly file: string; readonly ask: readonly AskSection[]}) => {
  if (ask.length > 0) {
    throw new GenestackError(
      'GS-PRO-06',
      `The profile ${file} leaves ${ask.join(', ')} to be asked, and nobody is asked here.`,
      'Start the same on a terminal and without --output, or write these sections into the profile and take "ask" out of it.',
      exitCodes.usage,
    );
  }
};
