import type {Plan, PlannedComponent} from '../plan/plan.js';
import {duration} from './duration.js';

const width = {name: 28, requirement: 11, version: 26};

/**
 * The plan for a person: every row on or off, then the longest path.
 * @param missing names of what the cluster does not hold yet; undefined where no cluster was asked.
 */
export const planLines = (plan: Plan, missing: readonly string[] | undefined): string[] => {
  const groups = Map.groupBy(plan.components, component => component.group);
  const enabled = plan.components.filter(component => component.enabled);
  return [
    `Genestack ${plan.edition}: ${enabled.length} components on, ${plan.steps.length} steps`,
    ...[...groups].flatMap(([group, components]) => [
      '',
      group,
      ...components.map(component => rowLine(component, missing)),
    ]),
    '',
    `Longest path: about ${duration(plan.criticalPath.seconds)}`,
    ...plan.criticalPath.steps.map(step => `  ${step}`),
    '',
    missing === undefined
      ? 'No cluster was named, so what is installed was not looked at.'
      : missing.length === 0
        ? 'The cluster holds all of it. Whether values differ was not compared.'
        : `Not on the cluster yet: ${missing.join(', ')}.`,
  ];
};

const rowLine = (component: PlannedComponent, missing: readonly string[] | undefined): string => {
  const mark = component.enabled
    ? missing === undefined || missing.includes(component.name)
      ? '+'
      : '='
    : '-';
  const how =
    component.replacedBy === null ? deliveryText(component) : `off, ${component.replacedBy} instead`;
  return [
    `  ${mark} ${component.name.padEnd(width.name)}`,
    component.requirement.padEnd(width.requirement),
    (component.version ?? '').padEnd(width.version),
    component.enabled || component.replacedBy !== null ? how : 'off',
  ]
    .join(' ')
    .trimEnd();
};

const deliveryText = ({delivery, chart, namespace}: PlannedComponent): string =>
  ({
    helm: `helm chart ${chart} in ${namespace}`,
    kustomize: `kustomize${namespace === null ? '' : ` in ${namespace}`}`,
    checked: 'checked only',
    deliveredBy: 'by another release',
  })[delivery];
