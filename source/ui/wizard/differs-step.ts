import {scrolledTo} from '../scroll.js';
import {differsLines} from './differs-lines.js';
import {comparing} from './home-step.js';
import type {Step} from './step.js';

/** Only to be read: what differs, line by line. */
export const differsStep: Step = {
  id: 'differs',
  title: 'What differs',
  sections: [],
  keys: () => 'differs',
  problems: () => [],
  reduce(state, action, {columns, rows}) {
    if (action.type !== 'intent' || action.intent === 'back') {
      return null;
    }
    const total = differsLines(state, columns).length;
    return {...state, differsTop: scrolledTo(state.differsTop, action.intent, total, rows)};
  },
  enter: state => comparing({...state, differsTop: 0}),
};
