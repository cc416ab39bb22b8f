import {z} from 'zod';

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({name: z.string()}),
  /** Of which of the situation's components it is; else of its main one. */
  component: z.string().optional(),
  /** Whether its kind has no namespace, where a definition has to be made up for it. */
  cluster: z.boolean().optional(),
});

const object = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string().optional(),
});

/** How a container is seen; of one that is given no state nothing is known but that it is being made. */
const container = z.strictObject({
  waiting: z.strictObject({reason: z.string(), message: z.string().optional()}).optional(),
  running: z.strictObject({}).optional(),
  terminated: z
    .strictObject({exitCode: z.number(), reason: z.string().optional(), message: z.string().optional()})
    .optional(),
  lastTerminated: z
    .strictObject({exitCode: z.number(), reason: z.string().optional(), message: z.string().optional()})
    .optional(),
  restartCount: z.number().optional(),
  started: z.boolean().optional(),
});

const event = z.strictObject({
  reason: z.string(),
  message: z.string(),
  type: z.enum(['Warning', 'Normal']).default('Warning'),
  count: z.number().default(1),
  source: z.string().default('kubelet'),
});

const play = z.strictObject({
  /** Every pod of this workload, `Deployment/keystone-api`. */
  of: z.string(),
  phase: z.string().default('Pending'),
  reason: z.string().optional(),
  message: z.string().optional(),
  /** What the scheduler says; then it has no node. */
  unscheduled: z.string().optional(),
  ready: z.boolean().default(false),
  container: container.optional(),
  init: container.optional(),
  events: z.array(event).default([]),
  /** Whether it is then deleted, without a kubelet that lets it go. */
  deleted: z.boolean().default(false),
});

/** What `rehearse --inject` does, where it is not what the pods show. */
const injection = z.strictObject({
  /** Made in the component's namespace as soon as that is there. */
  objects: z.array(manifest).default([]),
  /** StorageClasses that are taken away as often as they come. */
  storageClasses: z.array(z.string()).default([]),
  /** Merged into every node. */
  nodes: z.looseObject({}).optional(),
});

export const situationSchema = z.strictObject({
  about: z.string(),
  /** A public thread in which it was seen, a chart that is made so, or `own`. */
  origin: z.string(),
  component: z.string().default('main'),
  code: z.string().regex(/^GS-[A-Z]+-\d\d$/),
  /** What the answer has to say. */
  words: z.array(z.string()).min(1),
  /** What has to be mended. */
  root: z.string().optional(),
  /** The components that wait behind it. */
  waiting: z.array(z.string()).default([]),
  /** The kind that is asked about, where it is no workload. */
  kind: z.string().optional(),
  /** Labels of its namespace. */
  labels: z.record(z.string(), z.string()).default({}),
  objects: z.array(manifest).default([]),
  workloads: z
    .array(
      z.strictObject({
        kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']),
        name: z.string(),
        component: z.string().optional(),
        replicas: z.number().default(1),
        image: z.string().default('example.org/main:1'),
        /** Image of an init container. */
        init: z.string().optional(),
        /** Variables of the init container. */
        environment: z.record(z.string(), z.string()).default({}),
        /** Name of a claim that its pods mount. */
        claim: z.string().optional(),
        annotations: z.record(z.string(), z.string()).default({}),
        /** `Kind/name` of an object above that owns it. */
        owner: z.string().optional(),
        pod: z.looseObject({}).default({}),
        spec: z.looseObject({}).default({}),
      }),
    )
    .default([]),
  pods: z.array(play).default([]),
  events: z
    .array(
      event.extend({
        /** `Kind/name`. */
        about: z.string(),
        /** Whether it is newer than what a real controller says. */
        last: z.boolean().default(false),
      }),
    )
    .default([]),
  deletes: z.array(object).default([]),
  /** Whether a policy above has to be in force before the workloads are made. */
  settles: z.boolean().default(false),
  inject: injection.optional(),
  /** Whether any pod can be shown so; false where its own name has a part in it. */
  ofAny: z.boolean().default(true),
});

export type Situation = z.output<typeof situationSchema>;
export type Play = Situation['pods'][number];
export type ContainerPlay = z.output<typeof container>;
export type EventPlay = z.output<typeof event>;
