import {z} from 'zod';

/** One deed of a simulated operator: assets/components/NAME/simulation.yaml is a list of these. `${…}` is filled from the object. */
export const simulationRuleSchema = z.strictObject({
  when: z.strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    name: z.string().optional(),
    namespace: z.string().optional(),
  }),
  /** Real-life seconds before it acts. */
  seconds: z.number().nonnegative().default(1),
  /** Objects to make; they are owned by the object that set it off. */
  creates: z.array(z.looseObject({apiVersion: z.string(), kind: z.string()})).default([]),
  /** Status is written only when the workloads it made are ready. */
  awaitsCreated: z.boolean().default(true),
  status: z.looseObject({}).optional(),
});
export type SimulationRule = z.output<typeof simulationRuleSchema>;
