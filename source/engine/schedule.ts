import {remainingSeconds} from '../plan/critical-path.js';
import {type Plan, type PlanStep, parseStepId} from '../plan/plan.js';
import {hasBegun} from './component-state.js';
import {lostWith} from './lost.js';
import type {StepStatus} from './state.js';

/** Namespaces and secrets are small writes, but a hundred at once are a burst. */
const preparesAtOnce = 4;

/** What works on the cluster for long. */
const takingSlots: readonly string[] = ['apply', 'remove'];

/** A step of the plan and how it stands; the scheduler's own copy, changed as the run goes. */
export type Scheduled = PlanStep & {
  state: StepStatus;
  /** Of a blocked one: the component at the root. */
  blockedBy?: string | undefined;
};
export type Board = Readonly<Record<string, Scheduled>>;

export interface Schedule {
  readonly board: Board;
  /** The one step to begin now, if any: call it again until it gives none. */
  next(): Scheduled | undefined;
  /** Steps that need this one (through others that wait, too) and have not ended: they cannot run. A running one is not looked behind. */
  heldBackBy(id: string): readonly Scheduled[];
}

/**
 * Says what may begin. Prepares come before the applies and hold no slot; accepts and ready only look and hold none;
 * applies take slots by the longest remaining path.
 */
export const schedule = (plan: Plan, slots: number): Schedule => {
  const remaining = remainingSeconds(plan.steps);
  const steps: readonly Scheduled[] = plan.steps.map(step => ({...step, state: 'waiting'}));
  const board: Board = Object.fromEntries(steps.map(step => [step.id, step]));
  const actionOf = (step: PlanStep) => parseStepId(step.id).action;
  const isOpen = (step: Scheduled) => step.state === 'waiting' || step.state === 'running';
  const running = (...actions: string[]) =>
    steps.filter(step => step.state === 'running' && actions.includes(actionOf(step)));
  const longest = (candidates: readonly Scheduled[]): Scheduled | undefined =>
    candidates.toSorted((a, b) => (remaining.get(b.id) ?? 0) - (remaining.get(a.id) ?? 0))[0];

  const isMet = (need: PlanStep['needs'][number]): boolean => {
    const other = board[need.step];
    switch (need.kind) {
      case 'uses':
        return true;
      case 'overlaps':
        return other !== undefined && hasBegun(other, board);
      case 'accepts':
      case 'ready':
        return other?.state === 'done';
      default:
        return need.kind satisfies never;
    }
  };
  /** It runs, but what it overlaps is not there yet: it may be doing nothing but wait. */
  const waitsInside = (step: Scheduled) =>
    step.needs.some(need => need.kind === 'overlaps' && board[need.step]?.state !== 'done');

  const awaitedBy = (holders: readonly Scheduled[]): ReadonlySet<Scheduled> => {
    const seen = new Set<Scheduled>();
    const visit = (step: Scheduled) => {
      for (const need of step.needs) {
        const other = board[need.step];
        if (need.kind !== 'uses' && other !== undefined && isOpen(other) && !seen.has(other)) {
          seen.add(other);
          visit(other);
        }
      }
    };
    holders.forEach(visit);
    return seen;
  };

  const nextApply = (candidates: readonly Scheduled[]): Scheduled | undefined => {
    const holders = running(...takingSlots);
    if (holders.length < slots) {
      return longest(candidates);
    }
    // Else those that hold the slots would wait for ever for one that gets none.
    if (holders.every(waitsInside)) {
      const awaited = awaitedBy(holders);
      return longest(candidates.filter(step => awaited.has(step)));
    }
    return undefined;
  };

  return {
    board,
    next() {
      const startable = steps.filter(step => step.state === 'waiting' && step.needs.every(isMet));
      const passive = startable.find(step => ['accepts', 'ready', 'gone'].includes(actionOf(step)));
      if (passive) {
        return passive;
      }
      const prepare = startable.find(step => actionOf(step) === 'prepare');
      const preparing = running('prepare').length;
      if (prepare || preparing > 0) {
        return preparing < preparesAtOnce ? prepare : undefined;
      }
      const apply = nextApply(startable.filter(step => takingSlots.includes(actionOf(step))));
      if (apply || steps.some(step => step.state === 'running')) {
        return apply;
      }
      // Nothing moves any more: who waits only for another to begin may as well be the first.
      return longest(
        steps.filter(
          step =>
            step.state === 'waiting' && step.needs.every(need => need.kind === 'overlaps' || isMet(need)),
        ),
      );
    },
    heldBackBy(id) {
      const held = lostWith([id], board, step => step.state === 'waiting');
      return steps.filter(step => held.has(step.id));
    },
  };
};
