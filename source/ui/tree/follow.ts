import type {ComponentState, RunState} from '../../engine/state.js';

/** The cursor jumps at most so often, so that a person can read where it is. */
export const jumpMilliseconds = 1000;

/**
 * The component that moved since `before`: one that failed before all others, then the one that is looked at, so that the view
 * stays where it is as long as something happens there, then the last in the plan's order.
 */
export const movedLast = (
  before: RunState['components'],
  now: RunState['components'],
  current: string | null,
): string | undefined => {
  const moved = Object.values(now).filter(component => hasMoved(before[component.name], component));
  return (
    moved.find(({state}) => state === 'failed') ??
    moved.find(({name}) => name === current) ??
    moved.findLast(({state}) => state === 'applying' || state === 'rolling-out') ??
    moved.at(-1)
  )?.name;
};

const hasMoved = (before: ComponentState | undefined, now: ComponentState): boolean =>
  before !== undefined &&
  before !== now &&
  now.state !== 'planned' &&
  now.state !== 'blocked' &&
  (before.state !== now.state ||
    before.ready !== now.ready ||
    before.desired !== now.desired ||
    before.waitsFor !== now.waitsFor);
