import {z} from 'zod';

/** What a run would do with a component: `drifted` is what somebody else changed; a run leaves it unless it is told to correct it. */
export const changeActions = ['create', 'change', 'leave', 'remove', 'drifted'] as const;

const objectChangeSchema = z.strictObject({
  /** `Deployment openstack/keystone-api`. */
  object: z.string(),
  action: z.enum(['create', 'change', 'remove']),
  /** Paths of what differs, `spec.replicas`; of a Secret no more than that. */
  fields: z.array(z.string()),
});

const driftSchema = z.strictObject({
  object: z.string(),
  /** What differs from what was delivered; empty where the object is gone. */
  fields: z.array(z.string()),
  /** Numbers and switches alone are told; a text may be a secret. */
  from: z.union([z.number(), z.boolean()]).nullable(),
  to: z.union([z.number(), z.boolean()]).nullable(),
  /** The field manager that holds it now, as `kubectl get --show-managed-fields` prints it; null where nobody does. */
  manager: z.string().nullable(),
  /** ISO 8601, when that manager wrote last. */
  time: z.string().nullable(),
});

export const componentChangeSchema = z.strictObject({
  component: z.string(),
  action: z.enum(changeActions),
  /** Why it is not left alone, without full stops. */
  reasons: z.array(z.string()),
  /** Paths of the values of its chart that differ. */
  keys: z.array(z.string()),
  objects: z.array(objectChangeSchema),
  /** Workloads whose pods are replaced. */
  restarts: z.array(z.string()),
  /** What cannot be changed so while it is there, with the API's words; a run would fail on it. */
  refused: z.array(z.string()).default([]),
  drift: z.array(driftSchema),
});

export type ComponentChange = z.output<typeof componentChangeSchema>;
export type ObjectChange = z.output<typeof objectChangeSchema>;
export type Drift = z.output<typeof driftSchema>;

export const noChange = (component: string): ComponentChange => ({
  component,
  action: 'leave',
  reasons: [],
  keys: [],
  objects: [],
  restarts: [],
  refused: [],
  drift: [],
});

/** Those that are not left alone. */
export const toDo = (changes: readonly ComponentChange[]): readonly ComponentChange[] =>
  changes.filter(({action}) => action !== 'leave');
