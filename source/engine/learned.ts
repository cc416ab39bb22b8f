import type {Learned} from '../plan/learned.js';
import {parseStepId} from '../plan/plan.js';
import type {RunState, StepState} from './state.js';

const learning: readonly string[] = ['apply', 'accepts', 'ready', 'remove', 'gone'];

/**
 * What a run teaches: the seconds of each step that was done, of components that were changed. What a step spent waiting for one that
 * it overlaps is that one's time.
 */
export const learnedFrom = ({steps, components}: Pick<RunState, 'steps' | 'components'>): Learned =>
  Object.fromEntries(
    Object.values(steps).flatMap(step => {
      const component = components[step.component];
      const isDone = step.state === 'done' && learning.includes(parseStepId(step.id).action);
      const seconds = isDone && component?.unchanged === false ? workSeconds(step, steps) : undefined;
      return seconds === undefined ? [] : [[step.id, seconds]];
    }),
  );

const workSeconds = (step: StepState, steps: RunState['steps']): number | undefined => {
  if (step.startedAt === null || step.finishedAt === null) {
    return undefined;
  }
  const overlapped = step.needs.flatMap(({kind, step: id}) =>
    kind === 'overlaps' ? Date.parse(steps[id]?.finishedAt ?? '') || [] : [],
  );
  const finished = Date.parse(step.finishedAt);
  const from = Math.min(finished, Math.max(Date.parse(step.startedAt), ...overlapped));
  return Math.round((finished - from) / 100) / 10;
};
