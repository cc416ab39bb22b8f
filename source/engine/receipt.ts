import {z} from 'zod';
import {isRemoval, type Plan} from '../plan/plan.js';
import {componentStates, type RunState, type StepState} from './state.js';

export const receiptSchema = z.strictObject({
  /** ISO 8601. */
  time: z.iso.datetime(),
  type: z.literal('receipt'),
  /** `succeeded`: every enabled component is at least ready. */
  outcome: z.enum(['succeeded', 'failed', 'interrupted']),
  /** Whether it put things there or took them away; a receipt of before says nothing and installed. */
  deed: z.enum(['install', 'remove']).default('install'),
  seconds: z.number().nonnegative(),
  /** The longest path through the measured step times; never more than `seconds`. */
  criticalPathSeconds: z.number().nonnegative(),
  /** Components that a stand-in chart stood for. */
  standIns: z.array(z.string()),
  simulatedNodes: z.number().int().nonnegative(),
  kubeconfig: z.string().nullable(),
  /** Those that were to be there, in the plan's order. */
  components: z.array(
    z.strictObject({
      name: z.string(),
      row: z.string().nullable(),
      state: z.enum(componentStates),
      /** From the begin of its apply until its last step ended; 0 where it never came to an end. */
      seconds: z.number().nonnegative(),
      chart: z.string().nullable(),
      version: z.string().nullable(),
      standIn: z.boolean(),
      /** It answered itself; ready is only what the API says. */
      verified: z.boolean(),
    }),
  ),
});

export type Receipt = z.output<typeof receiptSchema>;

export interface ReceiptFacts {
  readonly standIns: readonly string[];
  readonly kubeconfig: string | null;
  readonly simulatedNodes: number;
  /** ISO 8601, the moment it is made. */
  readonly time: string;
  /** Chart versions that were installed instead of the plan's, by component. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** What is left of a run when it is over. */
export const makeReceipt = (state: RunState, plan: Plan, facts: ReceiptFacts): Receipt => {
  const end = state.run.finishedAt ?? facts.time;
  const seconds = secondsBetween(state.run.startedAt ?? end, end);
  return {
    time: facts.time,
    type: 'receipt',
    outcome: state.run.outcome ?? 'interrupted',
    deed: isRemoval(plan) ? 'remove' : 'install',
    seconds,
    criticalPathSeconds: measuredPath(state).seconds,
    standIns: plan.components
      .filter(component => component.enabled && facts.standIns.includes(component.name))
      .map(component => component.name),
    simulatedNodes: facts.simulatedNodes,
    kubeconfig: facts.kubeconfig,
    components: plan.components
      .filter(component => component.enabled)
      .map(({name, row, chart, version}) => {
        const now = state.components[name];
        return {
          name,
          row,
          state: now?.state ?? 'planned',
          seconds: now?.seconds ?? 0,
          chart,
          version: facts.versions?.[name] ?? version,
          standIn: facts.standIns.includes(name),
          verified: now?.state === 'verified',
        };
      }),
  };
};

/**
 * The longest path through the steps as they were measured, and its seconds. What a step spends waiting inside itself for one
 * it overlaps is that one's time, so its own work begins at the latest end of those (but within itself). A path up to a step
 * is never longer than the time up to it, hence the whole is never more than the run.
 */
export const measuredPath = (state: RunState): Plan['criticalPath'] => {
  const measured = measuredSteps(state);
  const origin = Math.min(...[...measured.values()].map(({started}) => started));
  const ends = new Map<string, End>();

  const endOf = (here: Measured): End => {
    const known = ends.get(here.step.id);
    if (known !== undefined) {
      return known;
    }
    ends.set(here.step.id, {length: 0, step: here.step.id});
    const needed = here.step.needs.flatMap(need => {
      const other = need.kind === 'uses' ? undefined : measured.get(need.step);
      return other === undefined ? [] : [{kind: need.kind, other}];
    });
    const overlapped = needed.filter(({kind}) => kind === 'overlaps').map(({other}) => other.finished);
    const workFrom = Math.min(Math.max(here.started, ...overlapped), here.finished);
    const before = longestOf(needed.map(({other}) => endOf(other)));
    const end: End = {
      length: Math.min(before?.length ?? 0, workFrom - origin) + (here.finished - workFrom),
      step: here.step.id,
      ...(before !== undefined && {before}),
    };
    ends.set(here.step.id, end);
    return end;
  };

  const last = longestOf([...measured.values()].map(endOf));
  const steps: string[] = [];
  for (let end = last; end !== undefined; end = end.before) {
    steps.unshift(end.step);
  }
  return {steps, seconds: (last?.length ?? 0) / 1000};
};

interface Measured {
  readonly step: StepState;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly finished: number;
}

/** The longest path that ends with a step; milliseconds. */
interface End {
  readonly length: number;
  readonly step: string;
  readonly before?: End;
}

const measuredSteps = (state: RunState): ReadonlyMap<string, Measured> =>
  new Map(
    Object.values(state.steps).flatMap(step =>
      step.startedAt === null || step.finishedAt === null
        ? []
        : [
            [
              step.id,
              {step, started: Date.parse(step.startedAt), finished: Date.parse(step.finishedAt)},
            ] as const,
          ],
    ),
  );

const longestOf = (ends: readonly End[]): End | undefined =>
  ends.reduce<End | undefined>((best, end) => (best && best.length >= end.length ? best : end), undefined);

const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
