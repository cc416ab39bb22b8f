import {z} from 'zod';
import {editions, needKinds, requirements} from '../catalogue/schema.js';
import {componentChangeSchema} from './changes.js';

/** What a step does; `remove` and `gone` are of a plan that takes away. */
export const stepActions = ['prepare', 'apply', 'accepts', 'ready', 'remove', 'gone'] as const;

export const plannedComponentSchema = z.strictObject({
  name: z.string(),
  row: z.string().nullable(),
  group: z.enum(['Kubernetes', 'OpenStack', 'Monitoring']),
  stage: z.enum(['initial', 'later']),
  requirement: z.enum(requirements),
  enabled: z.boolean(),
  replacedBy: z.string().nullable(),
  delivery: z.enum(['helm', 'kustomize', 'checked', 'deliveredBy']),
  chart: z.string().nullable(),
  version: z.string().nullable(),
  namespace: z.string().nullable(),
  /** What is to be known of it before it is installed. */
  warning: z.string().optional(),
});

export const planStepSchema = z.strictObject({
  /** `COMPONENT/ACTION`, for one readiness group `COMPONENT/ready-GROUP`. */
  id: z.string(),
  component: z.string(),
  needs: z.array(z.strictObject({step: z.string(), kind: z.enum(needKinds)})),
  estimateSeconds: z.number(),
  /** The seconds are what it took the last time here; absent where they are the catalogue's. */
  isLearned: z.literal(true).optional(),
});

export const planSchema = z.strictObject({
  edition: z.enum(editions),
  components: z.array(plannedComponentSchema),
  steps: z.array(planStepSchema),
  criticalPath: z.strictObject({steps: z.array(z.string()), seconds: z.number()}),
  /** Beside what a cluster holds; absent where none was named. */
  changes: z.array(componentChangeSchema).optional(),
});

/** What will be done, as a value: every row of the matrix (on or off), the steps of what is on, the longest path. */
export type Plan = z.output<typeof planSchema>;
export type PlannedComponent = z.output<typeof plannedComponentSchema>;
export type PlanStep = z.output<typeof planStepSchema>;
export type StepAction = (typeof stepActions)[number];

/** Tells whether a component is on in a plan. */
export const isOnIn =
  ({components}: Pick<Plan, 'components'>) =>
  (component: string): boolean =>
    components.some(({name, enabled}) => name === component && enabled);

/** Whether it takes away; a plan does that or installs, not both. */
export const isRemoval = ({steps}: Pick<Plan, 'steps'>): boolean =>
  steps.some(({id}) => parseStepId(id).action === 'remove');

/** `nova/ready-api` → {component: 'nova', action: 'ready', group: 'api'}. */
export const parseStepId = (id: string): {component: string; action: StepAction; group?: string} => {
  const [component = '', rest = ''] = id.split('/');
  const [action = '', ...group] = rest.split('-');
  return {component, action: action as StepAction, ...(group.length > 0 && {group: group.join('-')})};
};

export const stepId = (component: string, action: StepAction, group?: string): string =>
  `${component}/${action}${group === undefined ? '' : `-${group}`}`;
