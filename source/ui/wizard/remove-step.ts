import type {Component} from '../../catalogue/schema.js';
import {goingWith, isRemovable, neededBy} from '../../plan/make-removal.js';
import type {Selection} from '../../plan/selection.js';
import type {Profile} from '../../profile/schema.js';
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

interface Held {
  readonly profile: Profile;
  /** Whatever is on, or was brought there and not taken away. */
  readonly names: ReadonlySet<string>;
  /** What of it is chosen by name. */
  readonly chosen: readonly Component[];
}

const heldOf = (state: WizardState): Held | null => {
  const installed = installedOf(state);
  const selection = installed && selected(state, installed.profile);
  if (installed === null || selection === null || typeof selection === 'string') {
    return null;
  }
  const recorded = installed.components.filter(one => !neverBegun.has(one.state)).map(({name}) => name);
  const names = new Set([...namesOn(selection), ...recorded]);
  const chosen = [...selection.values()].filter(
    ({requirement, component}) =>
      requirement === 'optional' &&
      component.row !== null &&
      component.when === undefined &&
      isRemovable(component) &&
      names.has(component.name),
  );
  return {profile: installed.profile, names, chosen: chosen.map(({component}) => component)};
};

/** How many services there are to be removed. */
export const removableCount = (state: WizardState): number => heldOf(state)?.chosen.length ?? 0;

/** What is chosen by name and there, also where the profile has it off by now. */
export const removableServices = (state: WizardState): readonly RemovableService[] => {
  const held = heldOf(state);
  const {catalogue, marked} = state;
  return (held?.chosen ?? []).map(({name, row}) => {
    const {profile, names} = held as Held;
    const needers = neededBy(catalogue, [...names], [...marked, name]).get(name);
    const without = selected(state, withValue(profile, `components.${name}`, false));
    return {
      name,
      row: row ?? name,
      isMarked: marked.includes(name),
      takes: goingWith(catalogue, [name], {wanted: new Set(namesOn(without)), held: names}).slice(1),
      ...(needers !== undefined && {problem: `needed by ${needers.join(', ')}`}),
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
