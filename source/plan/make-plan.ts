import type {Catalogue, Component} from '../catalogue/schema.js';
import {criticalPath} from './critical-path.js';
import type {Plan, PlannedComponent} from './plan.js';
import {type Choices, type Selected, select} from './selection.js';
import {stepsOf} from './steps.js';

/**
 * Profile and catalogue become a plan.
 * @param pace what the catalogue's seconds are multiplied with: 1 like life, less in a rehearsal.
 * @throws GenestackError as `select` does.
 */
export const makePlan = (catalogue: Catalogue, profile: Choices, pace = 1): Plan => {
  const selection = select(catalogue, profile);
  const steps = stepsOf(selection, pace);
  return {
    edition: profile.edition,
    components: [...selection.values()].map(planned),
    steps,
    criticalPath: criticalPath(steps),
  };
};

/** A component as a plan tells of it. */
export const planned = ({component, requirement, enabled, replacedBy}: Selected): PlannedComponent => ({
  name: component.name,
  row: component.row,
  group: component.group,
  stage: component.stage,
  requirement,
  enabled,
  replacedBy: requirement === 'required' ? replacedBy : null,
  delivery: component.delivery.kind,
  chart: component.delivery.kind === 'helm' ? component.delivery.chart : null,
  version: versionOf(component),
  namespace: component.namespace ?? null,
  ...(component.warning !== undefined && {warning: component.warning}),
});

const versionOf = ({delivery}: Component): string | null =>
  'version' in delivery ? (delivery.version ?? null) : null;
