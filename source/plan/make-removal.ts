import type {Catalogue, Component} from '../catalogue/schema.js';
import {criticalPath} from './critical-path.js';
import {planned} from './make-plan.js';
import {type Plan, type PlanStep, stepId} from './plan.js';
import type {Choices} from './selection.js';

/** Seconds on a real cluster: helm's own work, and until the last pod has ended. */
const estimates = {remove: 5, gone: 30};

/** What is given to nodes and is taken back in the end. */
export const nodeRolesComponent = 'node-roles';

/** Whether a removal has something to do for it. */
export const isRemovable = ({name, delivery}: Component): boolean =>
  delivery.kind === 'helm' || delivery.kind === 'kustomize' || name === nodeRolesComponent;

/** Whether one cannot be without the other: what is only used may go. */
export const doesNeed = (component: Component, other: Component): boolean =>
  component.needs.some(
    need =>
      need.kind !== 'uses' &&
      (need.component === other.name ||
        (need.capability !== undefined && other.provides.includes(need.capability))),
  ) ||
  (component.delivery.kind === 'deliveredBy' && component.delivery.component === other.name);

/** Whether one, down its needs within a list, comes to the other: nova and neutron do so both ways. */
const leadsTo = (
  from: Component,
  to: Component,
  within: readonly Component[],
  passed: Set<Component> = new Set(),
): boolean => {
  passed.add(from);
  return within.some(
    next => !passed.has(next) && doesNeed(from, next) && (next === to || leadsTo(next, to, within, passed)),
  );
};

/**
 * The plan that takes components away: each when everything that needs it is gone. Those that need one another, be it by others, go
 * together.
 * @param names in any order; those that come with another's release go with it and have no steps.
 */
export const makeRemoval = (
  catalogue: Catalogue,
  profile: Choices,
  names: readonly string[],
  pace = 1,
): Plan => {
  const removed = [...catalogue.components.values()].filter(
    component => names.includes(component.name) && isRemovable(component),
  );
  const seconds = (value: number): number => Math.round(value * pace * 10) / 10;
  const steps = removed.flatMap((component): PlanStep[] => {
    const remove = stepId(component.name, 'remove');
    const before = removed.filter(
      other => other !== component && doesNeed(other, component) && !leadsTo(component, other, removed),
    );
    return [
      {
        id: remove,
        component: component.name,
        needs: before.map(({name}) => ({step: stepId(name, 'gone'), kind: 'ready'})),
        estimateSeconds: seconds(estimates.remove),
      },
      {
        id: stepId(component.name, 'gone'),
        component: component.name,
        needs: [{step: remove, kind: 'ready'}],
        estimateSeconds: seconds(estimates.gone),
      },
    ];
  });
  return {
    edition: profile.edition,
    components: removed.map(component => ({
      ...planned({
        component,
        requirement: component.editions[profile.edition],
        enabled: true,
        replacedBy: null,
      }),
    })),
    steps,
    criticalPath: criticalPath(steps),
  };
};

/** Components that are on, stay, and cannot be without one of those that are to go; by that one. */
export const neededBy = (
  catalogue: Catalogue,
  enabled: readonly string[],
  removed: readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const staying = enabled.filter(name => !removed.includes(name));
  const componentsOf = (names: readonly string[]): Component[] =>
    names.flatMap(name => catalogue.components.get(name) ?? []);
  const needers = (component: Component): string[] =>
    componentsOf(staying)
      .filter(other => doesNeed(other, component) && !isMetOtherwise(other, component, componentsOf(staying)))
      .map(({name}) => name);
  return new Map(
    componentsOf(removed)
      .map(component => [component.name, needers(component)] as const)
      .filter(([, names]) => names.length > 0),
  );
};

/** A capability that something else which stays provides. */
const isMetOtherwise = (needer: Component, gone: Component, staying: readonly Component[]): boolean =>
  needer.needs
    .filter(
      need =>
        need.kind !== 'uses' &&
        (need.component === gone.name ||
          (need.capability !== undefined && gone.provides.includes(need.capability))),
    )
    .every(
      ({capability}) =>
        capability !== undefined && staying.some(({provides}) => provides.includes(capability)),
    ) && needer.delivery.kind !== 'deliveredBy';

/**
 * What goes with the named: those and, down their needs, what only they needed of what is there.
 * @param wanted names of what is on without the named.
 * @param held names of what the cluster holds, also of what is off and was not taken away.
 * @param left names of that of which only data is left.
 */
export const goingWith = (
  catalogue: Catalogue,
  names: readonly string[],
  {
    wanted,
    held,
    left = new Set(),
  }: Record<'wanted' | 'held', ReadonlySet<string>> & {
    readonly left?: ReadonlySet<string>;
  },
): readonly string[] => {
  const going = new Set<string>();
  const add = (name: string): void => {
    const component = catalogue.components.get(name);
    if (component === undefined || going.has(name)) {
      return;
    }
    going.add(name);
    for (const need of component.needs) {
      const other = need.component;
      const isThere = other !== undefined && (held.has(other) || left.has(other));
      if (need.kind !== 'uses' && isThere && !wanted.has(other)) {
        add(other);
      }
    }
  };
  for (const name of names) {
    add(name);
  }
  for (;;) {
    const needed = neededBy(catalogue, [...held], [...going]);
    const spared = [...needed.keys()].filter(name => !names.includes(name));
    if (spared.length === 0) {
      return [...going];
    }
    for (const name of spared) {
      going.delete(name);
    }
  }
};
