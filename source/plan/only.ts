import {criticalPath} from './critical-path.js';
import type {Plan} from './plan.js';

/** The part of a plan that is about some components; what they need of others is there already. */
export const onlyOf = (plan: Plan, names: ReadonlySet<string>): Plan => {
  const own = plan.steps.filter(({component}) => names.has(component));
  const ids = new Set(own.map(({id}) => id));
  const steps = own.map(step => ({...step, needs: step.needs.filter(need => ids.has(need.step))}));
  return {
    ...plan,
    components: plan.components.map(component => ({
      ...component,
      enabled: component.enabled && names.has(component.name),
    })),
    steps,
    criticalPath: criticalPath(steps),
  };
};
