import {type Plan, type PlanStep, planSchema} from '../../source/plan/plan.js';

export type SmallStep = Record<string, string | number>;

/**
 * A plan from its steps: id to its needs, e.g. `{'a/apply': '', 'b/apply': 'overlaps a/ready, ready c/ready'}`; a number is the
 * estimate of a step without needs, `'… = 30'` one beside needs.
 */
export const smallPlan = (steps: SmallStep, deliveries: Record<string, string> = {}): Plan => {
  const made = Object.entries(steps).map(([id, text]) => stepOf(id, String(text)));
  const names = [...new Set(made.map(step => step.component))];
  return planSchema.parse({
    edition: 'flex',
    components: names.map(name => ({
      name,
      row: name.toUpperCase(),
      group: 'OpenStack',
      stage: 'initial',
      requirement: 'required',
      enabled: true,
      replacedBy: null,
      delivery: deliveries[name] ?? 'helm',
      chart: name,
      version: '1.2.3',
      namespace: 'openstack',
    })),
    steps: made,
    criticalPath: {steps: [], seconds: 0},
  });
};

const stepOf = (id: string, text: string): PlanStep => {
  const [needs = '', estimate = ''] = /^[\d.]+$/.test(text) ? ['', text] : text.split(' = ');
  return {
    id,
    component: id.split('/')[0] ?? '',
    needs: needs
      .split(', ')
      .filter(need => need !== '')
      .map(need => {
        const [kind, step] = need.split(' ');
        return {kind: kind as PlanStep['needs'][number]['kind'], step: step ?? ''};
      }),
    estimateSeconds: Number(estimate),
  };
};
