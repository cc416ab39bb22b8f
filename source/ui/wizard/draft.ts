import type {Profile} from '../../profile/schema.js';
import type {Destination} from '../ports.js';

/** Answers that were not finished. */
export interface Draft {
  /** ISO 8601. */
  readonly savedAt: string;
  /** The step that was open. */
  readonly step: string;
  readonly destination: Destination;
  readonly profile: Profile;
  /** What was typed and is not valid yet, by field. */
  readonly texts: Readonly<Record<string, string>>;
}

import type {WizardState} from './wizard-state.js';
import {stepOf} from './wizard-state.js';

export const draftOf = (state: WizardState, savedAt: string): Draft => ({
  savedAt,
  step: stepOf(state),
  destination: state.destination,
  profile: state.profile,
  texts: state.texts,
});
