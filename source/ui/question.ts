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

export const stopRun: Question = {
  question: 'Stop the install?',
  about: ['Nothing new is begun, and what runs is finished. The next start goes on from there.'],
  items: [
    {key: 'stay', label: 'Let it go on'},
    {key: 'leave', label: 'Stop it'},
  ],
};

export const endRun: Question = {
  question: 'End at once?',
  about: ['It is stopping already and waits for what runs. Ended at once, that is left half done.'],
  items: [
    {key: 'stay', label: 'Wait for it'},
    {key: 'leave', label: 'End at once'},
  ],
};
