import type {ComponentChange} from '../plan/changes.js';
import type {Plan, PlannedComponent} from '../plan/plan.js';
import {changeLines, changeMarks} from './change-lines.js';
import {duration} from './duration.js';

const width = {name: 28, requirement: 11, version: 26};

/** The plan for a person: every row on or off, the longest path, and what differs from what a cluster holds. */
export const planLines = (plan: Plan): string[] => {
  const groups = Map.groupBy(plan.components, component => component.group);
  const actions =
    plan.changes && new Map(plan.changes.map(({component, action}) => [component, action] as const));
  const enabled = plan.components.filter(component => component.enabled);
  return [
    `Genestack ${plan.edition}: ${enabled.length} components on, ${plan.steps.length} steps`,
    ...[...groups].flatMap(([group, components]) => [
      '',
      group,
      ...components.map(component => rowLine(component, actions)),
    ]),
    '',
    `Longest path: about ${duration(plan.criticalPath.seconds)}${plan.steps.some(({isLearned}) => isLearned) ? ', by the times of the last run here' : ''}`,
    ...plan.criticalPath.steps.map(step => `  ${step}`),
    '',
    ...(plan.changes === undefined
      ? ['No cluster was named, so what is installed was not looked at.']
      : changeLines(plan.changes)),
  ];
};

const rowLine = (
  component: PlannedComponent,
  actions: ReadonlyMap<string, ComponentChange['action']> | undefined,
): string => {
  const action = actions?.get(component.name);
  const mark =
    action !== undefined ? changeMarks[action] : component.enabled && actions === undefined ? '+' : '-';
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
