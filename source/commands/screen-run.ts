import type {Run} from '../ui/ports.js';
import type {Listener} from './listener.js';

/** A run for screens, and what is left to do when nobody looks at them any more. */
export interface ScreenRun extends Run {
  /** From now on somebody else is told too: what goes on without screens goes on in lines. */
  alsoTell(listener: Listener): void;
  /** Lets it go on without us, having said what was asked of it. @returns what a person has to know then. */
  leave(): Promise<string[]>;
  /** Closes what screens still looked at. */
  close(): Promise<void>;
}
