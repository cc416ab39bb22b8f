import type {KubernetesObject} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';

/** What readiness says of one object. */
export interface Verdict {
  readonly state: 'ready' | 'progressing' | 'failed';
  /** Pods of a workload, else 0 or 1. */
  readonly ready: number;
  readonly desired: number;
  /** A clause without a full stop, e.g. `2 of 3 pods are ready`; empty when ready, but for a warning. */
  readonly reason: string;
  /** Only where a person may have to do something, though it may still mend itself. */
  readonly code?: `GS-${string}`;
}

export type Judge = (object: KubernetesObject) => Verdict;

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

export interface Count {
  readonly ready: number;
  readonly desired: number;
}

const one: Count = {ready: 0, desired: 1};

export const ready = (desired = 1, warning = ''): Verdict => ({
  state: 'ready',
  ready: desired,
  desired,
  reason: warning,
});

export const progressing = (reason: string, count: Count = one, code?: `GS-${string}`): Verdict => ({
  state: 'progressing',
  ...count,
  reason,
  ...(code !== undefined && {code}),
});

/** Only for what cannot mend itself: it ends the wait. */
export const failed = (reason: string, code: `GS-${string}`, count: Count = one): Verdict => ({
  state: 'failed',
  ...count,
  reason,
  code,
});

export const conditionsOf = (from: unknown): readonly Condition[] => {
  const conditions = (from as {conditions?: unknown} | null | undefined)?.conditions;
  return Array.isArray(conditions) ? conditions : [];
};

export const conditionOf = (from: unknown, type: string): Condition | undefined =>
  conditionsOf(from).find(condition => condition.type === type);

/** A condition written for an older generation says nothing of what is asked now. */
export const isCurrent = (condition: Condition, {metadata}: KubernetesObject): boolean =>
  condition.observedGeneration === undefined ||
  metadata.generation === undefined ||
  condition.observedGeneration >= metadata.generation;

/** `its condition Ready is False (IssuerNotFound): issuer "x" not found`. */
export const saying = ({type, status, reason, message}: Condition): string =>
  [
    `its condition ${sanitiseLine(type, 60)} is ${sanitiseLine(String(status), 20)}`,
    reason ? ` (${sanitiseLine(reason, 60)})` : '',
    message ? `: ${sanitiseLine(message, 300)}` : '',
  ].join('');

/** Ready when all the conditions are True at the current generation. */
export const whenConditions =
  (...types: readonly string[]): Judge =>
  object => {
    for (const type of types) {
      const condition = conditionOf(object.status, type);
      if (condition === undefined) return progressing(`its condition ${type} is not reported yet`);
      if (!isCurrent(condition, object))
        return progressing(`its condition ${type} is of an older generation`);
      if (condition.status !== 'True') return progressing(saying(condition));
    }
    return ready();
  };

/** Ready when a field of the status holds one of the values. */
export const whenField =
  (path: readonly string[], values: readonly string[]): Judge =>
  object => {
    const value: unknown = path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | null | undefined)?.[key],
      object.status,
    );
    if (values.includes(String(value))) return ready();
    const field = path.at(-1) ?? 'state';
    if (value === undefined || value === null || value === '')
      return progressing(`its ${field} is not reported yet`);
    const message: unknown = object.status?.message;
    return progressing(
      `its ${field} is ${sanitiseLine(String(value), 60)}${typeof message === 'string' && message !== '' ? `: ${sanitiseLine(message, 300)}` : ''}`,
    );
  };

/** For kinds without a status, or whose status says nothing of readiness. */
export const whenThere: Judge = () => ready();
