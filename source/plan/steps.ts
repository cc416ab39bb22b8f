import type {Component, Need} from '../catalogue/schema.js';
import {type PlanStep, stepId} from './plan.js';
import type {Selection} from './selection.js';

type StepNeed = PlanStep['needs'][number];

const isDelivered = (component: Component): boolean =>
  component.delivery.kind === 'helm' || component.delivery.kind === 'kustomize';

const hasAccepts = (component: Component): boolean =>
  isDelivered(component) && (component.crds.length > 0 || component.accepts !== undefined);

const groupsOf = (component: Component): (string | undefined)[] =>
  component.groups === undefined ? [undefined] : Object.keys(component.groups);

const readySteps = (component: Component, group?: string): string[] =>
  (group === undefined ? groupsOf(component) : [group]).map(name => stepId(component.name, 'ready', name));

/**
 * The steps of everything that is on. Seconds are the catalogue's times `pace`.
 * An `overlaps` need lets the apply begin early and is a `ready` need of the own readiness, since nothing gets ready before
 * what its init containers wait for.
 */
export const stepsOf = (selection: Selection, pace: number): PlanStep[] => {
  const enabled = [...selection.values()].filter(entry => entry.enabled).map(entry => entry.component);
  const targets = (need: Need): Component[] =>
    enabled.filter(
      other =>
        other.name === need.component ||
        (need.capability !== undefined && other.provides.includes(need.capability)),
    );
  const wanted = (need: Need): string[] =>
    targets(need).flatMap(target =>
      need.kind === 'accepts' && hasAccepts(target)
        ? [stepId(target.name, 'accepts')]
        : readySteps(target, need.group),
    );
  const seconds = (value: number): number => Math.round(value * pace * 10) / 10;

  return enabled.flatMap(component => {
    const own = component.needs.filter(need => need.for === undefined);
    const toApply: StepNeed[] = own.flatMap(need => wanted(need).map(step => ({step, kind: need.kind})));
    const toReady = (group: string | undefined): StepNeed[] => [
      ...own
        .filter(need => need.kind === 'overlaps')
        .flatMap(need => wanted(need).map(step => ({step, kind: 'ready' as const}))),
      ...component.needs
        .filter(need => need.for !== undefined && need.for === group)
        .flatMap(need =>
          wanted(need).map(step => ({
            step,
            kind: need.kind === 'uses' ? ('uses' as const) : ('ready' as const),
          })),
        ),
    ];
    const applied: StepNeed = {step: stepId(component.name, 'apply'), kind: 'ready'};
    const ready = groupsOf(component).map(group => ({
      id: stepId(component.name, 'ready', group),
      component: component.name,
      needs: unique([
        ...before(component, applied),
        ...(isDelivered(component) ? [] : toApply),
        ...toReady(group),
      ]),
      estimateSeconds: seconds(component.estimate.ready),
    }));
    if (!isDelivered(component)) {
      return ready;
    }
    return [
      {id: stepId(component.name, 'prepare'), component: component.name, needs: [], estimateSeconds: 0},
      {
        id: applied.step,
        component: component.name,
        needs: unique([{step: stepId(component.name, 'prepare'), kind: 'ready'}, ...toApply]),
        estimateSeconds: seconds(component.estimate.apply),
      },
      ...(hasAccepts(component)
        ? [
            {
              id: stepId(component.name, 'accepts'),
              component: component.name,
              needs: [applied],
              estimateSeconds: 0,
            },
          ]
        : []),
      ...ready,
    ];
  });
};

const before = (component: Component, applied: StepNeed): StepNeed[] => {
  if (isDelivered(component)) {
    return [applied];
  }
  return component.delivery.kind === 'deliveredBy'
    ? [{step: stepId(component.delivery.component, 'apply'), kind: 'ready'}]
    : [];
};

/** The strongest kind of each needed step: a step that is both used and needed is needed. */
const unique = (needs: readonly StepNeed[]): StepNeed[] => {
  const strength = ['uses', 'overlaps', 'accepts', 'ready'];
  const byStep = new Map<string, StepNeed>();
  for (const need of needs) {
    const known = byStep.get(need.step);
    if (!known || strength.indexOf(need.kind) > strength.indexOf(known.kind)) {
      byStep.set(need.step, need);
    }
  }
  return [...byStep.values()];
};
