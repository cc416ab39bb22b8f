import {z} from 'zod';

/** Shown to people: nothing in it that a terminal obeys or that is not seen. */
const text = z.string().regex(/^[\P{C}\n]*$/u, 'holds a character that is not printed');

/** What an object may be called: RFC 1123 label. */
const name = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'a name of lower-case letters, digits, - and .');
const seconds = z.number().nonnegative();

export const editions = ['flex', 'enterprise'] as const;
export type Edition = (typeof editions)[number];
export const editionNames = {flex: 'Flex', enterprise: 'Enterprise'} as const satisfies Record<
  Edition,
  string
>;

/** The cell of the matrix; `support` is for what no row names but a row needs. */
export const requirements = ['required', 'optional', 'support'] as const;
export type Requirement = (typeof requirements)[number];

export const nodeRoles = ['control-plane', 'compute', 'network', 'storage'] as const;
export type NodeRole = (typeof nodeRoles)[number];

/** How one component holds back another; design: accepts and ready block, overlaps waits for the other to begin, uses never blocks. */
export const needKinds = ['accepts', 'ready', 'overlaps', 'uses'] as const;
export type NeedKind = (typeof needKinds)[number];

const need = z
  .strictObject({
    /** A component by its folder's name, or a capability that one or more components provide. */
    component: name.optional(),
    capability: name.optional(),
    kind: z.enum(needKinds),
    /** Only one readiness group of the other, e.g. `api` of nova. */
    group: name.optional(),
    /** Only one readiness group of this component waits, not its apply. */
    for: name.optional(),
  })
  .refine(value => (value.component === undefined) !== (value.capability === undefined), {
    message: 'name either a component or a capability',
  });

const delivery = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('helm'),
    /** `https://…` of an index, or `oci://…` of the folder that holds the chart. */
    repository: z.url({protocol: /^(https|oci)$/}),
    chart: name,
    version: text,
    /** Defaults to the component's name. */
    release: name.optional(),
  }),
  z.strictObject({kind: z.literal('kustomize'), version: text}),
  z.strictObject({kind: z.literal('checked'), check: name, version: text.optional()}),
  z.strictObject({kind: z.literal('deliveredBy'), component: name}),
]);

/** What kubernetes-entrypoint would wait for: names are `name` or `namespace:name`. */
const dependencies = z.strictObject({
  services: z.array(z.string()).optional(),
  jobs: z.array(z.string()).optional(),
  /** Pods on the same node, by labels. */
  pods: z
    .array(z.strictObject({labels: z.record(z.string(), z.string()), sameNode: z.boolean().optional()}))
    .optional(),
});

const workload = z.strictObject({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']),
  name,
  /** Defaults to 1; meaningless for a DaemonSet, a Job and a CronJob. */
  replicas: z.number().int().positive().optional(),
  /** The nodes it runs on; any node where it is absent. */
  node: z.enum(nodeRoles).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  /** Claims of a StatefulSet: name of the template to its storage class and size. */
  claims: z.record(name, z.strictObject({class: z.string(), size: z.string()})).optional(),
  dependencies: dependencies.optional(),
  /** Seconds until a pod of it is ready, on a real cluster; the component's estimate where absent. */
  seconds: seconds.optional(),
});

const hook = z.strictObject({
  /** Names of roles may hold colons. */
  name: z.string().regex(/^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?$/),
  kind: z
    .enum([
      'Job',
      'Secret',
      'ConfigMap',
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'ClusterRole',
      'ClusterRoleBinding',
    ])
    .default('Job'),
  events: z.array(
    z.enum(['pre-install', 'post-install', 'pre-upgrade', 'post-upgrade', 'pre-delete', 'post-delete']),
  ),
  weight: z.number().int().default(0),
  node: z.enum(nodeRoles).optional(),
  dependencies: dependencies.optional(),
  /** `helm.sh/hook-delete-policy`; Helm's own default where absent. */
  deletePolicy: z.string().optional(),
  seconds: seconds.optional(),
});

const customResource = z.strictObject({
  group: z.string(),
  kind: z.string(),
  plural: z.string(),
  scope: z.enum(['Namespaced', 'Cluster']).default('Namespaced'),
  versions: z.array(z.string()).nonempty(),
});

const secretKey = z.discriminatedUnion('make', [
  /** Letters and digits, the first a letter. */
  z.strictObject({make: z.literal('password'), length: z.number().int().min(16).max(128).default(32)}),
  z.strictObject({make: z.literal('text'), text: z.string()}),
  /** An ed25519 key pair in OpenSSH form: this key holds the private one, `publicKey` names the other. */
  z.strictObject({make: z.literal('ssh-key'), publicKey: name}),
  /** A self-made certificate authority's certificate, signed certificate and key for the DNS names. */
  z.strictObject({make: z.literal('certificate'), authority: name, key: name, names: z.array(z.string())}),
]);

const secret = z.strictObject({
  name,
  /** Defaults to the component's namespace. */
  namespace: name.optional(),
  type: z.string().default('Opaque'),
  keys: z.record(z.string(), secretKey),
  /** Helm release whose chart renders this Secret as well: with Helm's marks on it the release takes over what is there. */
  release: name.optional(),
});

const objectRef = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: name.optional(),
  name,
});

/** The facts of one component: assets/components/NAME/component.yaml. The folder's name is the component's name. */
export const componentSchema = z.strictObject({
  /** The row's name as the matrix writes it; null for support. */
  row: text.nullable(),
  group: z.enum(['Kubernetes', 'OpenStack', 'Monitoring']),
  editions: z.strictObject({flex: z.enum(requirements), enterprise: z.enum(requirements)}),
  stage: z.enum(['initial', 'later']),
  /** One line that a person reads when choosing. */
  summary: text.max(100),
  /** Said where it is chosen, e.g. that upstream retired it. */
  warning: text.optional(),
  delivery,
  /** Namespace of the release or of the objects; absent where there is none. */
  namespace: name.optional(),
  /** What other scripts call its release, or an object of it that has none, so that the monitor knows it there too. */
  aliases: z
    .array(
      z.union([
        z.strictObject({release: name, namespace: name}),
        z.strictObject({kind: z.string(), namespace: name.optional(), name}),
      ]),
    )
    .default([]),
  /** Labels the namespace must carry, e.g. pod security. */
  namespaceLabels: z.record(z.string(), z.string()).optional(),
  /** Components any of which, when on, lets this required row be off. */
  alternatives: z.array(name).default([]),
  /** Profile path to the values with which it is on, e.g. `network.plugin: [calico]`; such a component is not chosen by name. */
  when: z.record(z.string(), z.array(z.string())).optional(),
  /** Names that others may need instead of this component's own. */
  provides: z.array(name).default([]),
  needs: z.array(need).default([]),
  /** Readiness groups: name to the workloads that make it; every other object belongs to the first. */
  groups: z.record(name, z.array(name)).optional(),
  nodes: z.array(z.enum(nodeRoles)).default([]),
  /** What its placeholders take from the cluster beside Secrets and nodes, each by the name of a reader and of its first word. */
  reads: z.array(z.enum(['ovn'])).default([]),
  secrets: z.array(secret).default([]),
  workloads: z.array(workload).default([]),
  hooks: z.array(hook).default([]),
  services: z
    .array(
      z.strictObject({
        name,
        port: z.number().int(),
        workload: name,
        type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).optional(),
      }),
    )
    .default([]),
  crds: z.array(customResource).default([]),
  /** Custom resources that a chart sends beside its workloads, so that its stand-in sends them too; of the chart's namespace where none is named. */
  objects: z.array(z.looseObject({apiVersion: z.string(), kind: z.string()})).default([]),
  /** Objects that must be ready beside the delivered ones, e.g. what an operator makes. */
  ready: z.array(objectRef).default([]),
  /** What `accepts` of this component means beside its CRDs being established: a Secret that is there, an object a dry run takes. */
  accepts: z
    .strictObject({
      secrets: z.array(z.strictObject({namespace: name, name, keys: z.array(z.string())})).default([]),
      dryRun: z.array(z.looseObject({apiVersion: z.string(), kind: z.string()})).default([]),
    })
    .optional(),
  /** Seconds on a real cluster, pulls included: of the apply (hooks), and from then until ready. */
  estimate: z.strictObject({apply: seconds, ready: seconds}),
  /** Seconds without a sign of life that are ordinary (an image that is pulled, a disk that is prepared); after them it is marked stalled. */
  quiet: seconds.default(600),
  /** Seconds without a sign of life after which it is given up, the last limit of all. */
  patience: seconds.default(14_400),
  /** Version of the real chart that was installed in a rehearsal and became ready; absent where only a stand-in was. */
  exercised: text.optional(),
  /** What a rehearsal cannot show of it, beside what it can show of none of its kind. */
  unshown: text.optional(),
  /** Where the facts come from. */
  source: text.optional(),
});

export type ComponentFacts = z.output<typeof componentSchema>;
export type Component = ComponentFacts & {
  readonly name: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Values of its release, the later over the earlier: its own, those for every chart, those for it. */
  readonly valuesFiles: readonly string[];
  /** Folders that hold resources/ or patches/: its own, that for everything, that for it. */
  readonly overlays: readonly string[];
};
export type Need = ComponentFacts['needs'][number];
export type Delivery = ComponentFacts['delivery'];
export type Workload = ComponentFacts['workloads'][number];
export type Hook = ComponentFacts['hooks'][number];
export type SecretFacts = ComponentFacts['secrets'][number];

/** All components by name. */
export interface Catalogue {
  readonly components: ReadonlyMap<string, Component>;
}
