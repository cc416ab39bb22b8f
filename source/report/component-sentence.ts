import type {ComponentState, StepError} from '../engine/state.js';
import {listed, sentence} from './ascii.js';
import {duration} from './duration.js';

/**
 * What is worth saying of a component now; empty where nothing is. A line is printed when it differs from the last, so it
 * holds nothing that only time changes.
 */
export const componentSentence = (component: ComponentState): string => {
  switch (component.state) {
    case 'planned':
      return plannedSentence(component);
    case 'blocked':
      return `blocked by ${component.blockedBy ?? 'a component'}`;
    case 'applying':
      return component.interrupted ? 'interrupted while it was applied' : `applying${progressOf(component)}`;
    case 'rolling-out':
      if (component.delivery === 'checked') {
        return checkingSentence(component);
      }
      return component.interrupted
        ? `applied; interrupted before it was ready${progressOf(component)}`
        : `rolling out${progressOf(component)}`;
    case 'ready':
      return readySentence(component);
    case 'verified':
      return `checked and found right${without(component)}`;
    case 'failed':
      return component.error === null ? 'failed' : `failed: ${errorSentence(component.error)}`;
    case 'skipped':
      return 'skipped';
    case 'removing':
      return `being removed${progressOf(component)}`;
    case 'gone':
      return 'gone';
    default:
      return component.state satisfies never;
  }
};

/** Message, remedy and code as sentences. */
export const errorSentence = ({code, message, remedy}: StepError): string =>
  `${sentence(message)} ${sentence(remedy)} (${code})`;

/** A component that waits for several is not told of at every one that comes: only of the last. */
const plannedSentence = ({waitsFor, startedAt}: ComponentState): string =>
  startedAt === null && waitsFor !== '' && !waitsFor.includes(',') ? `waits for ${waitsFor}` : '';

/** Most checks are over at once: only one that waits is told of. */
const checkingSentence = (component: ComponentState): string =>
  component.interrupted
    ? 'interrupted while it was checked'
    : component.waitsFor === ''
      ? ''
      : `checking${progressOf(component)}`;

const progressOf = ({ready, desired, waitsFor}: ComponentState): string =>
  `${desired > 0 ? `, ${ready} of ${desired}` : ''}${waitsFor === '' ? '' : `: waits for ${waitsFor}`}`;

const readySentence = (component: ComponentState): string => {
  const took = component.unchanged ? 'nothing had to change' : `took ${duration(component.seconds ?? 0)}`;
  return `ready, ${took}${without(component)}`;
};

const without = ({missing}: ComponentState): string =>
  missing.length === 0 ? '' : `; without what ${listed(missing)} would add`;
