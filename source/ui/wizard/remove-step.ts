import {goingWith, isRemovable, neededBy} from '../../plan/make-removal.js';
import type {Selection} from '../../plan/selection.js';
import {withValue} from './answers.js';
import {focusedRow, moveFocus} from './rows.js';
import {selected} from './services-step.js';
import type {Step} from './step.js';
import {focusOn, installedOf, type WizardState, wish} from './wizard-state.js';

/** A service by choice that is on the cluster. */
export interface RemovableService {
  readonly name: string;
  readonly row: string;
  readonly isMarked: boolean;
  /** What only it needs and goes with it. */
  readonly takes: readonly string[];
  /** Why it cannot go with what is marked. */
  readonly problem?: string;
}

/** Of a component that the last run brought no further. */
const neverBegun: ReadonlySet<string> = new Set(['planned', 'blocked', 'skipped', 'gone']);

const namesOn = (selection: Selection | string): string[] =>
  typeof selection === 'string'
    ? []
    : [...selection.values()].filter(({enabled}) => enabled).map(({component}) => component.name);

/** What is chosen by name and there, also where the profile has it off by now. */
export const removableServices = (state: WizardState): readonly RemovableService[] => {
  const installed = installedOf(state);
  const selection = installed && selected(state, installed.profile);
  if (installed === null || selection === null || typeof selection === 'string') {
    return [];
  }
  const {catalogue, marked} = state;
  const recorded = installed.components.filter(one => !neverBegun.has(one.state)).map(({name}) => name);
  const held = new Set([...namesOn(selection), ...recorded]);
  return [...selection.values()]
    .filter(
      ({requirement, component}) =>
        requirement === 'optional' &&
        component.row !== null &&
        component.when === undefined &&
        isRemovable(component) &&
        held.has(component.name),
    )
    .map(({component: {name, row}}) => {
      const going = [...new Set([...marked, name])];
      const needers = neededBy(catalogue, [...held], going).get(name);
      const without = (names: readonly string[]): Selection | string =>
        selected(
          state,
          names.reduce((profile, one) => withValue(profile, `components.${one}`, false), installed.profile),
        );
      const left = without(going);
      const problem =
        needers === undefined
          ? typeof left === 'string'
            ? left
            : undefined
          : `needed by ${needers.join(', ')}`;
      const wanted = new Set(namesOn(without([name])));
      return {
        name,
        row: row ?? name,
        isMarked: marked.includes(name),
        takes: goingWith(catalogue, [name], {wanted, held}).slice(1),
        ...(problem !== undefined && {problem}),
      };
    });
};

/** Those that are marked; where none is, the one under the cursor. */
const targetsOf = (
  state: WizardState,
  services: readonly RemovableService[],
): readonly RemovableService[] => {
  const marked = services.filter(({isMarked}) => isMarked);
  const focus = focusedService(state, services);
  return marked.length > 0 ? marked : services.filter(({name}) => name === focus);
};

export const focusedService = (state: WizardState, services: readonly RemovableService[]): string =>
  focusedRow(
    state,
    services.map(({name}) => name),
  );

const toggled = (state: WizardState, service: RemovableService | undefined): WizardState => {
  if (service === undefined || (service.problem !== undefined && !service.isMarked)) {
    return state;
  }
  const {name} = service;
  const {marked} = state;
  return {
    ...focusOn(state, name),
    marked: service.isMarked ? marked.filter(one => one !== name) : [...marked, name],
  };
};

/** Which services go; what of them goes and what stays is told, and asked for, where they are removed. */
export const removeStep: Step = {
  id: 'remove',
  title: 'Remove services',
  sections: [],
  keys: () => 'remove',
  problems: () => [],
  reduce(state, action) {
    const services = removableServices(state);
    const intent = action.type === 'intent' ? action.intent : undefined;
    if (intent === 'toggle') {
      const focus = focusedService(state, services);
      return toggled(
        state,
        services.find(({name}) => name === focus),
      );
    }
    if (intent !== 'next') {
      return moveFocus(
        state,
        services.map(({name}) => name),
        action,
      );
    }
    const targets = targetsOf(state, services);
    const {destination} = state;
    return destination.kind !== 'cluster' ||
      targets.length === 0 ||
      targets.some(({problem}) => problem !== undefined)
      ? state
      : wish(state, {
          kind: 'remove',
          context: destination.context,
          targets: targets.map(({name}) => name),
        });
  },
  enter: state => ({...state, marked: []}),
};
