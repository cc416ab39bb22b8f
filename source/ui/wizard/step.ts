import type {KeyContext} from '../key-contexts.js';
import type {ScreenAction} from '../keys.js';
import type {Size} from '../screen-size.js';
import type {StepId, WizardState} from './wizard-state.js';

/** Why a step cannot be left yet. */
export interface StepProblem {
  /** The field or row that the focus jumps to. */
  readonly field: string;
  /** What is wrong and how to mend it, a sentence without a full stop. */
  readonly message: string;
}

/** One question of the wizard. It knows neither what comes before it nor what after. */
export interface Step {
  readonly id: StepId;
  /** A word or two, as lists of steps name it. */
  readonly title: string;
  /** Keys of the profile's first level that it asks for; what `ask:` names. */
  readonly sections: readonly string[];
  /** Which keys mean something now. */
  keys(state: WizardState): KeyContext;
  /** In the order of the screen; empty lets `next` pass. */
  problems(state: WizardState): readonly StepProblem[];
  /** What a key does here; null leaves it to the wizard: `next` goes on where there is no problem, `back` goes back. */
  reduce(state: WizardState, action: ScreenAction, body: Size): WizardState | null;
  /** Once when the step is entered, forwards or back. */
  enter?(state: WizardState): WizardState;
  /** When `next` leaves it. */
  leave?(state: WizardState): WizardState;
}
