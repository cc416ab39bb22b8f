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
