import {messageOf} from '../../errors.js';
import {type Selection, select} from '../../plan/selection.js';
import type {Profile} from '../../profile/schema.js';
import {answer, withValue} from './answers.js';
import {focusedRow, moveFocus} from './rows.js';
import type {Step} from './step.js';
import type {WizardState} from './wizard-state.js';

/** What is on with these answers, or why they do not go together. */
export const selected = (state: WizardState, profile: Profile = state.profile): Selection | string => {
  try {
    return select(state.catalogue, profile);
  } catch (error) {
    return messageOf(error);
  }
};

export interface Service {
  readonly name: string;
  readonly row: string;
  readonly group: string;
  readonly isOn: boolean;
  /** What is on with it and off without it. */
  readonly brings: readonly string[];
  /** Why it cannot be switched. */
  readonly problem?: string;
}

const isOnIn = (selection: Selection, name: string): boolean => selection.get(name)?.enabled ?? false;

/** The rows of the matrix that are a choice. */
export const services = (state: WizardState): readonly Service[] => {
  const now = selected(state);
  if (typeof now === 'string') {
    return [];
  }
  return [...now.values()]
    .filter(({requirement, component}) => requirement === 'optional' && component.row !== null)
    .map(({component: {name, row, group}, enabled}) => {
      const other = selected(state, withValue(state.profile, `components.${name}`, !enabled));
      const [on, off] = enabled ? [now, other] : [other, now];
      return {
        name,
        row: row ?? name,
        group,
        isOn: enabled,
        brings:
          typeof on === 'string' || typeof off === 'string'
            ? []
            : [...on.keys()].filter(key => key !== name && isOnIn(on, key) && !isOnIn(off, key)),
        ...(typeof other === 'string' && {problem: other}),
      };
    })
    .sort((a, b) => b.group.localeCompare(a.group));
};

export const servicesStep: Step = {
  id: 'services',
  title: 'Services',
  sections: ['components'],
  keys: () => 'services',
  problems: () => [],
  reduce(state, action) {
    const all = services(state);
    const names = all.map(({name}) => name);
    if (action.type === 'intent' && action.intent === 'toggle') {
      const service = all.find(({name}) => name === focusedRow(state, names));
      return service === undefined || service.problem !== undefined
        ? state
        : answer(state, `components.${service.name}`, !service.isOn);
    }
    return moveFocus(state, names, action);
  },
};
