import {editions} from '../../catalogue/schema.js';
import {withEdition} from './answers.js';
import {movedRow} from './rows.js';
import type {Step} from './step.js';

export const editionStep: Step = {
  id: 'edition',
  title: 'Edition',
  sections: ['edition'],
  keys: () => 'edition',
  problems: () => [],
  reduce(state, action) {
    const row = movedRow(editions, state.profile.edition, action);
    const edition = editions.find(one => one === row);
    return edition === undefined
      ? null
      : edition === state.profile.edition
        ? state
        : withEdition(state, edition);
  },
};
