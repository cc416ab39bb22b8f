import type {ObservedPod, ObservedWorkload} from '../../cluster/observation.js';
import type {ComponentStateName} from '../../engine/state.js';
import type {WaitsChain} from './waits-chain.js';

/** What every row of the tree has. */
interface AnyRow {
  /** Stays the same while the row is there; unique. */
  readonly key: string;
  /** The row above that holds it; null for a group. */
  readonly parent: string | null;
  /** `none` where nothing can be below. */
  readonly fold: 'open' | 'closed' | 'none';
  readonly name: string;
  /** Which glyph and which colour. */
  readonly state: ComponentStateName;
  readonly counts: Counts | null;
}

export interface Counts {
  readonly ready: number;
  readonly desired: number;
}

/** When a row began and how long it took; `seconds` is null as long as it moves. */
export interface Span {
  /** ISO 8601. */
  readonly startedAt: string | null;
  readonly seconds: number | null;
}

export interface GroupRow extends AnyRow {
  readonly kind: 'group';
  readonly counts: Counts;
  readonly span: Span;
}

export interface ComponentRow extends AnyRow {
  readonly kind: 'component';
  readonly component: string;
  readonly version: string | null;
  readonly isStandIn: boolean;
  readonly chain: WaitsChain;
  /** Components it would use and that are not there. */
  readonly missing: readonly string[];
  /** Everything was so already. */
  readonly isUnchanged: boolean;
  readonly span: Span;
}

export interface WorkloadRow extends AnyRow {
  readonly kind: 'workload';
  readonly component: string;
  readonly workload: ObservedWorkload;
  readonly isLast: boolean;
}

export interface PodRow extends AnyRow {
  readonly kind: 'pod';
  readonly component: string;
  readonly workload: ObservedWorkload;
  readonly pod: ObservedPod;
  readonly isLast: boolean;
  /** Whether the workload has more beside it, so that its line goes on. */
  readonly isWorkloadLast: boolean;
}

/** Siblings that are as they are for the same cause. */
export interface MoreRow extends AnyRow {
  readonly kind: 'more';
  readonly count: number;
  /** The component that holds them all back. */
  readonly by: string;
}

export type TreeRow = GroupRow | ComponentRow | WorkloadRow | PodRow | MoreRow;

export const groupKey = (group: string): string => `group/${group}`;
export const componentKey = (component: string): string => `component/${component}`;
export const workloadKey = (
  component: string,
  {kind, namespace, name}: Pick<ObservedWorkload, 'kind' | 'namespace' | 'name'>,
): string => `workload/${component}/${kind}/${namespace}/${name}`;
export const podKey = (
  component: string,
  {namespace, name}: Pick<ObservedPod, 'namespace' | 'name'>,
): string => `pod/${component}/${namespace}/${name}`;
