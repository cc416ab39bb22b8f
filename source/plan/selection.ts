import type {Catalogue, Component, Edition, Need, Requirement} from '../catalogue/schema.js';
import {exitCodes, GenestackError} from '../errors.js';

/** What a plan reads of a profile: the edition, the rows chosen by name, and any path that a component's `when` names. */
export interface Choices {
  readonly edition: Edition;
  readonly components: Readonly<Record<string, boolean | undefined>>;
}

export interface Selected {
  readonly component: Component;
  readonly requirement: Requirement;
  readonly enabled: boolean;
  /** The alternative that is on in its place, where a required row is off. */
  readonly replacedBy: string | null;
}

export type Selection = ReadonlyMap<string, Selected>;

/**
 * Decides for every component whether it is on: by requirement and choice, by the profile paths it names, and because
 * something that is on needs it.
 * @throws GenestackError GS-PLAN-01 (a required row is off with no alternative on), GS-PLAN-02 (two networks), GS-PLAN-03
 * (off by choice, yet needed), GS-PLAN-04 (nothing provides a capability), GS-PLAN-05 (an unknown component is chosen).
 */
export const select = (catalogue: Catalogue, profile: Choices): Selection => {
  const all = [...catalogue.components.values()];
  for (const name of Object.keys(profile.components)) {
    if (!catalogue.components.has(name)) {
      throw refuse(
        'GS-PLAN-05',
        `The profile chooses ${name}, and there is no such component`,
        'Take a name that plan prints.',
      );
    }
  }

  const on = new Set<string>();
  const add = (component: Component, neededBy?: string) => {
    if (on.has(component.name)) {
      return;
    }
    if (neededBy !== undefined && profile.components[component.name] === false) {
      throw refuse(
        'GS-PLAN-03',
        `The profile turns ${component.name} off, and ${neededBy} needs it`,
        `Turn ${component.name} on, or ${neededBy} off.`,
      );
    }
    on.add(component.name);
    for (const need of component.needs) {
      for (const target of pulledIn(catalogue, profile, need)) {
        add(target, component.name);
      }
    }
    if (component.delivery.kind === 'deliveredBy') {
      add(mustGet(catalogue, component.delivery.component), component.name);
    }
  };
  for (const component of all) {
    if (isWanted(component, profile)) {
      add(component);
    }
  }

  const selection = new Map(all.map(component => [component.name, selected(component, profile, on)]));
  checkWhole(selection);
  return selection;
};

const isWanted = (component: Component, profile: Choices): boolean => {
  const chosen = profile.components[component.name];
  if (chosen !== undefined) {
    return chosen;
  }
  return component.when === undefined
    ? component.editions[profile.edition] === 'required'
    : whenHolds(component.when, profile);
};

/** Any one of the paths is enough: Ceph is on for the classes or for Cinder. */
const whenHolds = (when: NonNullable<Component['when']>, profile: unknown): boolean =>
  Object.entries(when).some(([path, values]) => values.includes(String(valueAt(profile, path))));

const valueAt = (from: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], from);

/** A support component with a `when` that does not hold stays out: its need is met another way in this profile. */
const pulledIn = (catalogue: Catalogue, profile: Choices, need: Need): Component[] => {
  if (need.kind === 'uses' || need.component === undefined) {
    return [];
  }
  const target = mustGet(catalogue, need.component);
  return target.row === null && target.when !== undefined && !whenHolds(target.when, profile) ? [] : [target];
};

const mustGet = (catalogue: Catalogue, name: string): Component => {
  const component = catalogue.components.get(name);
  if (!component) {
    throw new Error(`the catalogue was validated and yet has no ${name}`);
  }
  return component;
};

const selected = (component: Component, profile: Choices, on: ReadonlySet<string>): Selected => ({
  component,
  requirement: component.editions[profile.edition],
  enabled: on.has(component.name),
  replacedBy: on.has(component.name) ? null : (component.alternatives.find(name => on.has(name)) ?? null),
});

const checkWhole = (selection: Selection): void => {
  const enabled = [...selection.values()].filter(entry => entry.enabled).map(entry => entry.component);
  for (const {component, requirement, enabled: isOn, replacedBy} of selection.values()) {
    if (requirement === 'required' && !isOn && replacedBy === null) {
      throw refuse(
        'GS-PLAN-01',
        `The profile leaves ${component.row ?? component.name} off, which this edition requires`,
        component.alternatives.length > 0
          ? `Turn it on, or its alternative ${component.alternatives.join(' or ')}.`
          : 'Turn it on; nothing stands in for it.',
      );
    }
  }
  const networks = enabled.filter(component => component.provides.includes('cni'));
  if (networks.length > 1) {
    throw refuse(
      'GS-PLAN-02',
      `The profile turns on ${networks.map(component => component.name).join(' and ')}, and a cluster has one network`,
      'Choose one by network.plugin and leave the other out of components.',
    );
  }
  for (const component of enabled) {
    for (const need of component.needs) {
      const capability = need.kind === 'uses' ? undefined : need.capability;
      if (capability !== undefined && !enabled.some(other => other.provides.includes(capability))) {
        throw refuse(
          'GS-PLAN-04',
          `${component.name} needs ${capability}, and nothing that is on provides it`,
          `Turn on ${[...selection.values()]
            .filter(entry => entry.component.provides.includes(capability))
            .map(entry => entry.component.name)
            .join(' or ')}.`,
        );
      }
    }
  }
};

const refuse = (code: `GS-${string}`, message: string, remedy: string): GenestackError =>
  new GenestackError(code, `${message}.`, remedy, exitCodes.usage);
