import type {ChoiceItem} from './components/choice.js';

/** A question that stands before everything until it is answered; its first answer changes nothing. */
export interface Question {
  readonly question: string;
  readonly about: readonly string[];
  readonly items: readonly ChoiceItem[];
}

export const leaveWizard: Question = {
  question: 'Leave?',
  about: ['Your answers are kept in a draft, which the next start offers. Nothing was installed.'],
  items: [
    {key: 'stay', label: 'Go on with the questions'},
    {key: 'leave', label: 'Leave, and keep a draft'},
  ],
};
