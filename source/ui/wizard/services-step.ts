import {messageOf} from '../../errors.js';
import {type Selection, select} from '../../plan/selection.js';
import type {Profile} from '../../profile/schema.js';
import type {ScreenAction} from '../keys.js';
import {answer, withValue} from './answers.js';
import {focusedRow, movedRow} from './rows.js';
import type {Step} from './step.js';
import {focusOn, type WizardState} from './wizard-state.js';

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
  /** The step whose answer decides it; absent where it is chosen here. */
  readonly decidedIn?: string;
  /** Why it cannot be switched. */
  readonly problem?: string;
}

const isOnIn = (selection: Selection, name: string): boolean => selection.get(name)?.enabled ?? false;

/** By the profile's section that a component's `when` names. */
const deciding: Readonly<Record<string, string>> = {
  network: 'Networking',
  storage: 'Storage',
  ingress: 'Names',
};

/** The rows of the matrix that are a choice. */
export const services = (state: WizardState): readonly Service[] => {
  const now = selected(state);
  if (typeof now === 'string') {
    return [];
  }
  return [...now.values()]
    .filter(({requirement, component}) => requirement === 'optional' && component.row !== null)
    .map(({component: {name, row, group, stage, when}, enabled}) => {
      const decidedIn = deciding[Object.keys(when ?? {})[0]?.split('.')[0] ?? ''];
      const other = selected(state, withValue(state.profile, `components.${name}`, !enabled));
      const [on, off] = enabled ? [now, other] : [other, now];
      return {
        name,
        row: row ?? name,
        group: stage === 'later' ? laterGroup : group,
        isOn: enabled,
        ...(decidedIn !== undefined && {decidedIn}),
        brings:
          typeof on === 'string' || typeof off === 'string'
            ? []
            : [...on.keys()].filter(key => key !== name && isOnIn(on, key) && !isOnIn(off, key)),
        ...(typeof other === 'string' && {problem: other}),
      };
    });
};

const laterGroup = 'Later stage';
const groupOrder = ['OpenStack', laterGroup, 'Monitoring', 'Kubernetes'] as const;

export interface ServiceGroup {
  readonly title: string;
  readonly isOpen: boolean;
  /** Rows that nobody chooses, in the order of the catalogue. */
  readonly required: readonly string[];
  readonly services: readonly Service[];
}

/** Every row of the matrix; a group without a choice in it is folded at first. */
export const serviceGroups = (state: WizardState): readonly ServiceGroup[] => {
  const now = selected(state);
  const all = services(state);
  const fixed = typeof now === 'string' ? [] : [...now.values()];
  return groupOrder.map(title => {
    const own = all.filter(({group}) => group === title);
    return {
      title,
      isOpen: own.length > 0 !== state.folds.includes(title),
      required: fixed
        .filter(
          ({requirement, component: {row, group, stage}}) =>
            row !== null && requirement === 'required' && (stage === 'later' ? laterGroup : group) === title,
        )
        .map(({component: {row, name}}) => row ?? name),
      services: own,
    };
  });
};

const groupRow = (title: string): string => `group:${title}`;

/** What the cursor can stand on: groups, and the services of those that are unfolded. */
export const serviceRows = (groups: readonly ServiceGroup[]): readonly string[] =>
  groups.flatMap(({title, isOpen, services: own}) => [
    groupRow(title),
    ...(isOpen ? own.map(({name}) => name) : []),
  ]);

/** The first service, because a group's title is no answer. */
export const focusedService = (state: WizardState, groups: readonly ServiceGroup[]): string => {
  const rows = serviceRows(groups);
  return state.focus.services === undefined
    ? (rows.find(row => !row.startsWith(groupRow(''))) ?? rows[0] ?? '')
    : focusedRow(state, rows);
};

const folded = (state: WizardState, titles: readonly string[]): WizardState => ({
  ...state,
  folds: [
    ...state.folds.filter(title => !titles.includes(title)),
    ...titles.filter(title => !state.folds.includes(title)),
  ],
});

const aboutReduced = (state: WizardState, action: ScreenAction): WizardState => {
  const {about} = state;
  if (about === null || action.type !== 'intent') {
    return state;
  }
  const by = {up: -1, down: 1, 'page-up': -8, 'page-down': 8}[action.intent as string];
  return action.intent === 'back'
    ? {...state, about: null}
    : by === undefined
      ? state
      : {...state, about: {...about, top: Math.max(0, about.top + by)}};
};

export const servicesStep: Step = {
  id: 'services',
  title: 'Services',
  sections: ['components'],
  keys: ({about}) => (about === null ? 'services' : 'about'),
  problems: () => [],
  reduce(state, action) {
    if (state.about !== null) {
      return aboutReduced(state, action);
    }
    const groups = serviceGroups(state);
    const row = focusedService(state, groups);
    const group = groups.find(
      ({title, services: own}) => groupRow(title) === row || own.some(({name}) => name === row),
    );
    const service = group?.services.find(({name}) => name === row);
    switch (action.type === 'intent' ? action.intent : undefined) {
      case 'toggle':
        if (service === undefined) {
          return group === undefined ? state : folded(state, [group.title]);
        }
        return service.problem !== undefined || service.decidedIn !== undefined
          ? state
          : answer(focusOn(state, row), `components.${service.name}`, !service.isOn);
      case 'left':
        return group?.isOpen ? focusOn(folded(state, [group.title]), groupRow(group.title)) : state;
      case 'right':
        return group === undefined || group.isOpen ? state : folded(state, [group.title]);
      case 'fold-all':
        return folded(
          state,
          groups.filter(({isOpen}) => isOpen).map(({title}) => title),
        );
      case 'about':
        return service === undefined ? state : {...state, about: {service: service.name, top: 0}};
      default: {
        const to = movedRow(serviceRows(groups), row, action);
        return to === undefined ? null : focusOn(state, to);
      }
    }
  },
};
