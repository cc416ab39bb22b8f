import {z} from 'zod';

const count = z.number().int().nonnegative();
const state = z.enum(['ready', 'rolling-out', 'failed']);

/** What programs are told of a component. */
export const componentFields = {
  name: z.string().describe('of the catalogue (docs/components.md)'),
  row: z.string().nullable().describe("its row of Genestack's matrix; null of what a row needs"),
  group: z.enum(['Kubernetes', 'OpenStack', 'Monitoring']),
  isDelivered: z.boolean().describe('by Genestack; what Kubernetes brings is there without'),
  state,
  ready: count.describe('pods that are ready of what is there for good; objects where there are none'),
  desired: count.describe('of how many'),
  reason: z.string().describe('why it is not well, or what is to be known though it is; else empty'),
};

const target = z.strictObject({
  component: z.string(),
  workload: z.string().optional(),
  pod: z.string().optional(),
  namespace: z.string().optional(),
});

export const problemFields = {
  key: z.string().describe('the same as long as it is the same problem'),
  code: z.string().describe('`GS-…` (docs/causes.md); empty where nobody has a code for it'),
  weight: z
    .enum(['failed', 'rolling-out', 'attention'])
    .describe('`failed` needs a person, `rolling-out` may mend itself, `attention` is coming'),
  what: z.string().describe('the component or the object that has it'),
  text: z.string(),
  ready: count.nullable().describe("its component's, where it has one"),
  desired: count.nullable(),
  target: target
    .nullable()
    .describe(
      'what can be asked about, its component by `genestack why`; of no component it is known by its namespace',
    ),
  behind: z.array(z.string()).describe('components that wait behind it'),
};

export const nodeFields = {
  name: z.string(),
  roles: z.array(z.string()).describe("OpenStack's, by its labels"),
  isReady: z.boolean(),
  troubles: z.array(z.string()).describe('the worst first'),
  version: z.string().describe("its kubelet's"),
  pods: count,
  notWell: count.describe('pods of them that are not well'),
};

export const happeningFields = {
  time: z.iso.datetime().describe('when it happened'),
  kind: z.enum(['ready', 'not-ready', 'flapped', 'restarted', 'changed', 'came', 'went', 'node']),
  what: z.string().describe('component, pod or node'),
  text: z.string(),
  target: target.optional().describe('absent where there is nothing left to be asked about'),
};

export const healthFields = {
  line: z.string().describe('all of it in a few words'),
  isWell: z.boolean(),
  isEmpty: z.boolean().describe('nothing of Genestack is seen, which is neither well nor wrong'),
  well: count.describe('components that are ready'),
  total: count.describe('components that are seen'),
  now: count.describe('problems that are here'),
  coming: count.describe('problems that are only coming'),
};

const time = z.iso.datetime().describe('when it is told');

const headFields = {
  asOf: z.iso.datetime().nullable().describe('when the API was last heard of; null before'),
  trouble: z.string().describe('why nothing is heard of the API now; empty when all is well'),
  health: z.strictObject(healthFields),
  unseen: z.array(z.string()).describe('kinds that may not be seen'),
  driver: z.string().nullable().describe('who installs at the moment'),
};

/** One line of `monitor --output json`. */
export const monitorRecordSchema = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('picture'),
      time,
      context: z.string().describe('of the kubeconfig'),
      server: z.string(),
      version: z.string().describe('of Kubernetes'),
      simulatedNodes: z.boolean().describe('it is a rehearsal'),
      ...headFields,
      components: z.array(z.strictObject(componentFields)),
      problems: z.array(z.strictObject(problemFields)),
      nodes: z.array(z.strictObject(nodeFields)),
      lately: z.array(z.strictObject(happeningFields)).describe('newest first'),
    })
    .describe('The whole, first and once; with `--once` it is all.'),
  z
    .strictObject({type: z.literal('component'), time, ...componentFields})
    .describe('A component came or is otherwise than before.'),
  z
    .strictObject({type: z.literal('component-gone'), time, name: z.string()})
    .describe('Nothing of a component is there any more.'),
  z
    .strictObject({type: z.literal('problem'), time, ...problemFields})
    .describe('A problem came or is otherwise than before.'),
  z.strictObject({type: z.literal('problem-gone'), time, key: z.string()}).describe('A problem is no more.'),
  z.strictObject({type: z.literal('happening'), ...happeningFields}).describe('Something happened.'),
  z
    .strictObject({type: z.literal('health'), time, ...headFields})
    .describe(
      'The line of health, the trouble with the API, what may not be seen, or who installs, is another.',
    ),
]);
export type MonitorRecord = z.output<typeof monitorRecordSchema>;
